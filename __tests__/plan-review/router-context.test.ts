import { type ReviewOptions, readPlan, review } from "../../lib/plan-review";
import { changed, findingsIn, findingsOfChange, found, of, short } from "./findings-in";
import { articleResources, planJson } from "./plans";

const KINDS = [
  "open-resolver",
  "src-nat-keeps-source",
  "wan-unmasqueraded",
  "ambiguous-policy-routing",
  "wireguard-source-address",
  "routeros-version",
  "singleton-destroyed",
  "state-router-mismatch",
] as const;

test("the article's gateway has no fault in what stands around it", () => {
  expect(found(articleResources(3), KINDS)).toEqual([]);
});

test("a WAN without masquerade sends the LAN's private source", () => {
  expect(
    of(findingsIn(changed({ routeros_ip_firewall_nat: { wlan2: null } })), "wan-unmasqueraded"),
  ).toMatchObject([
    {
      severity: "error",
      subject: "wlan2",
      message: expect.stringMatching(/^1\/2 of the connections from LAN Local leave by wlan2/),
    },
  ]);
});

test("all routes by a WAN without masquerade count together, for the LAN that has most of them", () => {
  const resources = changed({
    routeros_ip_firewall_nat: { wlan2: null },
    routeros_ip_address: {
      guests: { address: "192.168.9.1/24", network: "192.168.9.0", interface: "guests" },
      beside: { address: "10.119.0.2/24", network: "10.119.0.0", interface: "wlan2" },
    },
    routeros_ip_route: {
      beside: { dst_address: "0.0.0.0/0", gateway: "10.119.0.1", distance: 1, check_gateway: "ping" },
    },
    routeros_ip_firewall_filter: {
      guests: { chain: "forward", action: "drop", in_interface: "guests", out_interface: "wlan2" },
    },
  });
  expect(of(findingsIn(resources), "wan-unmasqueraded")).toMatchObject([
    {
      message: expect.stringMatching(/^2\/3 of the connections from LAN Local leave by wlan2/),
      resources: expect.arrayContaining(["routeros_ip_route.wlan2_default", "routeros_ip_route.beside"]),
    },
  ]);
});

test("in a plan without rules of chain srcnat the router may have its own", () => {
  const without = changed({ routeros_ip_firewall_nat: { wlan1: null, wlan2: null } });
  const inShort = ["unknown warning", "unknown warning"];
  expect(found(without, "wan-unmasqueraded").map((text) => text.replace(/ ip_route.*/, ""))).toEqual(inShort);
  expect(found(without, "transient-unmasqueraded")).toEqual([]);
  const removed = findingsOfChange(articleResources(), without);
  expect(of(removed, "wan-unmasqueraded").map(({ severity, verdict }) => `${verdict} ${severity}`)).toEqual([
    "fail error",
    "fail error",
  ]);
});

test("a LAN of public addresses needs no masquerade", () => {
  const Local = { address: "203.0.113.129/25", network: "203.0.113.128" };
  const resources = changed({ routeros_ip_firewall_nat: { wlan2: null }, routeros_ip_address: { Local } });
  expect(found(resources, "wan-unmasqueraded")).toEqual([]);
});

test("src-nat keeps a source where a connection can change its WAN", () => {
  const wlan2 = { action: "src-nat", to_addresses: "10.111.0.2" };
  expect(found(changed({ routeros_ip_firewall_nat: { wlan2 } }), "src-nat-keeps-source")).toEqual([
    "fail warning ip_firewall_nat.wlan2",
  ]);
});

test("WireGuard beside ECMP, and beside one WAN", () => {
  const routeros_interface_wireguard = { wg: { name: "wg0", listen_port: "13231" } };
  expect(
    found({ ...articleResources(2), routeros_interface_wireguard }, "wireguard-source-address"),
  ).toHaveLength(1);
  expect(found({ ...articleResources(1), routeros_interface_wireguard }, "wireguard-source-address")).toEqual(
    [],
  );
});

test("routing rules beside marks leave the way open, on their own they do not", () => {
  const routeros_routing_rule = { r: { action: "lookup", table: "to_wlan1", src_address: "192.168.0.7/32" } };
  expect(found({ ...articleResources(), routeros_routing_rule }, "ambiguous-policy-routing")).toEqual([
    "unknown warning routing_rule.r",
  ]);
  expect(found({ routeros_routing_rule }, "ambiguous-policy-routing")).toEqual([]);
});

describe("a resolver that answers remote requests", () => {
  const routeros_ip_dns = { dns: { servers: ["9.9.9.9"], allow_remote_requests: true } };
  const drop = (more: Record<string, unknown>) => ({ chain: "input", action: "drop", ...more });
  const withFilter = (rules: Record<string, Record<string, unknown>>) =>
    found({ ...articleResources(), routeros_ip_dns, routeros_ip_firewall_filter: rules }, "open-resolver");

  test("is open to the WANs unless chain input keeps them out", () => {
    const [one, two] = ["wlan1", "wlan2"].map((in_interface) =>
      drop({ in_interface, protocol: "udp", dst_port: "53" }),
    );
    expect(withFilter({ one: one ?? {} })).toEqual(["fail error ip_dns.dns"]);
    expect(withFilter({ one: one ?? {}, two: two ?? {} })).toEqual([]);
  });

  test("is none where it answers the router alone", () => {
    const alone = { routeros_ip_dns: { dns: { servers: ["9.9.9.9"] } } };
    const routeros_ip_firewall_filter = { one: drop({ protocol: "tcp" }) };
    expect(found({ ...articleResources(), ...alone, routeros_ip_firewall_filter }, "open-resolver")).toEqual(
      [],
    );
  });

  test("may be kept from them by rules that the plan does not have", () => {
    expect(withFilter({})).toEqual(["unknown warning ip_dns.dns"]);
  });
});

test("what a version lacks is an error where the version is known", () => {
  const resources = { routeros_ip_settings: { s: { ipv4_multipath_hash_policy: "l4" } } };
  expect(found(resources, "routeros-version")).toEqual(["unknown note ip_settings.s"]);
  expect(found(resources, "routeros-version", { routerOsVersion: "7.15.3" })).toEqual([
    "fail error ip_settings.s",
  ]);
  expect(found(resources, "routeros-version", { routerOsVersion: "7.16" })).toEqual([]);
});

test("an address that changes in place is refused by RouterOS 7.21 and newer, where the provider has read its VRF", () => {
  const address = (values: Record<string, string>) => ({
    routeros_ip_address: { a: { interface: "lan", ...values } },
  });
  const judged = (vrf: Record<string, string>, options: ReviewOptions = {}) =>
    of(
      findingsOfChange(
        address({ address: "10.0.0.1/24", ...vrf }),
        address({ address: "10.0.0.2/24", ...vrf }),
        options,
      ),
      "address-update-refused",
    ).map(short);
  expect(judged({ vrf: "main" })).toEqual(["unknown warning ip_address.a"]);
  expect(judged({ vrf: "main" }, { routerOsVersion: "7.24" })).toEqual(["fail error ip_address.a"]);
  expect(judged({ vrf: "main" }, { routerOsVersion: "7.20.4" })).toEqual([]);
  expect(judged({})).toEqual([]);
});

test("destroying the resolver clears it, destroying IP settings leaves them", () => {
  const dns = { routeros_ip_dns: { dns: { servers: ["9.9.9.9"] } } };
  const settings = { routeros_ip_settings: { s: { rp_filter: "loose" } } };
  const findings = of(findingsOfChange({ ...dns, ...settings }, {}), "singleton-destroyed");
  expect(findings.map(({ subject, severity }) => [subject, severity])).toEqual([
    ["/ip/dns", "warning"],
    ["/ip/settings", "note"],
  ]);
});

describe("drift", () => {
  const drifted = (before: Record<string, unknown>, after: Record<string, unknown>) => {
    const drift = {
      address: "routeros_ip_firewall_nat.wlan1",
      type: "routeros_ip_firewall_nat",
      mode: "managed",
      change: { actions: ["update"], before, after },
    };
    const json = planJson(articleResources(), articleResources(), { resource_drift: [drift] });
    return of(review([readPlan(JSON.stringify(json), "plan.json")]).findings, "state-router-mismatch");
  };

  test("that makes another row of a row is of another device", () => {
    const ours = {
      chain: "srcnat",
      action: "masquerade",
      out_interface: "wlan1",
      comment: "gateway/wlan1/masquerade",
    };
    const theirs = { ...ours, action: "accept", comment: "camera" };
    expect(drifted(ours, theirs)).toMatchObject([
      { severity: "error", resources: ["routeros_ip_firewall_nat.wlan1"] },
    ]);
  });

  test("that a person may have made by hand is not", () => {
    const ours = { chain: "srcnat", action: "masquerade", out_interface: "wlan1", bytes: "1" };
    expect(drifted(ours, { ...ours, out_interface: "wlan2", bytes: "9" })).toEqual([]);
  });
});

describe("the operator", () => {
  const path = (before: ReturnType<typeof changed>, after: ReturnType<typeof changed>, operator: string) =>
    of(findingsOfChange(before, after, { operator }), "operator-path").map(
      ({ verdict, before: was, after: is }) => [verdict, was, is],
    );

  test("on the LAN keeps the way", () => {
    expect(path(articleResources(2), articleResources(3), "192.168.0.50")).toEqual([
      ["pass", "in and out by Local", "in and out by Local"],
    ]);
  });

  test("loses it with the LAN's address", () => {
    const moved = changed({
      routeros_ip_address: { Local: { address: "192.168.7.1/24", network: "192.168.7.0" } },
    });
    expect(path(articleResources(), moved, "192.168.0.50")).toEqual([
      ["fail", "in and out by Local", "the router does not have 192.168.0.1"],
    ]);
  });

  test("loses it to a rule that marks all that comes from the LAN", () => {
    const all = {
      chain: "prerouting",
      in_interface: "Local",
      action: "mark-routing",
      new_routing_mark: "to_wlan1",
    };
    const [finding] = path(
      articleResources(),
      changed({ routeros_ip_firewall_mangle: { all } }),
      "192.168.0.50",
    );
    expect(finding).toEqual(["fail", "in and out by Local", expect.stringContaining("wlan1 via 10.112.0.1")]);
  });

  test("loses it to a rule that marks the router's answers", () => {
    const answers = {
      chain: "output",
      dst_address: "192.168.0.0/24",
      action: "mark-routing",
      new_routing_mark: "to_wlan1",
    };
    const [finding] = path(
      articleResources(),
      changed({ routeros_ip_firewall_mangle: { answers } }),
      "192.168.0.50",
    );
    expect(finding).toEqual(["fail", "in and out by Local", "in by Local, replies by wlan1 via 10.112.0.1"]);
  });

  test("at an address that the plan ties to none of the router's gets no verdict", () => {
    expect(path(articleResources(), articleResources(), "203.0.113.9")[0]?.[0]).toBe("unknown");
  });
});

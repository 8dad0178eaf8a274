import { changed, findingsIn, found, of } from "./findings-in";
import { articleResources } from "./plans";

const TARGET = { dst_address: "9.9.9.9/32", gateway: "10.112.0.1" };

/** The article's first WAN by way of a probe target. */
const recursive = (host: Record<string, unknown> | null, route: Record<string, unknown>) =>
  changed({
    routeros_ip_route: {
      wlan1_default: { gateway: "9.9.9.9", ...route },
      ...(host === null ? {} : { target: host }),
    },
  });

const KINDS = ["recursive-route-missing", "recursive-target-scope", "gateway-outside-subnet"] as const;

test("a probe target that no route leads to needs a host route", () => {
  const resources = recursive(null, { target_scope: 11 });
  expect(found(resources, KINDS)).toEqual(["fail error ip_route.wlan1_default"]);
  const [finding] = of(findingsIn(resources), "recursive-route-missing");
  expect(finding?.remediation).toContain("dst-address=9.9.9.9/32, scope=10");
});

test("a gateway without a target scope is a neighbour that no network holds", () => {
  expect(of(findingsIn(recursive(null, {})), "gateway-outside-subnet")).toHaveLength(1);
});

test.each([
  ["scope=10", { ...TARGET, scope: 10 }, "Set target_scope = 11 on the recursive route."],
  [
    "the default scope",
    TARGET,
    "Set scope = 10 on the route to 9.9.9.9 and target_scope = 11 on the recursive route.",
  ],
])("a host route with %s is out of the default target scope", (_, host, cure) => {
  const [finding, ...more] = of(findingsIn(recursive(host, {})), "recursive-target-scope");
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    resources: ["routeros_ip_route.wlan1_default", "routeros_ip_route.target"],
    remediation: cure,
  });
});

test("with both scopes set the route is sound, and its check sees beyond the first hop", () => {
  const resources = recursive({ ...TARGET, scope: 10 }, { target_scope: 11 });
  expect(found(resources, KINDS)).toEqual([]);
  expect(found(resources, "health-beyond-first-hop")).toEqual(["pass note ip_route.wlan1_default"]);
  expect(found(resources, "health-first-hop")).toEqual(["fail note ip_route.wlan2_default"]);
});

test("a probe target by an interface is not the first hop", () => {
  const byInterface = recursive(
    { dst_address: "9.9.9.9/32", gateway: "wlan1", scope: 10 },
    { target_scope: 11 },
  );
  expect(found(byInterface, "health-beyond-first-hop")).toEqual(["pass note ip_route.wlan1_default"]);
});

test("an Ethernet interface as gateway is named, a tunnel or an address on it is not", () => {
  const by = (gateway: string) =>
    changed({ routeros_ip_route: { other: { dst_address: "10.9.0.0/16", gateway } } });
  expect(found(by("ether7"), "gateway-ethernet")).toEqual(["fail warning ip_route.other"]);
  expect(found(by("pppoe-out1"), "gateway-ethernet")).toEqual([]);
  expect(found(by("10.112.0.9%wlan1"), "gateway-ethernet")).toEqual([]);
  const lease = { routeros_ip_dhcp_client: { up: { interface: "uplink", add_default_route: "no" } } };
  expect(found({ ...by("uplink"), ...lease }, "gateway-ethernet")).toEqual(["fail warning ip_route.other"]);
});

test("a gateway beside blackhole discards packets, whatever the flag says", () => {
  const flagged = (blackhole: boolean) => changed({ routeros_ip_route: { wlan1_default: { blackhole } } });
  for (const value of [true, false]) {
    const findings = findingsIn(flagged(value));
    expect(of(findings, "blackhole-with-gateway")).toMatchObject([
      { severity: "error", message: expect.stringContaining(`blackhole = ${value}`) },
    ]);
  }
  const alone = { dst_address: "10.9.0.0/16", gateway: "", blackhole: true };
  expect(found(changed({ routeros_ip_route: { alone } }), "blackhole-with-gateway")).toEqual([]);
});

test("a table without fib is named where anything uses it, and as the cause of lost reply paths", () => {
  const findings = findingsIn(changed({ routeros_routing_table: { wlan2: { fib: false } } }));
  expect(of(findings, "table-without-fib")).toMatchObject([{ subject: "to_wlan2", severity: "error" }]);
  expect(of(findings, "reply-path").find(({ verdict }) => verdict === "fail")).toMatchObject({
    subject: "wlan2",
    remediation: "Set fib = true on the routing table to_wlan2.",
  });
  const spare = { routeros_routing_table: { spare: { name: "spare", fib: false } } };
  expect(found(changed(spare), "table-without-fib")).toEqual([]);
  expect(found(articleResources(), "table-without-fib")).toEqual([]);
});

test("a DHCP client's default route beside a static one shares traffic by accident, unless both distances are set", () => {
  const client = (more: Record<string, unknown>) => ({
    lease: { interface: "ether9", disabled: false, ...more },
  });
  const of = (routeros_ip_dhcp_client: ReturnType<typeof client>, distance?: number) =>
    found(
      { ...changed({ routeros_ip_route: { wlan1_default: { distance } } }, 1), routeros_ip_dhcp_client },
      "distance-collision",
    );
  expect(of(client({}))).toEqual(["fail warning ip_route.wlan1_default"]);
  expect(of(client({}), 1)).toEqual(["fail warning ip_route.wlan1_default"]);
  expect(of(client({ default_route_distance: 1 }), 1)).toEqual([]);
  expect(of(client({ default_route_distance: 2 }))).toEqual([]);
  expect(of(client({ add_default_route: "no" }))).toEqual([]);
});

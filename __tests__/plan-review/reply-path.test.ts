import { changed, findingsIn, findingsOfChange, found, of } from "./findings-in";
import { articleResources, FORWARD_OF_WLAN2, LATER } from "./plans";

const causes = (resources: ReturnType<typeof changed>) =>
  of(findingsIn(resources), "reply-path")
    .filter(({ verdict }) => verdict === "fail")
    .map(({ subject, reason, resources: [first] }) => [
      subject,
      reason?.kind === "reply-path" ? reason.link : undefined,
      first,
    ]);

test("the article's gateway answers each WAN by itself", () => {
  expect(found(articleResources(3), "reply-path")).toEqual([
    "pass note ip_firewall_mangle.wlan1_output",
    "pass note ip_firewall_mangle.wlan2_output",
    "pass note ip_firewall_mangle.wlan3_output",
  ]);
});

test("with one WAN there is no other to take", () => {
  expect(found(articleResources(1), "reply-path")).toEqual([]);
});

test("a WAN whose connections nobody marks is answered by any", () => {
  expect(causes(changed({ routeros_ip_firewall_mangle: { wlan2_input: null, wlan2_output: null } }))).toEqual(
    [["wlan2", { kind: "no-connection-mark" }, undefined]],
  );
});

test("a mark that no rule reads is named", () => {
  expect(causes(changed({ routeros_ip_firewall_mangle: { wlan2_output: null } }))).toEqual([
    ["wlan2", { kind: "no-routing-mark", mark: "wlan2_conn" }, "routeros_ip_firewall_mangle.wlan2_input"],
  ]);
});

test("a reply path that held until the plan breaks it is laid to the plan", () => {
  const broken = changed({ routeros_ip_firewall_mangle: { wlan1_input: null } });
  expect(
    of(findingsOfChange(articleResources(), broken), "reply-path").map(
      ({ subject, verdict, since }) => `${subject} ${verdict} ${since}`,
    ),
  ).toEqual(expect.arrayContaining(["wlan1 fail new", "wlan2 pass existing"]));
});

test("a table whose route is gone is named", () => {
  const [cause] = causes(changed({ routeros_ip_route: { wlan2_policy: null } }));
  expect(cause?.slice(0, 2)).toEqual(["wlan2", { kind: "table-without-route", table: "to_wlan2" }]);
});

test("a route by another WAN's gateway is named", () => {
  const swapped = changed({ routeros_ip_route: { wlan2_policy: { gateway: "10.112.0.1" } } });
  expect(causes(swapped)).toEqual([
    [
      "wlan2",
      { kind: "table-by-other-wan", table: "to_wlan2", nextHops: ["10.112.0.1%wlan1"] },
      "routeros_ip_route.wlan2_policy",
    ],
  ]);
  expect(found(swapped, "table-leads-elsewhere")).toEqual(["fail error ip_route.wlan2_policy"]);
});

test("a gateway that is known only later leaves the answer open", () => {
  const later = changed({ routeros_ip_route: { wlan2_policy: { gateway: LATER } } });
  expect(found(later, "reply-path")).toContain("unknown warning ip_address.wlan2");
});

test("a firewall that lets nobody in has no replies to check", () => {
  const drop = { chain: "input", action: "drop" };
  expect(found({ ...articleResources(), routeros_ip_firewall_filter: { drop } }, "reply-path")).toEqual([]);
});

describe("while another WAN is down", () => {
  test("a WAN that only its own table leads to is not answered, because main has no route then", () => {
    const alone = changed({ routeros_ip_route: { wlan2_default: null } });
    expect(causes(alone)).toEqual([["wlan2", { kind: "main-without-route" }, undefined]]);
    const [wrong] = of(findingsIn(alone), "reply-path").filter(({ verdict }) => verdict === "fail");
    expect(wrong).toMatchObject({
      severity: "error",
      message: expect.stringMatching(/^When wlan1 is down, replies .* because table main has no route/),
      remediation: expect.stringContaining("default route by wlan2 to table main"),
    });
  });

  test("a backup that takes over answers by itself, and the finding says so", () => {
    const tiers = changed(
      {
        routeros_ip_route: { wlan2_default: { distance: 2 }, wlan3_default: { distance: 3 } },
        routeros_ip_firewall_mangle: { wlan2_input: null, wlan3_input: null },
      },
      3,
    );
    const messages = of(findingsIn(tiers), "reply-path").map(({ subject, message }) => [
      subject,
      message.includes("unless wlan1 is down"),
    ]);
    expect(messages).toEqual([
      ["wlan1", false],
      ["wlan2", true],
      ["wlan3", false],
    ]);
  });
});

describe("the answers of a forwarded port", () => {
  const forward = FORWARD_OF_WLAN2;
  const withForward = changed({ routeros_ip_firewall_nat: { forward } });

  test("leave by any WAN under the article's marks", () => {
    expect(found(withForward, "forward-reply-path")).toEqual(["fail error ip_firewall_nat.forward"]);
  });

  test("leave by another WAN unless a backup is all that is left to balance with", () => {
    const tiers = changed(
      {
        routeros_ip_firewall_nat: { forward },
        routeros_ip_route: { wlan2_default: { distance: 2 }, wlan3_default: { distance: 3 } },
      },
      3,
    );
    const [wrong] = of(findingsIn(tiers), "forward-reply-path");
    expect(wrong?.message).toContain("leave by wlan1 via 10.112.0.1 unless wlan1 is down,");
  });

  test("of more forwards than are followed in every row are counted", () => {
    const forwards = Object.fromEntries(
      Array.from({ length: 501 }, (_, i) => [`forward${i}`, { ...forward, dst_port: String(1000 + i) }]),
    );
    const counts = of(findingsIn(changed({ routeros_ip_firewall_nat: forwards })), "forward-reply-path")
      .filter(({ verdict }) => verdict === "unknown")
      .map(({ message }) => message);
    expect(counts).toEqual([expect.stringContaining("the replies of 1 port forward of wlan2 leave")]);
  });

  test("leave by their own where prerouting marks both ways", () => {
    const marks = {
      forward_in: {
        chain: "prerouting",
        in_interface: "wlan2",
        connection_state: "new",
        connection_mark: "no-mark",
        action: "mark-connection",
        new_connection_mark: "wlan2_conn",
      },
      forward_out: {
        chain: "prerouting",
        in_interface: "Local",
        connection_mark: "wlan2_conn",
        action: "mark-routing",
        new_routing_mark: "to_wlan2",
      },
    };
    const both = changed({ routeros_ip_firewall_nat: { forward }, routeros_ip_firewall_mangle: marks });
    expect(found(both, "forward-reply-path")).toEqual([]);
  });
});

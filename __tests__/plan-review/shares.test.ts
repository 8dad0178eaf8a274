import { type RouterReport, review } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { changed, findingsIn, findingsOfChange, of } from "./findings-in";
import { articleResources, LATER, plan } from "./plans";

const lanOf = (...[before, after]: Parameters<typeof plan>) => {
  const [router] = review([plan(before, after)]).routers;
  const [lan] = router?.shares ?? [];
  if (router === undefined || lan === undefined) {
    throw new Error("no router");
  }
  return { router, lan };
};

/** The failure matrix of the first origin. */
const casesOf = ({ failures }: RouterReport) => failures.origins[0]?.cases ?? [];

const rounded = (shares: ReadonlyMap<string, number> = new Map()) =>
  Object.fromEntries([...shares].map(([name, share]) => [name, Number(share.toFixed(4))]));

test("a third WAN takes a third of new connections, and at least a third of the open ones move and break", () => {
  const { lan } = lanOf(articleResources(2), articleResources(3));
  expect(rounded(lan.before?.shares)).toEqual({ wlan1: 0.5, wlan2: 0.5 });
  expect(rounded(lan.after?.shares)).toEqual({ wlan1: 0.3333, wlan2: 0.3333, wlan3: 0.3333 });
  expect(lan.moved?.share).toBeCloseTo(1 / 3);
  expect(lan.moved?.broken).toBeCloseTo(1 / 3);
});

test.each([
  ["whether it is disabled is not known", { gateway: "10.111.0.1", disabled: LATER }],
  ["its check is not modelled", { gateway: "10.111.0.1", check_gateway: "bfd" }],
  ["its gateway is a list", { gateway: "10.111.0.1, 10.112.0.1" }],
  ["its gateway names an interface", { gateway: "10.119.0.1%wlan2", check_gateway: "bfd" }],
])("the interface of a default route is no LAN where %s", (_, wlan2_default) => {
  const resources = changed({
    routeros_ip_firewall_nat: { wlan2: null },
    routeros_ip_route: { wlan2_default, wlan2_policy: null },
  });
  const [router] = review([plan({}, resources)]).routers;
  expect(router?.shares.map(({ origin }) => origin.name)).toEqual(["LAN Local", "the router"]);
});

test("a WAN that goes takes its connections with it, and at least half of all move", () => {
  const { lan } = lanOf(articleResources(2), articleResources(1));
  expect(lan.moved?.share).toBeCloseTo(0.5);
  expect(rounded(lan.moved?.from)).toEqual({ wlan2: 0.5 });
});

test("connections without NAT move and do not break: they have no address of the WAN to lose", () => {
  const routed = (wanCount: number): Resources => {
    const { routeros_ip_firewall_nat: _, ...resources } = articleResources(wanCount);
    return resources;
  };
  const { lan } = lanOf(routed(2), routed(1));
  expect(lan.moved?.share).toBeCloseTo(0.5);
  expect(lan.moved?.broken).toBe(0);
});

test("open connections go by the routes of open connections, whatever rules say of new ones", () => {
  const third = (part: number, table: string) => ({
    chain: "output",
    connection_state: "new",
    action: "mark-routing",
    per_connection_classifier: `both-addresses:3/${part}`,
    new_routing_mark: table,
    passthrough: false,
  });
  const rules = { a: third(0, "to_wlan1"), b: third(1, "to_wlan1"), c: third(2, "to_wlan2") };
  const { router } = lanOf(articleResources(), changed({ routeros_ip_firewall_mangle: rules }));
  const own = router.shares.find(({ origin }) => origin.name === "the router");
  expect(rounded(own?.after?.shares)).toEqual({ wlan1: 0.6667, wlan2: 0.3333 });
  expect(own?.moved).toMatchObject({ share: 0, broken: 0 });
});

test("another hash policy may move any part of the open connections, and none is sure to", () => {
  const settings = { ipv4_multipath_hash_policy: "l4" };
  const after = { ...articleResources(), routeros_ip_settings: { settings } };
  expect(of(findingsOfChange(articleResources(), after), "connections-move")).toMatchObject([
    {
      severity: "warning",
      verdict: "unknown",
      subject: "LAN Local",
      message:
        "It is unknown how many of the open connections from LAN Local move, because a new hash decides about all of them.",
    },
  ]);
});

test("where the way of open connections cannot be told, none is said to move", () => {
  const later = changed({ routeros_ip_route: { wlan1_default: { gateway: LATER } } });
  const { lan } = lanOf(articleResources(), later);
  expect(lan.after?.unknown.length).toBeGreaterThan(0);
  expect(lan.moved).toMatchObject({ share: 0, broken: 0 });
});

test("connections that lose their last route are an error", () => {
  const none = changed({ routeros_ip_route: { wlan1_default: null, wlan2_default: null } });
  expect(of(findingsOfChange(articleResources(), none), "distribution-change")[0]).toMatchObject({
    severity: "error",
    verdict: "fail",
    before: "wlan1 1/2, wlan2 1/2",
    after: "all lost (no route)",
  });
});

test("what connections leave by otherwise names the rows that carry them otherwise, and no others", () => {
  const findings = findingsOfChange(articleResources(2), articleResources(3));
  for (const id of ["distribution-change", "connections-move"] as const) {
    const [lan] = of(findings, id);
    expect([id, lan?.subject]).toEqual([id, "LAN Local"]);
    expect(lan?.resources).toEqual(expect.arrayContaining(["routeros_ip_route.wlan3_default"]));
    expect(lan?.resources.filter((address) => !address.includes("wlan3"))).toEqual([]);
  }
});

test("so are those of a gateway that is destroyed, and nothing else is said of its failures", () => {
  const findings = findingsOfChange(articleResources(), {});
  expect(
    of(findings, "distribution-change").map(({ severity, subject, after }) => [severity, subject, after]),
  ).toEqual([
    ["error", "LAN Local", "all lost (no route)"],
    ["error", "the router", "all lost (no route)"],
  ]);
  expect(of(findings, "failure-loses-traffic")).toEqual([]);
  expect(of(findings, "connections-move")).toEqual([]);
  expect(findings.filter(({ since }) => since === "resolved")).toEqual([]);
});

test("a plan without a default route says nothing of where connections leave", () => {
  const printer = { name: "printer.lan", address: "192.168.0.7", type: "A" };
  const beside = {
    routeros_ip_dns_record: { printer },
    routeros_ip_address: { lan: { address: "192.168.0.1/24", interface: "Local" } },
    routeros_ip_route: { branch: { dst_address: "10.9.0.0/16", gateway: "192.168.0.9" } },
  };
  const { lan, router } = lanOf({}, beside);
  expect([lan.before, lan.after, lan.moved]).toEqual([undefined, undefined, undefined]);
  expect(router.findings.filter(({ severity }) => severity !== "note")).toEqual([]);
});

test("a router whose default routes come with the plan had its way out from rows that the plan does not know", () => {
  const { lan } = lanOf(
    { routeros_ip_dns: { dns: { servers: ["9.9.9.9"] } } },
    { ...articleResources(), routeros_ip_dns: { dns: { servers: ["9.9.9.9"] } } },
  );
  expect(lan.before).toBeUndefined();
  expect(rounded(lan.after?.shares)).toEqual({ wlan1: 0.5, wlan2: 0.5 });
});

test("a router that is left with one WAN has none to take over", () => {
  expect(
    of(findingsOfChange(articleResources(2), articleResources(1)), "failure-loses-traffic"),
  ).toMatchObject([
    { severity: "warning", subject: "wlan1", before: "wlan2 all", after: "all lost (no route)" },
  ]);
});

test("the failure matrix says what is left with each WAN down", () => {
  const { router } = lanOf(articleResources(2), articleResources(3));
  const cases = casesOf(router).map(({ down, after }) => [down.join(), rounded(after?.shares)]);
  expect(cases).toEqual([
    ["wlan1", { wlan2: 0.5, wlan3: 0.5 }],
    ["wlan2", { wlan1: 0.5, wlan3: 0.5 }],
    ["wlan3", { wlan1: 0.5, wlan2: 0.5 }],
  ]);
});

test("a WAN whose gateway is its interface is a case of the failure matrix, and is down in it", () => {
  const byInterface = { gateway: "wlan2", check_gateway: undefined };
  const resources = changed({
    routeros_ip_address: { wlan2: null },
    routeros_ip_route: { wlan2_default: byInterface, wlan2_policy: byInterface },
  });
  const { router } = lanOf({}, resources);
  expect(casesOf(router).map(({ down, after }) => [down.join(), rounded(after?.shares)])).toEqual([
    ["wlan1", { wlan2: 1 }],
    ["wlan2", { wlan1: 1 }],
  ]);
});

test("with two WANs down at once, each pair is a case of its own", () => {
  const { routers } = review([plan({}, articleResources(3))], { failures: 2 });
  expect(routers.flatMap(casesOf).map(({ down }) => down.join("+"))).toEqual([
    "wlan1",
    "wlan2",
    "wlan3",
    "wlan1+wlan2",
    "wlan1+wlan3",
    "wlan2+wlan3",
  ]);
});

test("a DHCP client's default route of a greater distance takes no share", () => {
  const client = { interface: "wlan3", add_default_route: "yes", default_route_distance: 5 };
  const { lan } = lanOf({}, { ...articleResources(), routeros_ip_dhcp_client: { client } });
  expect(rounded(lan.after?.shares)).toEqual({ wlan1: 0.5, wlan2: 0.5 });
});

test("a WAN that is to get its address by lease may keep it, and its connections", () => {
  const client = {
    interface: "wlan2",
    add_default_route: "yes",
    default_route_tables: ["main:1", "to_wlan2:1"],
    check_gateway: "ping",
  };
  const leased = {
    ...changed({
      routeros_ip_address: { wlan2: null },
      routeros_ip_route: { wlan2_default: null, wlan2_policy: null },
    }),
    routeros_ip_dhcp_client: { wlan2: client },
  };
  const address = { address: "10.111.0.77/24", interface: "wlan2", disabled: false };
  const readdressed = changed({ routeros_ip_address: { wlan2: address } });
  const moving = (after: Resources) =>
    of(findingsOfChange(articleResources(), after), "connections-move")
      .filter(({ verdict }) => verdict === "fail")
      .map(({ subject }) => subject);
  expect(moving(readdressed)).toEqual(["LAN Local", "the router"]);
  expect(moving(leased)).toEqual([]);
});

test("a plan that changes nothing has nothing to say", () => {
  const report = review([plan(articleResources(), articleResources())]);
  expect(report.findings.filter(({ since, verdict }) => since !== "existing" && verdict !== "pass")).toEqual(
    [],
  );
  expect(report.routers[0]?.isChanged).toBe(false);
});

describe("with a WAN down", () => {
  const bare = changed({ routeros_ip_route: { wlan1_default: { check_gateway: "none" } } });

  test("an unchecked route keeps its share, and what it carries is lost", () => {
    expect(of(findingsIn(bare), "failure-loses-traffic")).toMatchObject([
      {
        severity: "error",
        subject: "wlan1",
        resources: ["routeros_ip_route.wlan1_default"],
        message: expect.stringContaining(
          "1/2 of the new connections from LAN Local are lost (sent to a dead gateway)",
        ),
      },
    ]);
  });

  test("what was lost before is no worse for the plan", () => {
    expect(of(findingsOfChange(bare, bare), "failure-loses-traffic")).toMatchObject([
      { severity: "warning" },
    ]);
  });

  test("checked routes leave their share to the others", () => {
    expect(of(findingsIn(articleResources(3)), "failure-loses-traffic")).toEqual([]);
  });
});

import { TerraformVariable } from "cdktf";
import {
  Balancing,
  ClassifyBy,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  HealthCheck,
  Wan,
} from "../../lib";
import {
  article,
  resourcesOf,
  routerStack,
  type Synthesized,
  synthesize,
  synthesizeGateway,
  wlan1,
  wlan2,
  wlan3,
} from "./synthesize";

const wans = (...weights: number[]) =>
  [wlan1, wlan2, wlan3].slice(0, weights.length).map((wan, i) => Wan.static({ ...wan, weight: weights[i] }));
const classified = (
  by: ClassifyBy,
  weights: number[],
  props: Partial<EcmpMasqueradeGatewayProps> = {},
): Partial<EcmpMasqueradeGatewayProps> => ({
  wans: wans(...weights),
  balancing: Balancing.perConnectionClassifier({ by }),
  ...props,
});

/** Every row by its comment, without what orders it. */
const rowsOf = (synthesized: Synthesized): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(resourcesOf(synthesized)).map(({ depends_on: _, comment, ...row }) => [comment, row]),
  );

describe("a classifier", () => {
  const rows = rowsOf(synthesizeGateway(classified(ClassifyBy.BOTH_ADDRESSES, [10, 5])));

  test("gives a WAN a classifier rule for each part of its weight, of the LANs' new connections and of the router's", () => {
    const classifierRule = {
      connection_state: "new",
      connection_mark: "no-mark",
      dst_address_type: "!local",
      dst_address_list: "!not_balanced",
      action: "mark-routing",
      passthrough: false,
      disabled: false,
    };
    const fromLans = { ...classifierRule, chain: "prerouting", in_interface_list: "lans" };
    const own = { ...classifierRule, chain: "output", src_address: "192.168.0.1" };
    const given = Object.fromEntries(
      Object.entries(rows).filter(([comment]) => comment.includes("classifier-")),
    );
    expect(given).toEqual({
      "gateway/wlan1/classifier-1": {
        ...fromLans,
        per_connection_classifier: "both-addresses:3/0",
        new_routing_mark: "to_wlan1",
      },
      "gateway/wlan1/classifier-2": {
        ...fromLans,
        per_connection_classifier: "both-addresses:3/1",
        new_routing_mark: "to_wlan1",
      },
      "gateway/wlan2/classifier-1": {
        ...fromLans,
        per_connection_classifier: "both-addresses:3/2",
        new_routing_mark: "to_wlan2",
      },
      "gateway/wlan1/router-classifier-1": {
        ...own,
        per_connection_classifier: "both-addresses:3/0",
        new_routing_mark: "to_wlan1",
      },
      "gateway/wlan1/router-classifier-2": {
        ...own,
        per_connection_classifier: "both-addresses:3/1",
        new_routing_mark: "to_wlan1",
      },
      "gateway/wlan2/router-classifier-1": {
        ...own,
        per_connection_classifier: "both-addresses:3/2",
        new_routing_mark: "to_wlan2",
      },
    });
  });

  test("has the router's own connections carry a LAN's address, by table main only", () => {
    expect(rows["gateway/wlan1/default-route"]).toMatchObject({ pref_src: "192.168.0.1" });
    expect(rows["gateway/wlan1/policy-route"]).not.toHaveProperty("pref_src");
  });

  test("lets what is bound to a WAN's address leave by the WAN", () => {
    expect(rows["gateway/wlan2/mark-source-routing"]).toEqual({
      chain: "output",
      src_address: "10.111.0.2",
      dst_address_list: "!not_balanced",
      dst_address_type: "!local",
      connection_state: "new",
      connection_mark: "no-mark",
      action: "mark-routing",
      new_routing_mark: "to_wlan2",
      passthrough: false,
      disabled: false,
    });
  });

  test("marks connections by the WAN they leave through, and has them follow that mark", () => {
    expect(Object.keys(rows)).toEqual(
      expect.arrayContaining(["gateway/wlan1/mark-egress", "gateway/wlan1/mark-lan-routing"]),
    );
  });
});

test("what is never balanced is one list: LANs, WANs, pins, and what is excluded", () => {
  const rows = rowsOf(
    synthesizeGateway({
      wans: wans(1, 1),
      balancing: Balancing.perConnectionClassifier({
        by: ClassifyBy.BOTH_ADDRESSES,
        exclude: ["10.20.0.0/16", "198.51.100.7/32"],
        excludePrivate: true,
      }),
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
    }),
  );
  const entries = Object.entries(rows).filter(([, { list }]) => list === "not_balanced");
  expect(Object.fromEntries(entries.map(([comment, { address }]) => [comment, address]))).toEqual({
    "gateway/lists/not-balanced:192.168.0.0-24": "192.168.0.0/24",
    "gateway/lists/not-balanced:10.112.0.0-24": "10.112.0.0/24",
    "gateway/lists/not-balanced:10.111.0.0-24": "10.111.0.0/24",
    "gateway/lists/not-balanced:203.0.113.80": "203.0.113.80",
    "gateway/lists/not-balanced:10.20.0.0-16": "10.20.0.0/16",
    "gateway/lists/not-balanced:198.51.100.7": "198.51.100.7",
    "gateway/lists/not-balanced:10.0.0.0-8": "10.0.0.0/8",
    "gateway/lists/not-balanced:172.16.0.0-12": "172.16.0.0/12",
    "gateway/lists/not-balanced:192.168.0.0-16": "192.168.0.0/16",
    "gateway/lists/not-balanced:100.64.0.0-10": "100.64.0.0/10",
  });
});

test("a probe target is never balanced: each WAN's own must be asked by that WAN", () => {
  const checked = (wan: typeof wlan1, target: string) =>
    Wan.static({ ...wan, healthCheck: HealthCheck.recursive({ targets: [target] }) });
  const rows = rowsOf(
    synthesizeGateway({
      wans: [checked(wlan1, "9.9.9.9"), checked(wlan2, "1.1.1.1")],
      balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
    }),
  );
  expect(
    ["9.9.9.9", "1.1.1.1"].map((target) => rows[`gateway/lists/not-balanced:${target}`]?.address),
  ).toEqual(["9.9.9.9", "1.1.1.1"]);
});

describe("tiers", () => {
  const secondTier = (wan: typeof wlan1) => Wan.static({ ...wan, tier: 2 });

  test("by source address, backups in the first tier come before those in the second", () => {
    const rows = rowsOf(
      synthesizeGateway({
        wans: [Wan.static(wlan1), secondTier(wlan2), Wan.static(wlan3)],
        balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }),
      }),
    );
    expect([
      rows["gateway/wlan1/backup-route-wlan3"]?.distance,
      rows["gateway/wlan1/backup-route-wlan2"]?.distance,
    ]).toEqual([2, 3]);
  });

  test("while the only WAN of the first tier is disabled, the second has the classifier rules", () => {
    const rows = rowsOf(
      synthesizeGateway({
        wans: [Wan.static({ ...wlan1, disabled: true }), secondTier(wlan2), secondTier(wlan3)],
        balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
      }),
    );
    expect(
      Object.keys(rows)
        .filter((comment) => comment.includes("/classifier-"))
        .sort(),
    ).toEqual(["gateway/wlan2/classifier-1", "gateway/wlan3/classifier-1"]);
  });
});

describe("by source address", () => {
  const rows = rowsOf(synthesizeGateway(classified(ClassifyBy.SOURCE_ADDRESS, [1, 1, 1])));

  test("every table has the other WANs behind its own, in turn", () => {
    const backups = Object.entries(rows).filter(([comment]) => comment.includes("backup"));
    expect(
      backups.map(([comment, { gateway, distance, routing_table: table }]) => [
        comment,
        gateway,
        distance,
        table,
      ]),
    ).toEqual([
      ["gateway/wlan1/backup-route-wlan2", "10.111.0.1", 2, "to_wlan1"],
      ["gateway/wlan1/backup-route-wlan3", "10.113.0.1", 3, "to_wlan1"],
      ["gateway/wlan2/backup-route-wlan1", "10.112.0.1", 3, "to_wlan2"],
      ["gateway/wlan2/backup-route-wlan3", "10.113.0.1", 2, "to_wlan2"],
      ["gateway/wlan3/backup-route-wlan1", "10.112.0.1", 2, "to_wlan3"],
      ["gateway/wlan3/backup-route-wlan2", "10.111.0.1", 3, "to_wlan3"],
    ]);
    expect(backups.map(([, { check_gateway: check }]) => check)).toEqual(backups.map(() => "ping"));
  });

  test("the router is one user, and is left to table main", () => {
    expect(Object.keys(rows).filter((comment) => comment.includes("router-classifier"))).toEqual([]);
    expect(rows["gateway/wlan1/default-route"]).not.toHaveProperty("pref_src");
  });
});

describe("names are identity", () => {
  test("reordering weighted WANs changes nothing", () => {
    const by = { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }) };
    const all = wans(3, 2, 1);
    expect(rowsOf(synthesizeGateway({ ...by, wans: [...all].reverse() }))).toEqual(
      rowsOf(synthesizeGateway({ ...by, wans: all })),
    );
  });

  test("a renamed WAN keeps its remainders and its place among the backups", () => {
    const by = { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }) };
    const renamed = [
      Wan.static({ ...wlan1, name: "zeta", renamedFrom: "wlan1", weight: 3 }),
      ...wans(3, 2, 1).slice(1),
    ];
    const after = synthesizeGateway({ ...by, wans: renamed });
    expect(rowsOf(after)).toEqual(rowsOf(synthesizeGateway({ ...by, wans: wans(3, 2, 1) })));
  });
});

test("repeated routes are as many as the weight says, under names that never change", () => {
  const { resource } = synthesizeGateway({ wans: wans(4, 2), balancing: Balancing.repeatedRoutes() });
  const routes = Object.values(resource.routeros_ip_route ?? {}).filter(
    (row) => row.routing_table === "main",
  );
  expect(routes.map(({ comment, gateway }) => [comment, gateway]).sort()).toEqual([
    ["gateway/wlan1/default-route", "10.112.0.1"],
    ["gateway/wlan1/default-route-2", "10.112.0.1"],
    ["gateway/wlan2/default-route", "10.111.0.1"],
  ]);
});

test("sourceRouting alone adds a rule per WAN, and the list that it spares", () => {
  const plain = rowsOf(synthesizeGateway());
  const rows = rowsOf(synthesizeGateway({ sourceRouting: true }));
  expect(Object.keys(rows).filter((comment) => !(comment in plain))).toEqual([
    "gateway/lists/not-balanced:10.111.0.0-24",
    "gateway/lists/not-balanced:10.112.0.0-24",
    "gateway/lists/not-balanced:192.168.0.0-24",
    "gateway/wlan1/mark-source-routing",
    "gateway/wlan2/mark-source-routing",
  ]);
});

test("addresses may be tokens: Terraform takes them apart", () => {
  const stack = routerStack();
  const token = new TerraformVariable(stack, "text", { type: "string" }).stringValue;
  new EcmpMasqueradeGateway(stack, "gateway", {
    lans: [{ interface: "Local", address: token }],
    wans: [Wan.static({ ...wlan1, address: token }), Wan.static(wlan2)],
    balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
    policies: [{ name: "pin", to: [token], via: [["wlan1"]] }],
  });
  const rows = rowsOf(synthesize(stack));
  const host = '${element(split("/", var.text), 0)}';
  expect([
    rows["gateway/wlan1/default-route"]?.pref_src,
    rows["gateway/wlan1/mark-source-routing"]?.src_address,
    rows["gateway/wlan2/router-classifier-1"]?.src_address,
  ]).toEqual([host, host, host]);
  expect(rows["gateway/lists/not-balanced:lan:Local"]?.address).toContain("cidrsubnet(var.text, 0, 0)");
  expect(rows["gateway/lists/not-balanced:pin:pin"]?.address).toBe('${trimsuffix(var.text, "/32")}');
});

describe("warnings", () => {
  const warningsOf = (props: Partial<EcmpMasqueradeGatewayProps>) => {
    const stack = routerStack();
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", { ...article, ...props });
    return gateway.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data);
  };

  test("repeated routes may be merged by RouterOS 7", () => {
    expect(warningsOf({ wans: wans(3, 1), balancing: Balancing.repeatedRoutes() })).toEqual([
      "[gateway:repeated-routes] balancing: the shares may come out equal, because it is not known whether RouterOS 7 counts or merges equal routes by one gateway; write Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES })",
    ]);
    expect(warningsOf({ wans: wans(3, 3), balancing: Balancing.repeatedRoutes() })).toEqual([]);
  });

  test("a LAN whose network is not known would be balanced away", () => {
    const lans = [{ interface: "Local", address: "192.168.0.1/24" }, { interface: "Guests" }];
    expect(
      warningsOf({ lans, balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }) }),
    ).toEqual([
      '[gateway:lan-network] lans[1].address: is missing, so traffic from other LANs to "Guests" would leave through a WAN; write the address, or add the network to the `exclude` of the classifier',
    ]);
    const exclude = ["192.168.1.0/24"];
    expect(
      warningsOf({
        lans,
        balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES, exclude }),
      }),
    ).toEqual([]);
  });

  test("one LAN alone has no other LAN whose packets could leave by a WAN", () => {
    const balancing = Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES });
    expect(warningsOf({ lans: [{ interface: "Local" }], balancing })).toEqual([]);
  });
});

import { Token } from "cdktf";
import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, HashPolicy, Wan } from "../../lib";
import { type Reason, reasonsWith, wlan1, wlan2, wlan3 } from "./synthesize";

const weighted = (...weights: unknown[]) => ({
  wans: [wlan1, wlan2, wlan3]
    .slice(0, weights.length)
    .map((wan, i) => Wan.static({ ...wan, weight: weights[i] as number })),
});
const classifier = (options: object = {}) =>
  Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES, ...options });
const cable = (name: string, weight?: number) => Wan.dhcp({ name, interface: name, weight });

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason]>([
  [
    "unequal weights under ECMP",
    weighted(1, 5),
    { path: "wans[1].weight", fault: { id: "unequal-weight" }, remedy: { id: "write-weighted-balancing" } },
  ],
  [
    "unequal weights under ECMP that is asked for",
    { ...weighted(2, 2, 1), balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }) },
    { path: "wans[0].weight", fault: { id: "unequal-weight" }, remedy: { id: "write-weighted-balancing" } },
  ],
  [
    "a weight of nothing",
    { ...weighted(0, 1), balancing: classifier() },
    { path: "wans[0].weight", fault: { id: "not-a-weight" }, remedy: { id: "write-weights" } },
  ],
  [
    "a weight that is a part",
    { ...weighted(1, 1.5), balancing: classifier() },
    { path: "wans[1].weight", fault: { id: "not-a-weight" }, remedy: { id: "write-weights" } },
  ],
  [
    "a weight that is a text",
    { ...weighted("2", 1), balancing: classifier() },
    { path: "wans[0].weight", fault: { id: "not-a-weight" }, remedy: { id: "write-weights" } },
  ],
  [
    "weights of too many parts",
    { ...weighted(940, 50), balancing: classifier() },
    {
      path: "wans",
      fault: { id: "too-many-parts", parts: 99, most: 64 },
      remedy: { id: "write-ratio", ratio: "56:3" },
    },
  ],
  [
    "weights of too many repeated routes",
    { ...weighted(1000, 999), balancing: Balancing.repeatedRoutes() },
    {
      path: "wans",
      fault: { id: "too-many-parts", parts: 1999, most: 64 },
      remedy: { id: "write-ratio", ratio: "1:1" },
    },
  ],
  [
    "a repeated route of a lease",
    { wans: [Wan.static(wlan1), cable("cable", 2)], balancing: Balancing.repeatedRoutes() },
    { path: "wans[1].weight", fault: { id: "repeated-lease" }, remedy: { id: "write-classifier" } },
  ],
  [
    "an order of backups among leases",
    {
      wans: [Wan.static(wlan1), cable("cable"), cable("fibre")],
      balancing: classifier({ by: ClassifyBy.SOURCE_ADDRESS }),
    },
    {
      path: "balancing.by",
      fault: { id: "backups-of-leases", wans: ["cable", "fibre"] },
      remedy: { id: "balance-by-both-addresses" },
    },
  ],
  [
    "a classifier by nothing",
    { balancing: Balancing.perConnectionClassifier({} as never) },
    {
      path: "balancing.by",
      fault: { id: "missing" },
      remedy: {
        id: "write-either",
        choices: [
          "ClassifyBy.BOTH_ADDRESSES",
          "ClassifyBy.SOURCE_ADDRESS",
          "ClassifyBy.BOTH_ADDRESSES_AND_PORTS",
        ],
      },
    },
  ],
  [
    "a classifier by something else",
    { balancing: classifier({ by: "both-ports" }) },
    {
      path: "balancing.by",
      fault: {
        id: "not-a-choice",
        choices: [
          "ClassifyBy.BOTH_ADDRESSES",
          "ClassifyBy.SOURCE_ADDRESS",
          "ClassifyBy.BOTH_ADDRESSES_AND_PORTS",
        ],
      },
    },
  ],
  [
    "an exclusion that is no prefix",
    { balancing: classifier({ exclude: ["vpn"] }) },
    {
      path: "balancing.exclude[0]",
      fault: { id: "not-a-prefix" },
      remedy: { id: "write-such-as", example: '"10.20.0.0/16"' },
    },
  ],
  [
    "an exclusion with host bits",
    { balancing: classifier({ exclude: ["10.20.0.1/16"] }) },
    {
      path: "balancing.exclude[0]",
      fault: { id: "host-bits" },
      remedy: { id: "write", code: '"10.20.0.0/16" or "10.20.0.1"' },
    },
  ],
  [
    "an exclusion of everything",
    { balancing: classifier({ exclude: ["0.0.0.0/0"] }) },
    {
      path: "balancing.exclude[0]",
      fault: { id: "everything" },
      remedy: { id: "write-narrower-prefix", instead: "use Balancing.ecmp()" },
    },
  ],
  [
    "an exclusion twice",
    { balancing: classifier({ exclude: ["10.20.0.1", "10.20.0.1/32"] }) },
    {
      path: "balancing.exclude[1]",
      fault: { id: "duplicate", earlier: "balancing.exclude[0]" },
      remedy: { id: "write-once", what: "prefix" },
    },
  ],
  [
    "exclusions that are no list",
    { balancing: classifier({ exclude: "10.20.0.0/16" }) },
    {
      path: "balancing.exclude",
      fault: { id: "not-a-list" },
      remedy: { id: "write", code: '["10.20.0.0/16"]' },
    },
  ],
  [
    "an exclusion that is no text",
    { balancing: classifier({ exclude: [7] }) },
    { path: "balancing.exclude[0]", fault: { id: "not-a-string" } },
  ],
  [
    "excludePrivate that is no boolean",
    { balancing: classifier({ excludePrivate: "yes" }) },
    { path: "balancing.excludePrivate", fault: { id: "not-a-boolean" } },
  ],
  [
    "a classifier that shall not pin",
    { balancing: classifier(), stickyConnections: false },
    { path: "stickyConnections", fault: { id: "required-by-classifier" }, remedy: { id: "remove" } },
  ],
  [
    "a classifier that shall not tell sources apart",
    { balancing: classifier(), sourceRouting: false },
    { path: "sourceRouting", fault: { id: "required-by-classifier" }, remedy: { id: "remove" } },
  ],
  [
    "stickyConnections that is no boolean",
    { stickyConnections: "yes" as never },
    { path: "stickyConnections", fault: { id: "not-a-boolean" } },
  ],
])("fails on %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test("weights and exclusions must be literals", () => {
  const number = Token.asNumber({ resolve: () => 2 });
  const text = Token.asString({ resolve: () => "10.20.0.0/16" });
  expect(reasonsWith({ ...weighted(number, 1), balancing: classifier({ exclude: [text] }) })).toEqual([
    { path: "wans[0].weight", fault: { id: "token", because: "rows" } },
    { path: "balancing.exclude[0]", fault: { id: "token", because: "address" } },
  ]);
});

test.each([
  ["64 parts", { ...weighted(63, 1), balancing: classifier() }],
  [
    "one lease among the backups",
    {
      wans: [Wan.static(wlan1), Wan.static(wlan2), cable("cable")],
      balancing: classifier({ by: ClassifyBy.SOURCE_ADDRESS }),
    },
  ],
  [
    "two leases",
    { wans: [cable("cable"), cable("fibre")], balancing: classifier({ by: ClassifyBy.SOURCE_ADDRESS }) },
  ],
  [
    "what a classifier does anyway",
    { balancing: classifier(), stickyConnections: true, sourceRouting: true },
  ],
])("accepts %s", (_, props) => {
  expect(reasonsWith(props)).toEqual([]);
});

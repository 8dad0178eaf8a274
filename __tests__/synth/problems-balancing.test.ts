import { Token } from "cdktf";
import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, HashPolicy, Wan } from "../../lib";
import { problemsWith, wlan1, wlan2, wlan3 } from "./synthesize";

const weighted = (...weights: unknown[]) => ({
  wans: [wlan1, wlan2, wlan3]
    .slice(0, weights.length)
    .map((wan, i) => Wan.static({ ...wan, weight: weights[i] as number })),
});
const classifier = (options: object = {}) =>
  Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES, ...options });
const cable = (name: string, weight?: number) => Wan.dhcp({ name, interface: name, weight });

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, problem: string]>([
  [
    "unequal weights under ECMP",
    weighted(1, 5),
    'wans[1].weight ("wlan2"): 5 is not the weight of the other WANs, and Balancing.ecmp() shares evenly: write Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }), or the article\'s Balancing.repeatedRoutes()',
  ],
  [
    "unequal weights under ECMP that is asked for",
    { ...weighted(2, 2, 1), balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }) },
    'wans[0].weight ("wlan1"): 2 is not the weight of the other WANs, and Balancing.ecmp() shares evenly: write Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }), or the article\'s Balancing.repeatedRoutes()',
  ],
  [
    "a weight of nothing",
    { ...weighted(0, 1), balancing: classifier() },
    'wans[0].weight ("wlan1"): 0 is not a positive integer: write 1, 2, 3 ..., in proportion to the other WANs',
  ],
  [
    "a weight that is a part",
    { ...weighted(1, 1.5), balancing: classifier() },
    'wans[1].weight ("wlan2"): 1.5 is not a positive integer: write 1, 2, 3 ..., in proportion to the other WANs',
  ],
  [
    "a weight that is a text",
    { ...weighted("2", 1), balancing: classifier() },
    'wans[0].weight ("wlan1"): "2" is not a positive integer: write 1, 2, 3 ..., in proportion to the other WANs',
  ],
  [
    "weights of too many parts",
    { ...weighted(940, 50), balancing: classifier() },
    'wans: "940:50" are weights of 99 parts, and 64 are the most: write the weights 56:3, which come nearest',
  ],
  [
    "weights of too many repeated routes",
    { ...weighted(1000, 999), balancing: Balancing.repeatedRoutes() },
    'wans: "1000:999" are weights of 1999 parts, and 64 are the most: write the weights 1:1, which come nearest',
  ],
  [
    "a repeated route of a lease",
    { wans: [Wan.static(wlan1), cable("cable", 2)], balancing: Balancing.repeatedRoutes() },
    'wans[1].weight ("cable"): 2 cannot be repeated routes: its DHCP client writes one: write Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES })',
  ],
  [
    "an order of backups among leases",
    {
      wans: [Wan.static(wlan1), cable("cable"), cable("fibre")],
      balancing: classifier({ by: ClassifyBy.SOURCE_ADDRESS }),
    },
    'balancing.by: "src-address" needs an order of backups, which "cable" and "fibre" cannot stand in: only a lease knows their gateways: write ClassifyBy.BOTH_ADDRESSES, or make all of them but one Wan.static({ ... })',
  ],
  [
    "a classifier by nothing",
    { balancing: Balancing.perConnectionClassifier({} as never) },
    "balancing.by: undefined is missing: write ClassifyBy.BOTH_ADDRESSES or ClassifyBy.SOURCE_ADDRESS or ClassifyBy.BOTH_ADDRESSES_AND_PORTS",
  ],
  [
    "a classifier by something else",
    { balancing: classifier({ by: "both-ports" }) },
    'balancing.by: "both-ports" is no ClassifyBy: write ClassifyBy.BOTH_ADDRESSES or ClassifyBy.SOURCE_ADDRESS or ClassifyBy.BOTH_ADDRESSES_AND_PORTS',
  ],
  [
    "an exclusion that is no prefix",
    { balancing: classifier({ exclude: ["vpn"] }) },
    'balancing.exclude[0]: "vpn" is not an IPv4 host or prefix: write one, such as "10.20.0.0/16"',
  ],
  [
    "an exclusion with host bits",
    { balancing: classifier({ exclude: ["10.20.0.1/16"] }) },
    'balancing.exclude[0]: "10.20.0.1/16" has host bits set: write "10.20.0.0/16"',
  ],
  [
    "an exclusion of everything",
    { balancing: classifier({ exclude: ["0.0.0.0/0"] }) },
    'balancing.exclude[0]: "0.0.0.0/0" matches every destination: write a narrower prefix, or Balancing.ecmp()',
  ],
  [
    "an exclusion twice",
    { balancing: classifier({ exclude: ["10.20.0.1", "10.20.0.1/32"] }) },
    'balancing.exclude[1]: "10.20.0.1/32" is already given in balancing.exclude[0]: write each prefix once',
  ],
  [
    "exclusions that are no list",
    { balancing: classifier({ exclude: "10.20.0.0/16" }) },
    'balancing.exclude: "10.20.0.0/16" is not a list: write ["10.20.0.0/16"]',
  ],
  [
    "an exclusion that is no text",
    { balancing: classifier({ exclude: [7] }) },
    "balancing.exclude[0]: 7 is not a text: write a string",
  ],
  [
    "excludePrivate that is no boolean",
    { balancing: classifier({ excludePrivate: "yes" }) },
    'balancing.excludePrivate: "yes" is not a boolean: write true or false',
  ],
  [
    "a classifier that shall not pin",
    { balancing: classifier(), stickyConnections: false },
    "stickyConnections: false is what Balancing.perConnectionClassifier cannot do without: leave it out",
  ],
  [
    "a classifier that shall not tell sources apart",
    { balancing: classifier(), sourceRouting: false },
    "sourceRouting: false is what Balancing.perConnectionClassifier cannot do without: leave it out",
  ],
  [
    "stickyConnections that is no boolean",
    { stickyConnections: "yes" as never },
    'stickyConnections: "yes" is not a boolean: write true or false',
  ],
])("fails on %s", (_, props, problem) => {
  expect(problemsWith(props)).toEqual([problem]);
});

test("weights and exclusions must be literals", () => {
  const number = Token.asNumber({ resolve: () => 2 });
  const text = Token.asString({ resolve: () => "10.20.0.0/16" });
  expect(problemsWith({ ...weighted(number, 1), balancing: classifier({ exclude: [text] }) })).toEqual([
    expect.stringMatching(
      /^wans\[0\]\.weight \("wlan1"\): .* is a token, and weights shape the plan: write it out$/,
    ),
    expect.stringMatching(
      /^balancing\.exclude\[0\]: .* is a token, and names of entries shape the plan: write it out$/,
    ),
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
  expect(problemsWith(props)).toEqual([]);
});

import { Balancing, ClassifyBy, Wan } from "../../lib";
import { formatJson, formatMarkdown, review } from "../../lib/plan-review";
import { articleGateway } from "../simulator/article";
import { sampled } from "../tier";
import { resourcesOf } from "./gateway-resources";
import { plan } from "./plans";

type Weights = readonly [number, number, number];

const byPairs = Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES });

const weighted = (weights: Weights, balancing: Balancing) =>
  resourcesOf(
    articleGateway(3, {
      balancing,
      wans: weights.map((weight, i) =>
        Wan.static({
          name: `wlan${i + 1}`,
          interface: `wlan${i + 1}`,
          address: `10.${112 - i}.0.2/24`,
          gateway: `10.${112 - i}.0.1`,
          weight,
        }),
      ),
    }),
  );

function reweighted(before: Weights, after: Weights, balancing = byPairs) {
  const report = review([plan(weighted(before, balancing), weighted(after, balancing))]);
  const [first] = report.routers;
  return { otherAddress: first?.shares[0]?.otherAddress, report };
}

/** Of remainders in the order of the WANs, as the gateway lists them: those that belong to another WAN afterwards. */
function counted(before: Weights, after: Weights): number {
  const [old, now] = [before, after].map((weights) =>
    weights.flatMap((weight, wan) => Array(weight).fill(wan)),
  );
  const [m, n] = [old?.length ?? 0, now?.length ?? 0];
  const moved = Array.from({ length: m * n }, (_, hash) => old?.[hash % m] !== now?.[hash % n]);
  return moved.filter(Boolean).length / (m * n);
}

const CHANGES: readonly (readonly [Weights, Weights])[] = [
  [
    [3, 1, 1],
    [6, 3, 1],
  ],
  [
    [1, 1, 1],
    [2, 1, 1],
  ],
  [
    [2, 2, 1],
    [1, 2, 2],
  ],
];

test.each(sampled(CHANGES, 1))(
  "from weights %p to %p, as many pairs of addresses get another public address as remainders say",
  (before, after) => {
    expect(reweighted(before, after).otherAddress).toBeCloseTo(counted(before, after), 9);
  },
);

test("the report says two numbers: how the shares move, and how many connections come from another address", () => {
  const { report } = reweighted([3, 1, 1], [6, 3, 1]);
  const text = formatMarkdown(report);
  expect(text).toContain("wlan2 1/5 → 3/10, wlan3 1/5 → 1/10");
  expect(text).toContain("that are opened again, 2/5 get another public address.");
  expect(JSON.parse(formatJson(report)).routers[0].shares[0].otherAddress).toBeCloseTo(0.4, 9);
});

test("equal weights in other numbers move nothing, and an ECMP group's new hash is not known", () => {
  expect(reweighted([1, 1, 1], [2, 2, 2]).otherAddress).toBeUndefined();
  const ecmp = (count: number) => resourcesOf(articleGateway(count));
  const report = review([plan(ecmp(2), ecmp(3))]);
  expect(report.routers[0]?.shares[0]?.otherAddress).toBeUndefined();
  expect(formatMarkdown(report)).not.toContain("another public address");
});

test("What changes says how the weights of one classifier change", () => {
  const { report } = reweighted([3, 1, 1], [6, 3, 1]);
  const [first = ""] = /\*\*What changes\*\*\n\n(.*?)\n\n/s.exec(formatMarkdown(report))?.slice(1) ?? [];
  expect(first).toBe("- wlan1, wlan2, wlan3: weights 3:1:1 → 6:3:1");
});

import { portRanges } from "../../lib/gateway/port-forwards/port-forward";

/** A rule of the firewall, whatever its menu. */
type Rule = Readonly<Record<string, unknown>>;

/** Matchers of which a packet has one value. */
const ONE_VALUE = ["in-interface", "out-interface", "connection-mark", "src-address", "protocol"];

/** Whether no packet can match two rules of a gateway: some matcher has values that no packet has both of. */
export function tellApart(a: Rule, b: Rule): boolean {
  const differ = (matcher: string) =>
    a[matcher] !== undefined && b[matcher] !== undefined && a[matcher] !== b[matcher];
  return (
    ONE_VALUE.some(differ) ||
    remaindersDiffer(a, b, differ) ||
    portsDiffer(a, b) ||
    (differ("dst-address") && [a, b].every((rule) => /^\d/.test(String(rule["dst-address"])))) ||
    [a, b].some((rule, i) => rule["dst-address-type"] === `!${[b, a][i]?.["dst-address-type"]}`) ||
    ["in", "out"].some((side) => oneIsOfLans(a, b, side))
  );
}

/** Two remainders of one hash. */
function remaindersDiffer(a: Rule, b: Rule, differ: (matcher: string) => boolean): boolean {
  const [one, other] = [a, b].map((rule) => String(rule["per-connection-classifier"]).split("/")[0]);
  return differ("per-connection-classifier") && one === other;
}

function portsDiffer(a: Rule, b: Rule): boolean {
  const [some, others] = [a, b].map((rule) => portRanges(String(rule["dst-port"])));
  return (
    some !== undefined &&
    others !== undefined &&
    !some.some((one) => others.some((other) => one.first <= other.last && other.first <= one.last))
  );
}

/** A gateway's interface lists hold its LANs, whose interfaces are no WAN's. */
function oneIsOfLans(a: Rule, b: Rule, side: string): boolean {
  const named = (rule: Rule) => rule[`${side}-interface`] !== undefined;
  const listed = (rule: Rule) => rule[`${side}-interface-list`] !== undefined;
  return (named(a) && listed(b)) || (named(b) && listed(a));
}

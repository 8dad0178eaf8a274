import type { Fields } from "../../lib/state/fields";
import type * as Matching from "../../lib/state/matching";
import type * as StackReading from "../../lib/state/stack";
import type * as AdoptionFindings from "../../lib/state/state-findings";
import { type Planned, planOf } from "../state/stacks";
import { published } from "./published";
import type { Subject } from "./subject";

const { findingsOf } = published<typeof AdoptionFindings>("state/state-findings");
const { matchRows } = published<typeof Matching>("state/matching");
const { readStack } = published<typeof StackReading>("state/stack");

const SIZES = [500, 1000, 2000];
const BAR = { exponent: 1.15 };

const destination = (i: number): string => `10.${Math.floor(i / 256)}.${i % 256}.0/24`;

const route = (i: number, state?: Planned["state"]): Planned => ({
  type: "routeros_ip_route",
  name: `r${i}`,
  configured: { dst_address: destination(i), gateway: "10.112.0.1", comment: `gateway/wlan1/pin:${i}` },
  unset: ["pref_src"],
  ...(state === undefined ? {} : { state }),
});

const row = (i: number): Fields => ({
  ".id": `*${i}`,
  "dst-address": destination(i),
  gateway: "10.112.0.1",
  comment: `gateway/wlan1/pin:${i}`,
});

const many = <Item>(count: number, make: (i: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i));

const rows = (list: readonly Fields[]) => new Map([["/ip/route", list]]);

const held = (i: number): Planned =>
  route(i, {
    id: `*${i}`,
    dst_address: destination(i),
    gateway: "10.112.0.1",
    comment: `gateway/wlan1/pin:${i}`,
  });

/** `routeros-state`, on as many rows as resources. */
export function stateSubjects(all: boolean): Subject[] {
  const subject = (
    name: string,
    resources: (i: number) => Planned,
    shown: (i: number) => Fields,
    use: (stack: StackReading.Stack, router: Matching.RouterRowsByMenu) => unknown,
    bar: Subject["bar"] = BAR,
  ): Subject => ({
    name: `routeros-state, ${name}`,
    sizes: SIZES,
    prepare: (size) => {
      const plan = planOf(many(size, resources));
      const router = rows(many(size, shown));
      return { run: () => use(readStack(plan, "routeros"), router) };
    },
    bar,
  });
  return [
    subject("check", held, row, findingsOf),
    subject("check after lost replies", (i) => route(i), row, findingsOf),
    subject("adopt", (i) => route(i), row, matchRows),
    // Every row may come near to every resource: it grows with both.
    ...(all
      ? [
          subject(
            "adopt, where no row fits",
            (i) => route(i),
            (i) => ({ ...row(i), gateway: "10.111.0.1", "pref-src": "10.111.0.2" }),
            matchRows,
            {},
          ),
        ]
      : []),
  ];
}

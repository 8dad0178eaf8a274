import type { Fields } from "../../lib/state/fields";
import { matchRows } from "../../lib/state/matching";
import { findingsOf } from "../../lib/state/state-findings";
import { type Planned, stackOf } from "./stacks";

/* Growth is counted, not timed: `npm run bench` times it. */

const SIZE = 40;

const route = (i: number, state?: Planned["state"]): Planned => ({
  type: "routeros_ip_route",
  name: `r${i}`,
  configured: { dst_address: `10.0.${i}.0/24`, gateway: "10.112.0.1", comment: `gateway/wlan1/pin:${i}` },
  ...(state === undefined ? {} : { state }),
});

const row = (i: number): Fields => ({
  ".id": `*${i}`,
  "dst-address": `10.0.${i}.0/24`,
  gateway: "10.112.0.1",
  comment: `gateway/wlan1/pin:${i}`,
});

/** How often fields of rows are read for as many resources and rows. */
function reads(size: number, use: (rows: ReadonlyMap<string, readonly Fields[]>, size: number) => void) {
  let count = 0;
  const counted = (fields: Fields): Fields =>
    new Proxy(fields, {
      get: (target, field) => {
        count += 1;
        return target[String(field)];
      },
    });
  use(new Map([["/ip/route", Array.from({ length: size }, (_, i) => counted(row(i)))]]), size);
  return count;
}

const all = (size: number, make: (i: number) => Planned) =>
  stackOf(...Array.from({ length: size }, (_, i) => make(i)));

test("twice the rows to adopt are read twice as often", () => {
  const adopt = (rows: ReadonlyMap<string, readonly Fields[]>, size: number) => {
    const matches = matchRows(all(size, route), rows);
    expect(matches.map((match) => match.kind === "row" && match.row[".id"])).toEqual(
      Array.from({ length: size }, (_, i) => `*${i}`),
    );
  };
  expect(reads(2 * SIZE, adopt)).toBe(2 * reads(SIZE, adopt));
});

test("twice the rows whose replies were lost are read twice as often", () => {
  const check = (rows: ReadonlyMap<string, readonly Fields[]>, size: number) => {
    expect(findingsOf(all(size, route), rows).all.map(({ kind }) => kind)).toEqual(
      Array.from({ length: size }, () => "untracked"),
    );
  };
  expect(reads(2 * SIZE, check)).toBe(2 * reads(SIZE, check));
});

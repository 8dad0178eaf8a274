import type { Range } from "../../../routeros/address-ranges";
import { format, type Prefix, prefixOf, rangeOfPrefix } from "../../../routeros/ipv4";
import type { RouterChange } from "../../model/router-change";
import { without } from "./ranges";

/** Addresses that no host has. */
const NO_HOSTS: readonly Range[] = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map((cidr) =>
  rangeOfPrefix(prefixOf(cidr)),
);

/** The addresses that only default routes lead to, before and after, in any table. */
export function internetOf({ before, after }: RouterChange): readonly Range[] {
  const routed = [before, after].flatMap((snapshot) =>
    snapshot
      .state()
      .rib.reached.flatMap(({ route: { destination } }): Prefix[] =>
        typeof destination === "object" && destination.length > 0 ? [destination] : [],
      ),
  );
  return without([{ first: 0, last: 2 ** 32 - 1 }], [...NO_HOSTS, ...routed.map(rangeOfPrefix)]);
}

/** The specific routes of tables other than main, before and after, by name. */
export function prefixesOfOtherTables({
  before,
  after,
}: RouterChange): ReadonlyMap<string, readonly Range[]> {
  const routes = [before, after].flatMap((snapshot) => snapshot.state().rib.reached);
  return new Map(
    routes.flatMap(({ route: { destination, table } }) =>
      typeof destination === "object" && destination.length > 0 && table !== "main"
        ? [[`route ${String(table)} ${format(destination)}`, [rangeOfPrefix(destination)]] as const]
        : [],
    ),
  );
}

import { LabRouter, type Values } from "../../../lab/router";
import type { RouterChange } from "../../../lib/plan-review/model/router-change";
import type { Attributes, ResourceChange } from "../../../lib/plan-review/plan/resource-change";
import { propertyName } from "../../../lib/routeros/menus";
import { providerResource } from "../../../lib/routeros/provider-resources";

/** Interfaces that the kept plans name; the lab has no WireGuard, so there is a port in its place. */
const CASE_PORTS = ["ether1", "ether2", "ether3", "ether4", "ether5", "ether6", "ether7", "ether8", "wg1"];
const ARTICLE_PORTS = ["Local", "wlan1", "wlan2", "wlan3", "wlan4"];

/** Values that the router shows as an empty text, where they are set. */
const FLAGS = ["blackhole", "fib"];

/** A lab router with the rows that a plan finds there. */
export async function routerBefore({ changes }: RouterChange): Promise<LabRouter> {
  const router = await LabRouter.start({ interfaces: [...CASE_PORTS, ...ARTICLE_PORTS], version: "7.20.4" });
  const { rows, nextIds } = router.save();
  const added = new Map<string, { id: string; values: Values }[]>();
  for (const change of changes) {
    const { menu, kind } = providerResource(change.type) ?? { menu: "", kind: "other" };
    const id = kind === "singleton" ? "singleton" : change.before?.get("id");
    if (typeof id === "string" && hasMenu(router, menu) && kind !== "move" && kind !== "existing") {
      const path = menu.slice(1);
      added.set(path, [...(added.get(path) ?? []), { id, values: writtenValues(change, change.before) }]);
    }
  }
  const all = [...added].map(([path, list]): [string, { id: string; values: Values }[]] => [
    path,
    [...list].sort((a, b) => numberOf(a.id) - numberOf(b.id)),
  ]);
  const next = all.map(([path]) => [path, path === "ip/route" ? 0x80001000 : 0x1000]);
  router.load({
    rows: { ...rows, ...Object.fromEntries(all) },
    nextIds: { ...nextIds, ...Object.fromEntries(next) },
  });
  return router;
}

const numberOf = (id: string): number => Number.parseInt(id.slice(1), 16);

export function hasMenu(router: LabRouter, menu: string): boolean {
  try {
    router.rows(menu);
    return true;
  } catch {
    return false;
  }
}

/** The fields that the provider writes, as the router shows them. */
export function writtenValues({ type }: ResourceChange, attributes: Attributes | undefined): Values {
  const written = providerResource(type)?.written;
  const fields = [...(attributes ?? [])].flatMap(([name, value]): [string, string][] => {
    const field = propertyName(name);
    if (!written?.has(name) || typeof value !== "string" || name === "place_before" || name === "numbers") {
      return [];
    }
    if (FLAGS.includes(field)) {
      // A blackhole is one whatever the value says; the provider reads it as false.
      return value === "true" || field === "blackhole" ? [[field, ""]] : [];
    }
    return value === "" ? [] : [[field, value]];
  });
  return Object.fromEntries(fields);
}

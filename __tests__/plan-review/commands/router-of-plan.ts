import { LabRouter, type Values } from "../../../lab/router";
import type { RouterChange } from "../../../lib/plan-review/model/router-change";
import type { Attributes, ResourceChange } from "../../../lib/plan-review/plan/resource-change";
import { propertyName } from "../../../lib/routeros/menus";
import { providerResource } from "../../../lib/routeros/provider-resources";

/** Interfaces that are named in gateways alone, or before they are renamed. */
const PORTS = ["ether1", "ether2", "ether3", "ether4", "ether5", "lte1", "Local", "wlan1", "wlan2", "wlan3"];

/** Values that the router shows as an empty text, where they are set. */
const FLAGS = ["blackhole", "fib"];

/** A lab router with the rows that a plan finds there. */
export async function routerBefore({ changes }: RouterChange): Promise<LabRouter> {
  const router = await LabRouter.start({ interfaces: portsOf(changes), version: "7.20.4" });
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

/** The interfaces that there are before any row: those that rows name and no row of the plan makes. */
function portsOf(changes: readonly ResourceChange[]): readonly string[] {
  const valuesOf = (...names: readonly string[]): readonly string[] =>
    changes.flatMap(({ before, after }) =>
      [before, after].flatMap((side) =>
        names.map((name) => side?.get(name)).filter((value) => typeof value === "string"),
      ),
    );
  const made = new Set(
    changes
      .filter(({ type }) => MADE_IN_THE_LAB.test(providerResource(type)?.menu ?? ""))
      .flatMap(({ before, after }) => [before?.get("name"), after?.get("name")]),
  );
  const named = valuesOf("interface", "in_interface", "out_interface").map((name) => name.replace(/^!/, ""));
  return [...new Set([...PORTS, ...named])].filter((name) => !made.has(name));
}

/** Kinds of interfaces that the lab makes; it has a port in the place of the others. */
const MADE_IN_THE_LAB = /^\/interface\/(bridge|pppoe-client|vlan)$/;

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

import { MENU_OF } from "../../../lib/routeros/menus";

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values?: Values;
  readonly depends_on?: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/** Numbers of rows by menu: as the router gave them, and as they are kept. */
type Ids = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What another run, or another version of Terraform, says otherwise of the same plan; and what it says twice. */
const PASSING = [
  "terraform_version",
  "timestamp",
  "applyable",
  "complete",
  "errored",
  "relevant_attributes",
  "planned_values",
];

const ID = /^\*[0-9A-F]+$/;
const ROUTE_ID = /^\*8[0-9A-F]{7}$/;

/** When the router made a row: as good as any other time. */
const CREATION_TIME = "2013-01-12 00:00:00";

/**
 * A plan as it is kept: as Terraform shows it, but for what differs from run to run. Rows that do not wait for each other
 * are made in any order, so that their ids differ; they are numbered in an order in which they may have been made. The
 * router's clock stands still.
 */
export function canonicalPlan(json: string): string {
  const plan = JSON.parse(json) as Record<string, unknown>;
  for (const part of PASSING) {
    delete plan[part];
  }
  return `${JSON.stringify(renumbered(plan, idsOf(priorResources(plan))), null, 1)}\n`;
}

/** A plan without how far gateway checks were when Terraform read a route, which is chance. */
export function withoutActivity(plan: string): string {
  return plan.replaceAll(/"(active|inactive)": true/g, '"$1": null');
}

function priorResources(plan: Record<string, unknown>): readonly Resource[] {
  const state = plan["prior_state"] as { values?: { root_module?: { resources?: Resource[] } } } | undefined;
  return state?.values?.root_module?.resources ?? [];
}

function idsOf(resources: readonly Resource[]): Ids {
  const ids = new Map<string, Map<string, string>>();
  for (const { type, values } of inOrder(resources)) {
    const id = String(values?.["id"]);
    const menu = ids.get(menuOf(type, values)) ?? new Map<string, string>();
    ids.set(menuOf(type, values), menu);
    if (ID.test(id)) {
      const number = (menu.size + 1).toString(16).toUpperCase();
      menu.set(id, ROUTE_ID.test(id) ? `*8${number.padStart(7, "0")}` : `*${number}`);
    }
  }
  return ids;
}

/** Resources after those that they wait for. */
function inOrder(resources: readonly Resource[]): readonly Resource[] {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const done = new Set<Resource>();
  const visit = (resource: Resource) => {
    if (!done.has(resource)) {
      for (const address of resource.depends_on ?? []) {
        const needed = byAddress.get(address);
        if (needed !== undefined) {
          visit(needed);
        }
      }
      done.add(resource);
    }
  };
  for (const resource of resources) {
    visit(resource);
  }
  return [...done];
}

/** The menu whose rows a resource speaks of by their ids. */
function menuOf(type: string, values: Values | undefined): string {
  return String(values?.["resource_path"] ?? MENU_OF[type] ?? type);
}

/** The same with the ids that are kept, each in the resource that says it. */
function renumbered(part: unknown, ids: Ids, menu = ""): unknown {
  if (typeof part === "string") {
    return ids.get(menu)?.get(part) ?? part;
  }
  if (Array.isArray(part)) {
    return part.map((item) => renumbered(item, ids, menu));
  }
  if (typeof part !== "object" || part === null) {
    return part;
  }
  const { type, values, change } = part as Values & { change?: { before?: Values; after?: Values } };
  const own =
    typeof type === "string" ? menuOf(type, (values as Values) ?? change?.after ?? change?.before) : menu;
  return Object.fromEntries(
    Object.entries(part).map(([name, item]) => [
      name,
      name === "creation_time" && typeof item === "string" ? CREATION_TIME : renumbered(item, ids, own),
    ]),
  );
}

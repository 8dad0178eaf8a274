import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What `tools/provider/facts` prints of a resource. */
interface Resource {
  /** What the provider alone uses: `id`, `path`, `ts`, `skip`, `unset`. */
  readonly internal: Readonly<Record<string, string>>;
  /** The full names of the functions that create and delete it. */
  readonly create: string;
  readonly delete: string;
  readonly attributes: Readonly<Record<string, { type: string; written: boolean; sensitive: boolean }>>;
}

/** The resources as `lib/routeros/data/resources.json` keeps them. */
export function resourceFacts(): Record<string, Record<string, string>> {
  const { stdout, stderr, status } = spawnSync("go", ["run", "./facts"], {
    cwd: join(__dirname, "provider"),
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (status !== 0) {
    throw new Error(`the provider cannot be asked: ${stderr}`);
  }
  const resources = Object.entries(JSON.parse(stdout) as Record<string, Resource>);
  return Object.fromEntries(
    resources.sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, resource]) => [type, factsOf(type, resource)]),
  );
}

function factsOf(type: string, resource: Resource): Record<string, string> {
  const { path = "", skip, unset, ts } = resource.internal;
  const skipped = new Set(namesIn(skip));
  const attributes = Object.entries(resource.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const written = attributes
    .filter(([name, attribute]) => attribute.written && name !== "id" && !skipped.has(name))
    .map(([name, attribute]) => name + (MARKS[attribute.type] ?? ""));
  const sensitive = attributes.filter(([, attribute]) => attribute.sensitive).map(([name]) => name);
  const texts = {
    menu: path,
    ...kindOf(type, resource),
    written: written.join(" "),
    kept: attributes
      .filter(([name, attribute]) => attribute.written && skipped.has(name))
      .map(([name]) => name)
      .join(" "),
    unset: namesIn(unset).sort().join(" "),
    renamed: namesIn(ts).sort().join(" "),
    sensitive: sensitive.join(" "),
  };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}

const MARKS: Readonly<Record<string, string>> = { bool: "?", int: "#", float: "#" };

/** What the provider sends when it creates one; a row is added unless this says something else. */
function kindOf(type: string, { create, delete: remove }: Resource): { kind?: string } {
  const isDefault = (name: string): boolean => /\.Default(Validate)?(Create|Delete)\b/.test(name);
  if (/\.DefaultSystemCreate\b/.test(create)) {
    return { kind: "singleton" };
  }
  if (type === "routeros_routing_table" || (isDefault(create) && isDefault(remove))) {
    return {};
  }
  return {
    kind:
      type === "routeros_move_items" ? "move" : /\.DefaultSystemDelete\b/.test(remove) ? "existing" : "other",
  };
}

/** `"a","b"` as names; `"a: b"` as `a:b`. */
function namesIn(text = ""): string[] {
  return [...text.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name.replace(/\s/g, ""));
}

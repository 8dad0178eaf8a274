import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a page links to beside the web: path and anchor. Code may hold brackets of its own. */
export function linksOf(root: string, page: string): readonly (readonly [path: string, anchor?: string])[] {
  const prose = readFileSync(join(root, page), "utf8")
    .replace(/^```.*?^```/gms, "")
    .replace(/`[^`]*`/g, "code");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor] = target.split("#");
      return [path, anchor];
    });
}

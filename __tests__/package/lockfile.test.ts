import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** What the lock file says of a package, by the folder that it is installed to. */
interface Locked {
  readonly integrity?: string;
  /** A workspace, by its link. */
  readonly link?: boolean;
  /** It comes in the tarball of the package whose folder it is in. */
  readonly inBundle?: boolean;
}

test("the lock file has the integrity of every package that npm downloads", () => {
  const text = readFileSync(join(resolve(__dirname, "../.."), "package-lock.json"), "utf8");
  const packages = Object.entries<Locked>(JSON.parse(text).packages);
  const downloaded = packages.filter(
    ([folder, { link, inBundle }]) => folder.startsWith("node_modules/") && !link && !inBundle,
  );
  expect(downloaded.length).toBeGreaterThan(100);
  expect(downloaded.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""))).toEqual(
    [],
  );
});

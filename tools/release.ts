import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Failure, runToExit } from "./failure";
import { note, timed } from "./progress";
import { type Manifest, releasedManifest, releaseNotes, requireOwner, requireTagOf } from "./release-texts";
import { run } from "./run";
import { inTemporaryFolder } from "./temporary-folder";

/*
 * `npm run release:check [-- TAG]`: makes what a release consists of in the folder `release`, and has npm, publint and
 * attw look at it. Nothing is published, and no registry is asked.
 */

const ROOT = resolve(__dirname, "..");
const RELEASE = join(ROOT, "release");

/**
 * The folders of the packages, and the names they are published under. The scope of the bindings' own name is not ours:
 * users install them by an alias, `@cdktf/provider-routeros@npm:cdktf-provider-routeros`.
 */
const PACKAGES = [
  { folder: ROOT, published: "cdktf-routeros-gateway" },
  { folder: join(ROOT, "bindings"), published: "cdktf-provider-routeros" },
] as const;

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

async function main([tag]: readonly string[]): Promise<void> {
  const ours = manifestOf(ROOT);
  if (tag !== undefined) {
    requireTagOf(ours.version, tag);
  }
  rmSync(RELEASE, { recursive: true, force: true });
  mkdirSync(RELEASE);
  writeFileSync(
    join(RELEASE, "notes.md"),
    releaseNotes(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8"), ours.version),
  );
  const tarballs = await inTemporaryFolder(join(tmpdir(), "release-"), async (folder) => {
    const packed = await timed("packing", () =>
      PACKAGES.map((one) => packReleased(one.folder, one.published, folder, tag !== undefined)),
    );
    const file = `${ours.name}-${ours.version}.cdx.json`;
    await timed("listing what our package depends on", () =>
      writeFileSync(join(RELEASE, file), billOfMaterials(ours, join(folder, "sbom"))),
    );
    writeChecksums([...packed, file]);
    return packed;
  });
  for (const tarball of tarballs) {
    await timed(`checking ${tarball}`, () => check(join(RELEASE, tarball)));
  }
  note(`${RELEASE} holds the release of ${ours.version}`);
}

/** Packs a package as it is published, into the folder of the release; gives the tarball's name. */
function packReleased(source: string, name: string, folder: string, isTagged: boolean): string {
  const work = join(folder, name);
  mkdirSync(work);
  const tarball = pack(source, work);
  must("tar", ["-xzf", join(work, tarball), "-C", work], ROOT);
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: path } = process.env;
  const web = server && path ? `${server}/${path}` : undefined;
  const manifest = releasedManifest(manifestOf(join(work, "package")), name, web);
  if (isTagged) {
    requireOwner(manifest);
  }
  writeFileSync(join(work, "package", "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return pack(join(work, "package"), RELEASE);
}

function pack(folder: string, destination: string): string {
  const said = must("npm", ["pack", "--silent", "--pack-destination", destination], folder);
  return said.trimEnd().split("\n").at(-1) ?? "";
}

/** An SBOM of our package and what it depends on, in the versions of our lock file; the peers are the users' own. */
function billOfMaterials(ours: Manifest, folder: string): string {
  const {
    peerDependencies: _,
    peerDependenciesMeta: __,
    ...manifest
  } = releasedManifest(ours, ours.name, undefined);
  // npm calls the package by its folder.
  const named = join(folder, ours.name);
  mkdirSync(named, { recursive: true });
  writeFileSync(join(named, "package.json"), JSON.stringify(manifest));
  copyFileSync(join(ROOT, "package-lock.json"), join(named, "package-lock.json"));
  must("npm", ["install", "--package-lock-only", "--ignore-scripts", "--offline"], named);
  return must("npm", ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"], named);
}

/** In the form that `sha256sum --check` reads. */
function writeChecksums(files: readonly string[]): void {
  const lines = files.map((file) => {
    const sum = createHash("sha256").update(readFileSync(join(RELEASE, file)));
    return `${sum.digest("hex")}  ${file}\n`;
  });
  writeFileSync(join(RELEASE, "SHA256SUMS"), lines.join(""));
}

function check(tarball: string): void {
  const program = (name: string) => join(ROOT, "node_modules", ".bin", name);
  must("npm", ["publish", "--dry-run", "--access", "public", "--offline", tarball], RELEASE);
  must(program("publint"), ["run", "--strict", tarball], RELEASE);
  // TypeScript's resolution for Node 10, which TypeScript 7 has dropped, does not know `exports`.
  must(program("attw"), ["--no-color", "--no-emoji", "--profile", "node16", tarball], RELEASE);
}

function must(command: string, args: readonly string[], cwd: string): string {
  const { ok, stdout, stderr } = run(command, args, { cwd });
  if (!ok) {
    throw new Failure(`${[command.replace(/.*\//, ""), ...args].join(" ")} failed: ${stdout}${stderr}`);
  }
  return stdout;
}

void runToExit(() => main(process.argv.slice(2)));

import { Failure } from "./failure";

/** A package.json, as far as a release reads it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

/** What npm reads in our clone only. */
const FOR_THE_CLONE = ["scripts", "devDependencies", "workspaces", "overrides", "allowScripts"];

/**
 * The package.json that is published.
 *
 * @param name the name it is published under
 * @param web the web address of the repository that builds the package, which npm compares with its provenance
 */
export function releasedManifest(manifest: Manifest, name: string, web: string | undefined): Manifest {
  const kept = Object.entries(manifest).filter(([field]) => !FOR_THE_CLONE.includes(field));
  const addresses =
    web === undefined
      ? {}
      : {
          homepage: `${web}#readme`,
          bugs: `${web}/issues`,
          repository: { type: "git", url: `git+${web}.git` },
        };
  return { ...Object.fromEntries(kept), name, version: manifest.version, ...addresses };
}

/** Fails while a package.json has the placeholder for the owner of its repository. */
export function requireOwner(manifest: Manifest): void {
  if (JSON.stringify(manifest).includes("/OWNER/")) {
    throw new Failure(
      "package.json has the placeholder OWNER: write the owner of the repository in homepage, bugs and repository",
    );
  }
}

/** The changelog's section of a version, without its heading. */
export function releaseNotes(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m);
  const section = sections.find((text) => text.split(/\s/)[0] === version);
  const notes = section?.slice(section.indexOf("\n")).trim() ?? "";
  if (notes === "") {
    throw new Failure(`CHANGELOG.md does not describe ${version}: add a section "## ${version}"`);
  }
  return `${notes}\n`;
}

/** Fails unless a tag names the version that it releases. */
export function requireTagOf(version: string, tag: string): void {
  if (tag !== `v${version}`) {
    throw new Failure(
      `the tag ${tag} is not v${version}, the version in package.json: move the tag, or change the version`,
    );
  }
}

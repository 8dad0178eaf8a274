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
 * @param repository the web address that the package is built at, which npm compares with its provenance
 */
export function releasedManifest(manifest: Manifest, name: string, repository: string | undefined): Manifest {
  const kept = Object.entries(manifest).filter(([field]) => !FOR_THE_CLONE.includes(field));
  const origin =
    repository === undefined ? {} : { repository: { type: "git", url: `git+${repository}.git` } };
  return { ...Object.fromEntries(kept), name, version: manifest.version, ...origin };
}

/** The changelog's section of a version, without its heading. */
export function releaseNotes(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m);
  const section = sections.find((text) => text.split(/\s/)[0] === version);
  const notes = section?.slice(section.indexOf("\n")).trim() ?? "";
  if (notes === "") {
    throw new Failure(`CHANGELOG.md says nothing of ${version}: add a section "## ${version}"`);
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

import { engines } from "../package.json";
import { Failure } from "./failure";
import { isVersionAtLeast, parseVersion } from "./program-version";

/** Fails with one sentence on a Node.js older than package.json allows: npm only warns. */
export function requireNode(): void {
  const oldest = parseVersion(engines.node) ?? "";
  if (!isVersionAtLeast(process.versions.node, oldest)) {
    throw new Failure(
      `Node.js ${process.versions.node} is too old: install ${oldest} or newer from https://nodejs.org, then run: npm ci`,
    );
  }
}

import { resolve } from "node:path";

/** A module as it is published: what users run is measured, not what a test's compiler makes of the sources. */
export function published<Module>(name: string): Module {
  return require(resolve(__dirname, "../../dist", name)) as Module;
}

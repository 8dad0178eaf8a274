export { RouterError } from "./errors";
export { type Fault, Faults } from "./faults";
export { LabRouter, type LabRouterOptions } from "./lab-router";
export type { Values } from "./menus/menu";
export type { LoggedRequest } from "./rest-server";
export { DEFAULT_VERSION, KNOWN_VERSIONS, resolveVersion } from "./versions";

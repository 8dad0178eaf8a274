export { RouterError } from "./errors";
export { type Fault, Faults } from "./faults";
export { LabRouter } from "./lab-router";
export type { LabRouterOptions, LabUser } from "./lab-router-options";
export { COMPARED_VERSIONS, DEFAULT_VERSION, isNewerThanKnown, resolveVersion } from "./lab-versions";
export type { Values } from "./menus/menu";
export type { LoggedRequest } from "./rest-server";
export type { StoreSnapshot } from "./store";

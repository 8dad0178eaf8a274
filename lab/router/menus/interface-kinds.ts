import type { Values } from "./menu";

/** The menus that have interfaces of one kind each; `/interface` shows them all, and their names and ids are one pool. */
export const INTERFACE_MENUS = [
  "interface/ethernet",
  "interface/bridge",
  "interface/vlan",
  "interface/pppoe-client",
] as const;

export type InterfaceMenu = (typeof INTERFACE_MENUS)[number];

/** A row of an interface's menu, as stored, with the defaults that matter here. */
export interface InterfaceRow {
  readonly menu: InterfaceMenu;
  readonly id: string;
  readonly values: Values;
}

/** What `/interface` calls each kind. */
export const INTERFACE_TYPES: Readonly<Record<InterfaceMenu, string>> = {
  "interface/bridge": "bridge",
  "interface/ethernet": "ether",
  "interface/pppoe-client": "pppoe-out",
  "interface/vlan": "vlan",
};

/** What holds of the rows of every kind. */
export const AMONG_INTERFACES = {
  idsOf: "interface/ethernet",
  unique: {
    by: ["name"],
    among: INTERFACE_MENUS,
    error: "failure: already have interface with such name",
  },
} as const;

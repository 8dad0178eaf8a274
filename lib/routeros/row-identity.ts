/** What makes a row of a menu that row and no other. */
export interface RowIdentity {
  /** The fields that tell the rows of the menu apart. */
  readonly identifiedBy: readonly string[];
  /**
   * The fields that say what the row is for, besides its comment: a person who edits a row changes one of them at most, so
   * that a row which differs in two is another one.
   */
  readonly purpose: readonly string[];
  /** The field of which the router takes each value once in the menu. */
  readonly unique?: string;
}

/** A rule is told apart by all that it matches, and by what it does. */
const RULE: readonly string[] = [
  "chain",
  "action",
  "in-interface",
  "in-interface-list",
  "out-interface",
  "out-interface-list",
  "src-address",
  "src-address-list",
  "dst-address",
  "dst-address-list",
  "protocol",
  "dst-port",
  "connection-mark",
  "per-connection-classifier",
  "new-connection-mark",
  "new-routing-mark",
  "to-addresses",
];

const NAMED: RowIdentity = { identifiedBy: ["name"], purpose: [] };

const IDENTITIES: Readonly<Record<string, RowIdentity>> = {
  "/interface/list/member": { identifiedBy: ["list", "interface"], purpose: [] },
  "/ip/address": {
    identifiedBy: ["address", "interface"],
    purpose: ["address", "interface"],
    unique: "address",
  },
  "/ip/dhcp-client": { identifiedBy: ["interface"], purpose: [] },
  "/ip/dns/static": { identifiedBy: ["name", "regexp", "address"], purpose: [] },
  "/ip/firewall/address-list": { identifiedBy: ["list", "address"], purpose: [] },
  "/ip/firewall/filter": { identifiedBy: RULE, purpose: ["chain", "action"] },
  "/ip/firewall/mangle": {
    identifiedBy: RULE,
    purpose: ["chain", "action", "new-connection-mark", "new-routing-mark"],
  },
  "/ip/firewall/nat": { identifiedBy: RULE, purpose: ["chain", "action", "out-interface"] },
  "/ip/firewall/raw": { identifiedBy: RULE, purpose: ["chain", "action"] },
  "/ip/route": {
    identifiedBy: ["dst-address", "gateway", "routing-table"],
    purpose: ["dst-address", "gateway", "routing-table"],
  },
  "/ipv6/firewall/nat": { identifiedBy: RULE, purpose: [] },
  "/routing/rule": {
    identifiedBy: ["action", "table", "src-address", "dst-address", "interface", "routing-mark"],
    purpose: [],
  },
  "/routing/table": { identifiedBy: ["name"], purpose: ["name"], unique: "name" },
};

/** What identifies the rows of a menu: the name, where nothing else is known. */
export const identityIn = (menu: string): RowIdentity => IDENTITIES[menu] ?? NAMED;

/** The menus of which the router takes each value of a field once, and the field. */
export const UNIQUE_FIELDS: readonly (readonly [menu: string, field: string])[] = Object.entries(
  IDENTITIES,
).flatMap(([menu, { unique }]) => (unique === undefined ? [] : [[menu, unique] as const]));

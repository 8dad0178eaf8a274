import { readOwnershipComment } from "../../routeros/ownership-comment";
import type { PlannedRow } from "./planned-row";

/** The property that names the interface of a gateway's row, by menu. */
const INTERFACE_PROPERTY: Readonly<Record<string, string>> = {
  "/interface/pppoe-client": "name",
  "/ip/address": "interface",
  "/ip/dhcp-client": "interface",
  "/ip/firewall/nat": "out-interface",
};

/** The roles by which a gateway's comment is recognised: other comments may be any text that a person wrote. */
const ROLES = /^(?:address|dhcp-client|pppoe-client|masquerade|policy-route|default-route)/;

/** The names that people gave to interfaces: those of the WANs and LANs in the comments of a gateway's rows. */
export class InterfaceNames {
  private readonly byInterface = new Map<string, string>();

  /** @param rows later ones win */
  public constructor(rows: readonly PlannedRow[]) {
    for (const { menu, properties } of rows) {
      const name = properties[INTERFACE_PROPERTY[menu] ?? ""];
      const { comment } = properties;
      const owner = typeof comment === "string" ? readOwnershipComment(comment) : undefined;
      if (typeof name === "string" && owner !== undefined && ROLES.test(owner.role)) {
        this.byInterface.set(name, owner.member);
      }
    }
  }

  /** An interface as people call it: `fibre (ether1)`; the interface alone where no other name is known. */
  public of(interfaceName: string): string {
    const name = this.byInterface.get(interfaceName) ?? interfaceName;
    return name === interfaceName ? interfaceName : `${name} (${interfaceName})`;
  }

  /** The name that was given to an interface, if any. */
  public nameOf(interfaceName: string): string | undefined {
    return this.byInterface.get(interfaceName);
  }

  /** The interface that a word means, which is its own name or the one that it was given. */
  public interfaceOf(word: string): string {
    const [named] = [...this.byInterface].find(([, name]) => name === word) ?? [word];
    return this.byInterface.has(word) ? word : named;
  }
}

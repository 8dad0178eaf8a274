import { attributeName, MENU_OF, propertyName } from "./menus";

/** The attributes that the schema of the provider 1.99.1 marks as sensitive, of the resources in `MENU_OF`. */
export const SENSITIVE: Readonly<Record<string, readonly string[]>> = {
  routeros_interface_pppoe_client: ["password"],
  routeros_interface_wireguard: ["private_key"],
  routeros_interface_wireguard_peer: ["preshared_key"],
  routeros_wireguard: ["private_key"],
  routeros_wireguard_peer: ["preshared_key"],
};

/** Fields that hold a secret although the schema does not mark them, such as the `pin` of a SIM card. */
const SECRET_FIELDS = ["password", "pin", "preshared-key", "private-key"];

/** The fields of a menu whose values are never shown, even if a plan does not mark them as sensitive. */
export function secretsOf(menu: string): ReadonlySet<string> {
  const marked = Object.entries(SENSITIVE).filter(([type]) => MENU_OF[type] === menu);
  return new Set([...SECRET_FIELDS, ...marked.flatMap(([, attributes]) => attributes.map(propertyName))]);
}

/** The secret attributes of a resource, in the form in which Terraform marks sensitive ones: `{ password: true }`. */
export function secretMarks(type: string): Readonly<Record<string, true>> {
  const secrets = [...secretsOf(MENU_OF[type] ?? "")];
  return Object.fromEntries(secrets.map((field) => [attributeName(field), true]));
}

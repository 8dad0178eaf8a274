import { attributeName, propertyName } from "./menus";
import { providerResource, RESOURCE_TYPES } from "./provider-resources";

/** Fields that hold a secret although the provider's schema does not mark all of them, such as the `pin` of a SIM card. */
const SECRET_FIELDS = [
  "authentication-password",
  "encryption-password",
  "ipsec-secret",
  "passphrase",
  "password",
  "pin",
  "preshared-key",
  "private-key",
  "secret",
];

const SECRET_ATTRIBUTES: ReadonlySet<string> = new Set(SECRET_FIELDS.map(attributeName));

/** Whether a member of a map or nested block, such as `security.passphrase`, holds a secret. */
export const isSecretMember = (attribute: string): boolean =>
  SECRET_ATTRIBUTES.has(attribute.slice(attribute.indexOf(".") + 1));

/** The attributes of a resource that the schema of the provider 1.99.1 marks as sensitive. */
export const sensitiveAttributes = (type: string): readonly string[] =>
  providerResource(type)?.sensitive ?? [];

/** The fields of a menu whose values are never shown, even if a plan does not mark them as sensitive. */
export function secretsOf(menu: string): ReadonlySet<string> {
  const types = RESOURCE_TYPES.filter((type) => providerResource(type)?.menu === menu);
  return new Set([...SECRET_FIELDS, ...types.flatMap((type) => sensitiveAttributes(type).map(propertyName))]);
}

/** The secret attributes of a resource, in the form in which Terraform marks sensitive ones: `{ password: true }`. */
export function secretMarks(type: string): Readonly<Record<string, true>> {
  const secrets = [...SECRET_ATTRIBUTES, ...sensitiveAttributes(type)];
  return Object.fromEntries(secrets.map((attribute) => [attribute, true]));
}

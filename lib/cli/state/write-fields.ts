import type { Fields } from "../../state/fields";
import { holdsTemplate } from "../../state/templates";
import type { RouterClient } from "../router";

/**
 * Writes fields of a row, and no others; every write of a field goes through here. A text that could be a Terraform
 * template is never written.
 *
 * @returns why nothing was written; undefined if the fields were written
 */
export async function writeFields(
  router: RouterClient,
  menu: string,
  id: string | undefined,
  fields: Fields,
): Promise<string | undefined> {
  const [template] = Object.entries(fields).find(([, value]) => holdsTemplate(value)) ?? [];
  if (template !== undefined) {
    return `${template} holds ${"${ or %{"}, which is never written to a router: write it by hand`;
  }
  await router.write(menu, id, fields);
  return undefined;
}

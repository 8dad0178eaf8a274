import type { ModelRow, RouterModel } from "./model";

/** Words by which a script can change where packets go; one that only logs or sends mail has none of them. */
const CHANGING =
  /\b(?:route|routing|rule|disable|enable|dhcp-client|interface|mangle|nat|run|import|parse)\b/;

/** Whether a row's script can change where packets go. */
function changesRoutes(row: ModelRow, property: string): boolean {
  const text = row.raw(property);
  return typeof text === "symbol" || (text !== undefined && CHANGING.test(text));
}

/** Whether a DHCP client's script can add or change routes. */
export function hasRouteScript(client: ModelRow): boolean {
  return changesRoutes(client, "script");
}

/** A netwatch whose script may change routes when a host no longer answers. */
export function reactingScript(router: RouterModel): ModelRow | undefined {
  return router
    .enabled("/tool/netwatch")
    .find((row) => ["down-script", "up-script", "test-script"].some((name) => changesRoutes(row, name)));
}

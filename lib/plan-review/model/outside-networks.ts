import { groupBy } from "../../collections/group-by";
import { EVERYWHERE } from "../../routeros/route-fields";
import { hasRouteScript } from "../../simulator/scripts";
import { modelOf, type PlannedRow } from "./planned-row";

/**
 * Rows because of which the router has addresses or routes that the plan does not: DHCP clients whose lease is not known,
 * or whose script can add routes, and interfaces that lead somewhere and have no address in the plan. A gateway that no known
 * network holds may be in one of theirs.
 */
export function outsideNetworks(rows: readonly PlannedRow[]): readonly PlannedRow[] {
  const byMenu = groupBy(
    rows.filter(({ properties }) => properties["disabled"] !== "true"),
    ({ menu }) => menu,
  );
  const of = (menu: string): readonly PlannedRow[] => byMenu.get(menu) ?? [];
  const clients = of("/ip/dhcp-client");
  const addresses = of("/ip/address");
  const addressed = new Set([...addresses, ...clients].map(({ properties }) => properties["interface"]));
  const masquerades = of("/ip/firewall/nat").filter(({ properties: { action } }) => action === "masquerade");
  return [
    ...clients.filter((client) => hasRouteScript(modelOf(client))),
    ...clients.filter(({ properties }) => !isText(properties["address"]) || !isText(properties["gateway"])),
    ...LINKS.flatMap(of).filter(({ properties: { name } }) => !addressed.has(name)),
    ...masquerades.filter(({ properties: { "out-interface": out = "" } }) => isNameOutside(out, addressed)),
    // Without addresses, or without a default route, a plan is of a part of the router.
    ...(addresses.length === 0 || !leadsOut(byMenu) ? [...of("/ip/route"), ...addresses].slice(0, 1) : []),
  ];
}

/** Whether a plan has a default route, or a client that adds one. */
function leadsOut(byMenu: ReadonlyMap<string, readonly PlannedRow[]>): boolean {
  return (
    (byMenu.get("/ip/route") ?? []).some(isDefault) ||
    CLIENTS.some((menu) => (byMenu.get(menu) ?? []).length > 0)
  );
}

const CLIENTS = ["/ip/dhcp-client", "/interface/pppoe-client", "/interface/lte"];

/** Interfaces that have addresses of their own, and of which the other end is a gateway. */
const LINKS = ["/interface/wireguard", "/interface/lte"];

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isNameOutside(name: unknown, addressed: ReadonlySet<unknown>): boolean {
  return typeof name === "string" && /^[^!]/.test(name) && !addressed.has(name);
}

function isDefault({ properties }: PlannedRow): boolean {
  return (properties["dst-address"] ?? EVERYWHERE) === EVERYWHERE;
}

import { addressOf, contains, format, prefixOf } from "../lib/routeros/ipv4";
import type { ManagedIds } from "./ownership";
import type { RouterRow } from "./rest-client";
import type { MenuPath, RowsOfMenus } from "./router-rows";

/** A gateway as its rows describe it: what the drawing shows. */
export interface GatewayPicture {
  readonly lans: readonly LanPicture[];
  readonly wans: readonly WanPicture[];
  /** `ipv4-multipath-hash-policy` of `/ip/settings`: what the choice among equal ways looks at. */
  readonly hashPolicy: string;
}

/** A network behind the router. */
export interface LanPicture {
  readonly interface: string;
  readonly address: string;
  readonly network: string;
}

/** A WAN, with the values of all its rows. */
export interface WanPicture {
  readonly interface: string;
  readonly address: string;
  readonly gateway: string;
  /** Whether new connections use it now. */
  readonly active: boolean;
  /** The probe of its gateway. */
  readonly check: string;
  readonly masquerade: boolean;
  /** The mark of connections that came in here, and the table and gateway by which their replies leave. */
  readonly mark?: string;
  readonly table?: string;
  readonly replyGateway?: string;
  /** Destinations that leave here while it lives. */
  readonly pins: readonly PinPicture[];
}

/** A destination with a way of its own, and whether it is discarded while that is down. */
export interface PinPicture {
  readonly destination: string;
  readonly blocked: boolean;
}

/** Reconstructs a gateway from its rows: a WAN is an interface with a default route through its network. */
export function pictureOf(rows: RowsOfMenus, managed: ManagedIds, hashPolicy: string): GatewayPicture {
  const ours = (menu: MenuPath): readonly RouterRow[] =>
    (rows.get(menu) ?? []).filter((row) => managed.get(menu)?.has(row[".id"] ?? "") === true);
  const routes = ours("ip/route");
  const rules = ours("ip/firewall/mangle");
  const defaults = routes.filter((row) => row["dst-address"] === "0.0.0.0/0");
  const lans: LanPicture[] = [];
  const wans: WanPicture[] = [];
  for (const { address = "", interface: name = "" } of ours("ip/address")) {
    const route = defaults.find((row) => isMain(row) && leadsInto(address, row));
    if (route === undefined) {
      lans.push({ interface: name, address: addressOf(address), network: format(prefixOf(address)) });
      continue;
    }
    const mark = rules.find((row) => row["in-interface"] === name)?.["new-connection-mark"];
    const table = rules.find((row) => row["connection-mark"] === mark)?.["new-routing-mark"];
    wans.push({
      interface: name,
      address,
      gateway: route["gateway"] ?? "",
      active: route["active"] === "true",
      check: route["check-gateway"] ?? "none",
      masquerade: ours("ip/firewall/nat").some((row) => row["out-interface"] === name),
      mark,
      table,
      replyGateway: defaults.find((row) => row["routing-table"] === table)?.["gateway"],
      pins: routes
        .filter((row) => isMain(row) && !defaults.includes(row) && row["gateway"] === route["gateway"])
        .map(({ "dst-address": destination = "" }) => ({
          destination,
          blocked: routes.some(
            (row) => isMain(row) && isBlackhole(row) && row["dst-address"] === destination,
          ),
        })),
    });
  }
  return { lans, wans: wans.sort((a, b) => a.interface.localeCompare(b.interface)), hashPolicy };
}

const isMain = (row: RouterRow): boolean => (row["routing-table"] ?? "main") === "main";

const isBlackhole = (row: RouterRow): boolean => row["blackhole"] !== undefined && row["disabled"] !== "true";

const leadsInto = (address: string, { gateway = "" }: RouterRow): boolean =>
  /^[\d.]+$/.test(gateway) && contains(prefixOf(address), gateway);

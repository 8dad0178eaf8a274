import type { LabRouter } from "../../lab/router";
import type { EcmpMasqueradeGatewayProps } from "../../lib";
import { designGateway, rowsOf } from "../../lib/design/gateway-design";
import { literals } from "../design/literals";

/** A row as it goes over the wire, and the menu it is for. */
export interface WrittenRow {
  readonly menu: string;
  readonly row: Readonly<Record<string, string>>;
}

const SINGLETONS: readonly string[] = ["/ip/dns", "/ip/settings"];

/** Where rows of a gateway are, each menu before those whose rows its own refer to. */
const MENUS = [
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/firewall/raw",
  "/ipv6/firewall/nat",
  "/ip/dns/static",
  "/routing/rule",
  "/ip/route",
  "/ip/dhcp-client",
  "/ip/address",
  "/routing/table",
  "/ip/firewall/address-list",
  "/interface/list/member",
  "/interface/list",
  "/interface/pppoe-client",
];

/** The rows of a gateway. */
export const gatewayRows = (props: EcmpMasqueradeGatewayProps, id = "gateway"): readonly WrittenRow[] =>
  rowsOf(designGateway(props, id, literals)).map(({ menu, row }) => ({ menu, row: wire({ ...row }) }));

/** Makes these rows the only ones of a gateway on a router. */
export function putRows(router: LabRouter, rows: readonly WrittenRow[]): void {
  for (const menu of MENUS) {
    for (const row of router.rows(menu).filter(isOurs)) {
      router.remove(menu, row[".id"] ?? "");
    }
  }
  for (const { menu, row } of rows) {
    if (SINGLETONS.includes(menu)) {
      router.set(menu, undefined, row);
    } else {
      router.add(menu, row);
    }
  }
}

/** Whether a row is a gateway's, which alone says whose it is. */
const isOurs = ({ dynamic, builtin, comment }: Readonly<Record<string, string>>): boolean =>
  dynamic !== "true" && builtin !== "true" && comment !== undefined && comment !== "";

function wire(row: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(row)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => [name, value === true ? "yes" : value === false ? "no" : String(value)]);
  return Object.fromEntries(texts);
}

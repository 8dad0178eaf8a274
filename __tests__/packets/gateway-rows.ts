import type { LabRouter } from "../../lab/router";
import type { EcmpMasqueradeGatewayProps } from "../../lib";
import { designGateway } from "../../lib/gateway/gateway-design";
import { literals } from "../gateway/literals";

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
  designGateway(props, id, literals).rows.map(({ menu, row }) => ({ menu, row: wire({ ...row }) }));

/** The rows that were put on a router, by their ids. */
const standing = new WeakMap<LabRouter, Map<string, WrittenRow>>();

/** Makes these rows the only ones of a gateway on a router; those that stand there already stay. */
export function putRows(router: LabRouter, rows: readonly WrittenRow[]): void {
  const put = standing.get(router) ?? new Map<string, WrittenRow>();
  standing.set(router, put);
  const wanted = new Map(rows.map((written) => [keyOf(written), written]));
  for (const menu of MENUS) {
    for (const row of router.rows(menu).filter(isOurs)) {
      const id = row[".id"] ?? "";
      const known = put.get(`${menu} ${id}`);
      const stays = known !== undefined && isEnabled(known.row) === isEnabled(row);
      if (!stays || !wanted.delete(keyOf(known))) {
        router.remove(menu, id);
        put.delete(`${menu} ${id}`);
      }
    }
  }
  for (const written of wanted.values()) {
    const { menu, row } = written;
    if (SINGLETONS.includes(menu)) {
      router.set(menu, undefined, row);
    } else {
      put.set(`${menu} ${router.add(menu, row)}`, written);
    }
  }
}

const keyOf = (written: WrittenRow): string => JSON.stringify(written);

const isEnabled = ({ disabled }: Readonly<Record<string, string>>): boolean =>
  disabled !== "true" && disabled !== "yes";

/** Whether a row is a gateway's, which alone says whose it is. */
const isOurs = ({ dynamic, builtin, comment }: Readonly<Record<string, string>>): boolean =>
  dynamic !== "true" && builtin !== "true" && comment !== undefined && comment !== "";

function wire(row: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(row)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => [name, value === true ? "yes" : value === false ? "no" : String(value)]);
  return Object.fromEntries(texts);
}

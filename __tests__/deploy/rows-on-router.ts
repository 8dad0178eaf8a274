import { MENU_OF, SINGLETON_MENUS } from "../../lib/routeros/menus";
import { RouterState } from "../../lib/simulator";
import type { RouterAtHand } from "./device";
import { withoutVerdicts } from "./router-content";

type Rows = ReturnType<RouterAtHand["rows"]>;

/** Rows by menu, as the API shows them at one moment. */
export type RowsByMenu = Readonly<Record<string, Rows>>;

/** The menus that decide where packets go. */
const MENUS = [
  "/interface/list",
  "/interface/list/member",
  "/interface/pppoe-client",
  "/ip/address",
  "/ip/dhcp-client",
  "/ip/firewall/address-list",
  "/ip/firewall/filter",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/firewall/raw",
  "/ip/route",
  "/ip/settings",
  "/routing/rule",
  "/routing/table",
];

/** All rows of a router that packets ask. */
export function readRows(router: Pick<RouterAtHand, "rows">): RowsByMenu {
  return Object.fromEntries(MENUS.map((menu) => [menu, router.rows(menu).map(withoutVerdicts)]));
}

/** One resource of a plan's JSON, as far as it tells which row it is about. */
interface PlannedObject {
  readonly type: string;
  readonly change: { readonly before: { readonly id?: string } | null };
}

/**
 * The rows of a plan among those that really stand on the router. What stood there before the apply and was in no state is
 * somebody else's, and a review says that it knows nothing of such rows.
 */
export class OwnRows {
  private readonly others: ReadonlySet<string>;

  /** @param before the rows when the plan was made */
  public constructor(before: RowsByMenu, planJson: string) {
    const { resource_changes = [] }: { resource_changes?: PlannedObject[] } = JSON.parse(planJson);
    const known = new Set(
      resource_changes.map(({ type, change }) => keyOf(MENU_OF[type] ?? "", change.before?.id)),
    );
    this.others = new Set(
      Object.entries(before).flatMap(([menu, rows]) =>
        rows.map((row) => keyOf(menu, row[".id"])).filter((key) => !known.has(key)),
      ),
    );
  }

  /** The plan's rows among those of a moment. Settings are never one plan's alone. */
  public among(rows: RowsByMenu): RowsByMenu {
    return Object.fromEntries(
      Object.entries(rows).map(([menu, list]) => [
        menu,
        SINGLETON_MENUS.has(menu)
          ? list
          : list.filter((row) => row["dynamic"] !== "true" && !this.others.has(keyOf(menu, row[".id"]))),
      ]),
    );
  }
}

function keyOf(menu: string, id: string | undefined): string {
  return `${menu} ${id}`;
}

/**
 * What `lib/simulator` makes of rows, while every line is up: the lab router of a deploy test has no network, so that no ISP
 * gives its clients an address. The lines given here are others than those that a review supposes.
 */
export function stateOf(rows: RowsByMenu): RouterState {
  const dhcp = rows["/ip/dhcp-client"] ?? [];
  const pppoe = rows["/interface/pppoe-client"] ?? [];
  const leases = dhcp.filter(isEnabled).map((client, i) => leaseOf(client, `10.${150 + i}.0`));
  const sessions = pppoe
    .filter(isEnabled)
    .map(({ name }, i) => ({ address: `10.${170 + i}.0.2/32`, interface: name }));
  const all = {
    ...rows,
    "/ip/address": [...(rows["/ip/address"] ?? []), ...leases.map(({ address }) => address), ...sessions],
    "/ip/route": [...(rows["/ip/route"] ?? []), ...leases.flatMap(({ routes }) => routes)],
  };
  const off = pppoe.filter((row) => !isEnabled(row));
  return RouterState.of(all, { downInterfaces: off.map(({ name }) => name ?? "") });
}

/** The rows that a client makes for a lease in 10.x.0.0/24. */
function leaseOf(client: Rows[number], network: string) {
  const { "add-default-route": adds, "default-route-tables": tables = "" } = client;
  return {
    address: { address: `${network}.2/24`, interface: client["interface"] },
    routes: (adds === "no" ? [] : tables.split(",")).map((entry) => {
      const [table, distance] = entry.split(":");
      const check = client["check-gateway"];
      return { gateway: `${network}.1`, distance, "routing-table": table, "check-gateway": check };
    }),
  };
}

function isEnabled(row: Rows[number]): boolean {
  return row["disabled"] !== "true";
}

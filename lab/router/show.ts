import { isOlder } from "../../lib/routeros/compare-versions";
import { dangles, worldOf } from "./dangling-references";
import { type DynamicRows, dynamicRows } from "./derived/dynamic";
import { type EvaluatedRib, evaluateRoutes, showRoutes } from "./derived/evaluated-routes";
import { showNextHops } from "./derived/shown-next-hops";
import type { VersionedMenu } from "./menus";
import { INTERFACE_MENUS, INTERFACE_TYPES, type InterfaceRow } from "./menus/interface-kinds";
import type { Values } from "./menus/menu";
import type { Lease, Observations, ObservedReachability } from "./observations";
import type { Store, StoredRow } from "./store";
import type { LabClock } from "./system/lab-clock";
import type { LogBook } from "./system/log-book";
import { dateOf, timeOf } from "./values/date";
import { formatInterval } from "./values/time";
import type { World } from "./values/type";

/** What rows do not say: the time, the log, and what became of scripts. */
export interface SystemState {
  readonly clock: Pick<LabClock, "now" | "uptime">;
  readonly log: Pick<LogBook, "rows">;
  /** What a row of a menu of scripts shows beside its own fields. */
  readonly runsOf: (menu: string, row: StoredRow) => Values;
}

/** Rows as the REST API shows them: what was written, the defaults, and what only the router can say. */
export class Show {
  private readonly world: World;

  constructor(
    private readonly version: string,
    private readonly menus: ReadonlyMap<string, VersionedMenu>,
    private readonly store: Store,
    private readonly observations: Observations,
    private readonly system: SystemState,
  ) {
    this.world = worldOf(menus, store, () => system.clock.now);
  }

  /** All rows of a menu, in the router's order. */
  rows(menu: VersionedMenu): readonly Values[] {
    if (menu.path === "ip/route") {
      return showRoutes(this.rib(this.observations));
    }
    if (menu.path === "routing/nexthop") {
      return showNextHops(this.rib(this.observations));
    }
    if (menu.menu.live === true) {
      return this.observations.liveRows(menu.path);
    }
    if (menu.path === "ip/address") {
      return this.addresses(this.observations);
    }
    if (menu.path === "log") {
      return this.system.log.rows();
    }
    const builtin = (menu.menu.builtin ?? []).map((row) => ({ ".id": row.id, ...row.values, ...row.fixed }));
    return [
      ...builtin,
      ...(menu.path === "interface"
        ? this.interfaces().map((row) => ({ ...this.row(menu, row), type: INTERFACE_TYPES[row.menu] }))
        : this.store.rows(menu.path).map((row) => this.row(menu, row))),
    ];
  }

  /** `/ip/address` where clients hold what they do. */
  addresses(reachability: ObservedReachability): readonly Values[] {
    const menu = this.menus.get("ip/address");
    if (menu === undefined) {
      return [];
    }
    return [
      ...this.store.rows(menu.path).map((row) => this.row(menu, row)),
      ...this.dynamic(reachability).addresses.map((row) => ({ ...this.row(menu, row), dynamic: "true" })),
    ];
  }

  /** The bare object of a menu that has one row. */
  singleton(menu: VersionedMenu): Values {
    return this.properties(menu, this.store.rows(menu.path)[0]?.values ?? {});
  }

  /** The rows of every kind of interface, with the defaults that all kinds have. */
  interfaces(): readonly InterfaceRow[] {
    return INTERFACE_MENUS.flatMap((path) => {
      const { disabled, mtu } = this.menus.get(path)?.menu.properties ?? {};
      const defaults = {
        ...(disabled?.default === undefined ? {} : { disabled: disabled.default }),
        ...(mtu?.default === undefined ? {} : { mtu: mtu.default }),
      };
      return this.store
        .rows(path)
        .map(({ id, values }) => ({ menu: path, id, values: { ...defaults, ...values } }));
    });
  }

  /** What becomes of the routes where ports and gateways fare so. */
  rib(reachability: ObservedReachability): EvaluatedRib {
    const dynamic = this.dynamic(reachability);
    const tables = this.store.rows("routing/table").filter((row) => row.values["disabled"] !== "true");
    return evaluateRoutes({
      reachability,
      routes: [...this.store.rows("ip/route"), ...dynamic.routes],
      addresses: [...this.store.rows("ip/address"), ...dynamic.addresses],
      ports: this.interfaces(),
      tables: new Set(["main", ...tables.map((row) => row.values["name"] ?? "")]),
    });
  }

  private dynamic(reachability: ObservedReachability): DynamicRows {
    return dynamicRows((menu) => this.store.rows(menu), reachability);
  }

  private row(menu: VersionedMenu, row: StoredRow): Values {
    const counters = menu.isFirewall ? this.observations.countersOf(menu.path, row.id) : {};
    const lease =
      menu.path === "ip/dhcp-client" ? showLease(row, this.observations.leaseOf(menu.path, row.id)) : {};
    const runs = menu.menu.isScript === true ? this.system.runsOf(menu.path, row) : {};
    return { ".id": row.id, ...this.properties(menu, row.values), ...counters, ...lease, ...runs };
  }

  private properties(menu: VersionedMenu, values: Values): Values {
    const shown: Record<string, string> = {};
    for (const [name, property] of Object.entries(menu.menu.properties)) {
      const value = values[name] ?? property.default;
      // A default of an argument that this version lacks is nothing that it could show.
      if (value === undefined || property.hidden === true || !menu.takes("set", name)) {
        continue;
      }
      shown[name] = value;
    }
    return { ...shown, ...this.fixed(menu), ...this.computed(menu, values) };
  }

  private fixed(menu: VersionedMenu): Values {
    const entries = Object.entries(menu.menu.fixed ?? {}).flatMap(([name, field]) => {
      if (typeof field === "string") {
        return [[name, field]];
      }
      return isOlder(this.version, field.since) ? [] : [[name, field.value]];
    });
    return Object.fromEntries(entries);
  }

  /** Read-only fields that follow from this row and others. */
  private computed(menu: VersionedMenu, values: Values): Values {
    const invalid = { invalid: String(dangles(menu, values, this.world)) };
    switch (menu.path) {
      case "ip/address":
        return { "actual-interface": values["interface"] ?? "", ...invalid };
      case "interface":
        return { "actual-mtu": values["mtu"] ?? "1500", ...port(values), running: this.running(values) };
      case "interface/bridge":
        return { running: this.running(values) };
      case "interface/pppoe-client":
        return { ...invalid, running: this.running({ disabled: "true", ...values }) };
      case "interface/vlan":
        return { running: this.running(values) };
      case "interface/ethernet":
        return { ...port(values), running: this.running(values) };
      case "ip/dhcp-client":
      case "ip/dhcp-server":
        return invalid;
      case "ip/dns":
        return { "dynamic-servers": this.dynamic(this.observations).dnsServers.join() };
      case "ip/firewall/address-list":
        return { "creation-time": values["creation-time"] ?? "" };
      case "routing/rule":
        return { inactive: invalid.invalid };
      case "system/clock":
        return { date: dateOf(this.system.clock.now), time: timeOf(this.system.clock.now) };
      case "system/device-mode":
        return { mode: "advanced", ...values };
      case "system/resource":
        return { version: `${this.version} (stable)`, uptime: this.uptime() };
      default:
        return menu.isFirewall ? invalid : {};
    }
  }

  private running(port: Values): string {
    return String(this.observations.isRunning(port));
  }

  private uptime(): string {
    return formatInterval(Math.floor(this.system.clock.uptime / 1000) * 1000);
  }
}

/** What a port keeps from its making, whatever it is renamed to; other interfaces have nothing of the kind. */
const port = (values: Values): Values =>
  values["mac-address"] === undefined
    ? {}
    : {
        "default-name": values["default-name"] ?? "",
        "mac-address": values["mac-address"] ?? "",
      };

/** What became of a DHCP client; a disabled one is stopped. */
function showLease({ values }: StoredRow, lease: Lease | undefined): Values {
  if (values["disabled"] === "true") {
    return { status: "stopped" };
  }
  if (lease === undefined) {
    return { status: "searching..." };
  }
  const [primary, secondary] = lease.dnsServers;
  const seconds = Math.max(0, Math.ceil((lease.expiresAt - Date.now()) / 1000));
  return {
    address: lease.address,
    "dhcp-server": lease.server,
    "expires-after": formatInterval(seconds * 1000),
    ...(lease.gateway === undefined ? {} : { gateway: lease.gateway }),
    ...(primary === undefined ? {} : { "primary-dns": primary }),
    ...(secondary === undefined ? {} : { "secondary-dns": secondary }),
    status: "bound",
  };
}

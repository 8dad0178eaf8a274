import { LAB_MENUS } from "../../lab/router/menus";
import type { LabMenu } from "../../lab/router/menus/menu";
import { contains, type Prefix, prefixOf } from "../../lib/routeros/ipv4";
import { parseGateway } from "../../lib/routeros/route-fields";
import type { SentRow, Step } from "./simulated-apply";

/** What a router has against a step of an apply. */
export interface Fault {
  /**
   * - `taken`: the row takes a value that another row has, and is refused.
   * - `missing`: the row names what is not there, and is refused.
   * - `dangling`: the row that stays names what was removed.
   * - `early`: the rule matches by a list, or marks for a table, that is not yet what it shall be.
   */
  readonly kind: "taken" | "missing" | "dangling" | "early";
  /** The address of the row. */
  readonly subject: string;
  /** The value that is taken, missing, or not yet whole. */
  readonly value: string;
}

type Values = SentRow["values"];

const BY_PATH = new Map<string, LabMenu>(LAB_MENUS.map((menu) => [menu.path, menu]));

/** The menus whose rows are known by their names, and the menu that these names are looked up in. */
const NAMED: Readonly<Record<string, string>> = {
  "interface/pppoe-client": "interface",
  "interface/list": "interface/list",
  "routing/table": "routing/table",
};

/** The menus whose rows are parts of a list. */
const PARTS = ["ip/firewall/address-list", "interface/list/member"];
const LIST_MATCHERS = ["src-address-list", "dst-address-list", "in-interface-list", "out-interface-list"];

/** The menus whose rows say which interfaces traffic leaves by. */
const WAYS = ["ip/route", "ip/address", "ip/dhcp-client", "interface/pppoe-client"];

const GUARDS = ["ip/firewall/raw", "ipv6/firewall/nat"];
const PROTOCOLS = ["udp", "tcp"];

/** The rows of one router during an apply; what is unique and what mentions what are the lab router's facts. */
export class SimulatedRouter {
  private readonly rows: Map<string, SentRow>;
  private knownExits: ReadonlySet<string> | undefined;

  /**
   * @param goal the rows that an apply works towards
   * @param outside whether a name in a menu is that of a row that no gateway makes
   */
  public constructor(
    rows: readonly SentRow[],
    private readonly goal: readonly SentRow[],
    private readonly outside: (menu: string, name: string) => boolean,
  ) {
    this.rows = new Map(rows.map((row) => [row.address, row]));
  }

  /** Does one step, whatever is wrong with it. */
  public take({ kind, before, after }: Step): Fault[] {
    if (WAYS.includes((after ?? before)?.menu ?? "")) {
      this.knownExits = undefined;
    }
    if (kind === "delete") {
      this.rows.delete(before?.address ?? "");
      return before === undefined ? [] : this.dangling(before);
    }
    if (after === undefined) {
      return [];
    }
    const faults = [...this.taken(after), ...this.missing(after)];
    this.rename(after);
    this.rows.set(after.address, after);
    return [...faults, ...this.early(after)];
  }

  /** The interfaces by which traffic of the LANs leaves with its own source. */
  public get unmasqueraded(): ReadonlySet<string> {
    const masqueraded = new Set(
      this.enabled("ip/firewall/nat")
        .filter(({ action }) => action === "masquerade")
        .map((rule) => rule["out-interface"]),
    );
    return without(this.exits, (name) => masqueraded.has(name));
  }

  /** The interfaces of WANs on which the router answers DNS questions of anybody. */
  public get openToQuestions(): ReadonlySet<string> {
    if (!this.in("ip/dns").some((row) => row["allow-remote-requests"] === "true")) {
      return new Set();
    }
    const guards = new Set(
      GUARDS.flatMap((menu) =>
        this.enabled(menu).map((rule) => [menu, rule["protocol"], rule["in-interface"]].join(" ")),
      ),
    );
    const isGuarded = (name: string) =>
      GUARDS.every((menu) => PROTOCOLS.every((protocol) => guards.has([menu, protocol, name].join(" "))));
    return without(this.exits, isGuarded);
  }

  /** The interfaces that some route leads out of. */
  private get exits(): ReadonlySet<string> {
    this.knownExits ??= this.findExits();
    return this.knownExits;
  }

  private findExits(): ReadonlySet<string> {
    const routes = this.enabled("ip/route").filter(({ gateway }) => gateway !== undefined);
    const clients = this.enabled("ip/dhcp-client").map((row) => row["interface"] ?? "");
    return new Set([...clients, ...routes.flatMap((route) => this.exitsOf(route))]);
  }

  private exitsOf(route: Values): string[] {
    const { address, interface: through } = parseGateway(route["gateway"] ?? "");
    if (address === undefined || through !== undefined) {
      return through === undefined ? [] : [through];
    }
    const connected = this.enabled("ip/address").filter((row) => isIn(row["address"] ?? "", address));
    // A probe target's own route resolves the routes by the probe target.
    const hosts = this.enabled("ip/route").filter(
      (row) => row["dst-address"] === `${address}/32` && row["scope"] === "10",
    );
    return [
      ...connected.map((row) => row["interface"] ?? ""),
      ...hosts.flatMap((host) => this.exitsOf(host)),
    ];
  }

  private in(menu: string): Values[] {
    return [...this.rows.values()].filter((row) => row.menu === menu).map(({ values }) => values);
  }

  private enabled(menu: string): Values[] {
    return this.in(menu).filter((row) => row["disabled"] !== "true");
  }

  private has(menu: string, name: string): boolean {
    return this.outside(menu, name) || [...this.rows.values()].some((row) => isNamed(row, menu, name));
  }

  private taken(row: SentRow): Fault[] {
    const key = keyOf(row);
    const others = [...this.rows.values()].filter(
      ({ address, menu }) => menu === row.menu && address !== row.address,
    );
    return key !== undefined && others.some((other) => keyOf(other) === key)
      ? [{ kind: "taken", subject: row.address, value: key }]
      : [];
  }

  private missing(row: SentRow): Fault[] {
    return mentionsOf(row)
      .filter(({ menu, name }) => !this.has(menu, name))
      .map(({ name }) => ({ kind: "missing", subject: row.address, value: name }));
  }

  private dangling(removed: SentRow): Fault[] {
    return [...(removed.menu in NAMED ? this.rows.values() : [])].flatMap((row) =>
      mentionsOf(row)
        .filter(({ menu, name }) => isNamed(removed, menu, name) && !this.has(menu, name))
        .map(({ name }) => ({ kind: "dangling" as const, subject: row.address, value: name })),
    );
  }

  private early({ address, values }: SentRow): Fault[] {
    const lists = LIST_MATCHERS.flatMap((matcher) => values[matcher]?.replace("!", "") ?? []);
    const table = values["new-routing-mark"];
    return [
      ...lists.filter((list) => !this.isWhole(list)),
      ...(table === undefined || values["disabled"] === "true" || this.leadsOut(table) ? [] : [table]),
    ].map((value) => ({ kind: "early", subject: address, value }));
  }

  private isWhole(list: string): boolean {
    return this.goal
      .filter(({ menu, values }) => PARTS.includes(menu) && values["list"] === list)
      .every((part) => {
        const standing = this.rows.get(part.address);
        return standing !== undefined && keyOf(standing) === keyOf(part);
      });
  }

  private leadsOut(table: string): boolean {
    const tablesOf = (client: Values) =>
      (client["default-route-tables"] ?? "").split(",").map((part) => part.split(":")[0]);
    return (
      this.enabled("ip/route").some((route) => route["routing-table"] === table) ||
      this.enabled("ip/dhcp-client").some((client) => tablesOf(client).includes(table))
    );
  }

  /** Whatever mentions a row by its name follows a new name. */
  private rename(row: SentRow): void {
    const home = NAMED[row.menu];
    const from = this.rows.get(row.address)?.values["name"];
    const to = row.values["name"];
    if (home === undefined || from === undefined || to === undefined || from === to) {
      return;
    }
    for (const other of this.rows.values()) {
      if (mentionsOf(other).some(({ menu, name }) => menu === home && name === from)) {
        this.rows.set(other.address, { ...other, values: renamed(other, home, from, to) });
      }
    }
  }
}

/** The name of a row in a menu, somewhere in another row. */
interface Mention {
  readonly menu: string;
  readonly name: string;
}

const mentions = new WeakMap<SentRow, readonly Mention[]>();

function isNamed({ menu, values }: SentRow, home: string, name: string): boolean {
  return NAMED[menu] === home && values["name"] === name;
}

/** What no two rows of a menu have in common; undefined where they may have all. */
export function keyOf({ menu, values }: SentRow): string | undefined {
  const { unique, properties = {} } = BY_PATH.get(menu) ?? {};
  return (
    unique && [menu, ...unique.by.map((name) => values[name] ?? properties[name]?.default ?? "")].join(" ")
  );
}

export function mentionsOf(row: SentRow): readonly Mention[] {
  const known = mentions.get(row) ?? findMentions(row);
  mentions.set(row, known);
  return known;
}

function findMentions({ menu, values }: SentRow): Mention[] {
  const properties = BY_PATH.get(menu)?.properties ?? {};
  return Object.entries(values).flatMap(([property, value]) =>
    (properties[property]?.type.references ?? []).flatMap((reference) =>
      reference.names(value).map((name) => ({ menu: reference.menu, name })),
    ),
  );
}

function renamed({ menu, values }: SentRow, home: string, from: string, to: string): Values {
  const properties = BY_PATH.get(menu)?.properties ?? {};
  return Object.fromEntries(
    Object.entries(values).map(([property, value]) => [
      property,
      (properties[property]?.type.references ?? [])
        .filter((reference) => reference.menu === home && reference.names(value).includes(from))
        .reduce((text, reference) => reference.replace(text, from, to), value),
    ]),
  );
}

function without(names: ReadonlySet<string>, isLeftOut: (name: string) => boolean): ReadonlySet<string> {
  return new Set([...names].filter((name) => !isLeftOut(name)));
}

const prefixes = new Map<string, Prefix>();

function isIn(cidr: string, address: string): boolean {
  const prefix = prefixes.get(cidr) ?? prefixOf(cidr);
  prefixes.set(cidr, prefix);
  return contains(prefix, address);
}

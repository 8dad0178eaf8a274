import type { ModelRow, RouterModel } from "./model";
import type { ImmediateGateway } from "./routes/immediate-gateway";
import { RowIndex } from "./row-index";

/** What the rows do not say: which links are up, which gateways answer, and behaviour of RouterOS that is not documented. */
export interface Circumstances {
  /** Gateways and probed addresses that do not answer: `10.112.0.1`, or `10.0.0.1%wlan1` where an address occurs twice. */
  readonly deadNextHops?: readonly string[];
  /** Interfaces without a link, besides those whose rows say that they are disabled or not running. */
  readonly downInterfaces?: readonly string[];
  /**
   * Whether a next hop that several routes of a group name has one share or one from each. No measurement is
   * published (an open question); to merge them is the safer prediction.
   *
   * @default "merge"
   */
  readonly repeatedNextHops?: "merge" | "count";
}

/** Which interfaces carry packets, which neighbours answer there, and which lists they are in. */
export class Interfaces {
  private readonly rows: ReadonlyMap<string, ModelRow>;
  private readonly down: ReadonlySet<string>;
  private readonly dead: ReadonlySet<string>;

  public constructor(
    private readonly router: RouterModel,
    { downInterfaces = [], deadNextHops = [] }: Circumstances,
  ) {
    this.down = new Set(downInterfaces);
    this.dead = new Set(deadNextHops);
    const rows = ["/interface", "/interface/ethernet"].flatMap((menu) => router.rows(menu));
    this.rows = new Map(rows.map((row) => [String(row.raw("name")), row]));
  }

  /**
   * Whether an interface is up. Without rows of `/interface` (a gateway's own rows do not have them) every name is
   * taken to be an interface that is.
   */
  public isRunning(name: string): boolean {
    if (this.down.has(name)) {
      return false;
    }
    const row = this.rows.get(name);
    return row === undefined ? this.rows.size === 0 : row.enabled && row.flag("running", true);
  }

  /** Whether an address answers on an interface. */
  public answers({ address, interface: interfaceName }: ImmediateGateway): boolean {
    const isQuiet = this.dead.size === 0 || address === undefined;
    return isQuiet || !(this.dead.has(address) || this.dead.has(`${address}%${interfaceName}`));
  }

  /**
   * Whether an interface is in a list: a member of it or of a list that it includes, and of none that it excludes.
   * `all` holds every interface and `none` nothing. Undefined where no such list is known, where lists include each other
   * in a circle, and where they do so through more levels than anybody writes. [manual: interface lists]
   */
  public isInList(name: string, list: string): boolean | undefined {
    return this.isWithin(name, list, new Map(), 0);
  }

  /** @param known results for other lists; undefined for a list that is still being evaluated */
  private isWithin(
    name: string,
    list: string,
    known: Map<string, boolean | undefined>,
    depth: number,
  ): boolean | undefined {
    if (list === "all" || list === "none") {
      return list === "all";
    }
    if (known.has(list) || depth > DEEPEST_LIST) {
      return known.get(list);
    }
    known.set(list, undefined);
    const [row] = this.router.memo(listsByName).some(list);
    const members = this.router.memo(membersByList).all(list);
    const builtin = list === "static" || list === "dynamic";
    if (builtin || (row === undefined && members.length === 0)) {
      return undefined;
    }
    const lists = (property: string): (boolean | undefined)[] =>
      (row?.get(property) ?? "")
        .split(",")
        .filter((other) => other !== "")
        .map((other) => this.isWithin(name, other, known, depth + 1));
    const excluded = lists("exclude");
    const included = [...lists("include"), members.some((member) => member.get("interface") === name)];
    const isIn = excluded.includes(true) ? false : anyOf(included);
    const found = isIn === true && excluded.includes(undefined) ? undefined : isIn;
    known.set(list, found);
    return found;
  }
}

/** How many levels of lists within lists are followed. */
const DEEPEST_LIST = 100;

function anyOf(found: readonly (boolean | undefined)[]): boolean | undefined {
  return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
}

function listsByName(router: RouterModel): RowIndex {
  return new RowIndex(router.rows("/interface/list"), "name");
}

function membersByList(router: RouterModel): RowIndex {
  return new RowIndex(router.enabled("/interface/list/member"), "list");
}

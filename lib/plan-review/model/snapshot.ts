import { groupBy } from "../../collections/group-by";
import { ORDERED_MENUS } from "../../routeros/menus";
import {
  type Circumstances,
  type ModelRow,
  type Reachability,
  RouterModel,
  RouterState,
} from "../../simulator";
import { OUTSIDE } from "../../simulator/routes/next-hops";
import { ispAssignedRows } from "./isp-assigned-rows";
import { type KnownLists, outsideLists } from "./outside-lists";
import { outsideNetworks } from "./outside-networks";
import { OwnAddresses } from "./own-addresses";
import { modelOf, type PlannedRow } from "./planned-row";
import { inRuleOrder, type OrderSources } from "./rule-moves";

/** A router as the plan knows it in one state: before the apply, after it, or in between. */
export class Snapshot {
  public readonly router: RouterModel;
  private readonly states = new Map<string, RouterState>();
  private readonly byAddress: ReadonlyMap<string, PlannedRow>;
  private ownAddresses?: OwnAddresses;
  private reached?: ReadonlyMap<string, Reachability>;

  public constructor(
    public readonly rows: readonly PlannedRow[],
    order: OrderSources,
    public readonly lists: KnownLists,
  ) {
    this.byAddress = new Map(rows.map((row) => [row.change.address, row]));
    const menus = groupBy(
      [...rows, ...ispAssignedRows(rows), ...outsideLists(rows, lists)],
      ({ menu }) => menu,
    );
    this.router = RouterModel.of({
      [OUTSIDE]: outsideNetworks(rows).map(modelOf),
      ...Object.fromEntries(
        [...menus]
          // Without rows of its interfaces a router is taken to have every one that is named; a plan never has all.
          .filter(([menu]) => menu !== "/interface" && menu !== "/interface/ethernet")
          .map(([menu, list]) => [
            menu,
            (ORDERED_MENUS.has(menu) ? inRuleOrder(list, order) : list).map(modelOf),
          ]),
      ),
    });
  }

  /** Whether the plan knows any row of the router in this state. */
  public get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  /** The rows of a menu that do anything, in the router's order; one whose `disabled` is not known is left out. */
  public enabled(menu: string): readonly ModelRow[] {
    return this.router.rows(menu).filter((row) => row.raw("disabled") !== "true" && isKnownFlag(row));
  }

  /** The planned row of a resource. */
  public row(address: string): PlannedRow | undefined {
    return this.byAddress.get(address);
  }

  /** What follows from the rows while everything is up, but for the interfaces that rows say are disabled. */
  public state(): RouterState {
    return this.stateIn({});
  }

  /** What follows from the rows in given circumstances besides; worked out at most once. */
  public stateIn(circumstances: Circumstances): RouterState {
    const key = JSON.stringify(circumstances);
    const known = this.states.get(key);
    if (known !== undefined) {
      return known;
    }
    const downInterfaces = [...this.disabledInterfaces, ...(circumstances.downInterfaces ?? [])];
    const state = new RouterState(this.router, { ...circumstances, downInterfaces });
    this.states.set(key, state);
    return state;
  }

  /** The router's own addresses. */
  public get own(): OwnAddresses {
    this.ownAddresses ??= new OwnAddresses(this.state().addresses.own);
    return this.ownAddresses;
  }

  /** What becomes of each route's gateway while everything is up, by the resource's address. */
  public get reachability(): ReadonlyMap<string, Reachability> {
    this.reached ??= new Map(
      this.state().rib.reached.map(({ route, reachability }) => [route.row.reference.id, reachability]),
    );
    return this.reached;
  }

  private get disabledInterfaces(): readonly string[] {
    return this.rows
      .filter(
        ({ menu, properties }) => /^\/interface\/(?!list)/.test(menu) && properties["disabled"] === "true",
      )
      .map(({ properties }) => String(properties["name"] ?? ""));
  }
}

function isKnownFlag(row: ModelRow): boolean {
  return typeof (row.raw("disabled") ?? "") === "string";
}

import { groupBy } from "../collections/group-by";
import { ownershipComment } from "../routeros/ownership-comment";
import type { Menu, MenuRows } from "../routeros/rows";
import type { GatewayDescription } from "./gateway-description";
import { owner, routingTable } from "./router-names";
import { RowOrder } from "./row-order";
import type { RowFields, RowPlace } from "./row-place";
import type { RowSpec } from "./row-spec";
import type { TokenResolver } from "./token-resolver";
import type { Wan } from "./wan/wan";
import type { KindContext } from "./wan/wan-kind";

/** A gateway while its rows are designed: what it is described by, and the rows that it has so far. */
export class DesignContext {
  /** What the comments of all rows begin with. */
  public readonly owner: string;
  public readonly wans: readonly WanContext[];
  public readonly order = new RowOrder();
  /** The rows so far: each after the rows that it depends on. */
  public readonly rows: RowSpec[] = [];

  /** @param id the construct's id: what comments begin with where neither `comment` nor `name` is given */
  public constructor(
    public readonly description: GatewayDescription,
    id: string,
    public readonly values: TokenResolver,
  ) {
    this.owner = owner(description, id);
    const ambiguous = ambiguousGateways(description.wans, values);
    this.wans = description.wans.map((wan) => new WanContext(this, wan, ambiguous.has(wan)));
  }

  /** Whether the gateway is disabled. */
  public get disabled(): boolean {
    return this.description.disabled ?? false;
  }

  /** Creates a row that says whose it is, and whether it is enabled. */
  public row<In extends Menu>(
    menu: In,
    place: RowPlace,
    fields: RowFields<In>,
    order: RowOrder = this.order,
  ): RowSpec<In> {
    const [member = "", ...rest] = place.path;
    const ownership = {
      disabled: place.disabled ?? this.disabled,
      comment: ownershipComment({
        owner: this.owner,
        member: place.member ?? member,
        role: place.role ?? rest.join(":"),
      }),
    };
    return this.add(menu, place, { ...fields, ...ownership } as unknown as MenuRows[In], order);
  }

  /** Creates a row of exactly these fields. */
  public add<In extends Menu>(
    menu: In,
    place: Omit<RowPlace, "member" | "role" | "disabled">,
    row: MenuRows[In],
    order: RowOrder = this.order,
  ): RowSpec<In> {
    const { path, stages = [], isChained = false, isMoved = false } = place;
    const earlier = isChained ? stages.flatMap((stage) => order.rowsOf(stage)) : [];
    const spec = Object.freeze({
      menu,
      path: Object.freeze([...path]),
      row: Object.freeze(row),
      dependsOn: Object.freeze([
        ...(place.after ?? (earlier.length > 0 ? earlier : order.before(...stages))),
      ]),
      ...(isMoved && { movedFrom: Object.freeze(path.slice(0, -1)) }),
    });
    for (const stage of stages) {
      isChained ? order.addLast(stage, spec) : order.add(stage, spec);
    }
    this.rows.push(spec);
    return spec;
  }
}

/** A WAN while its rows are designed. */
export class WanContext implements KindContext {
  public readonly order: RowOrder;
  /** The WAN's rows so far. */
  public readonly rows: RowSpec[] = [];

  public constructor(
    public readonly gateway: DesignContext,
    public readonly wan: Wan,
    /** Whether another WAN has the same gateway or network. */
    private readonly isAmbiguous: boolean,
  ) {
    this.order = new RowOrder(gateway.order);
  }

  public get description(): GatewayDescription {
    return this.gateway.description;
  }

  public get values(): TokenResolver {
    return this.gateway.values;
  }

  public get interface(): string {
    return this.wan.interface;
  }

  /** Whether the WAN or its gateway is disabled. */
  public get disabled(): boolean {
    return this.gateway.disabled || this.wan.disabled;
  }

  /** The name of the table that leads out of this WAN only. */
  public get table(): string {
    return routingTable(this.description, this.wan);
  }

  /** The gateway of the WAN's routes; undefined where only a client knows it. */
  public get nextHop(): string | undefined {
    return this.wan._kind.nextHop(this.interface, this.isAmbiguous);
  }

  /** Creates a row of the WAN. */
  public row<In extends Menu>(menu: In, place: RowPlace, fields: RowFields<In>): RowSpec<In> {
    const placeOnWan: RowPlace = {
      ...place,
      path: [this.wan.name, ...place.path],
      // By the name on the router, which a renaming keeps.
      member: this.wan.routerName,
      disabled: place.disabled ?? this.disabled,
    };
    const row = this.gateway.row(menu, placeOnWan, fields, this.order);
    this.rows.push(row);
    return row;
  }
}

/** The WANs whose gateway, or the network it is in, is another WAN's too. */
function ambiguousGateways(wans: readonly Wan[], values: TokenResolver): ReadonlySet<Wan> {
  const byGateway = groupBy(wans, ({ gateway }) => gateway);
  const bySubnet = groupBy(wans, ({ _kind: { addresses } }) =>
    addresses
      .filter((address) => !values.isToken(address))
      .map((address) => values.subnetOf(address))
      .at(0),
  );
  const shared = [...byGateway.values(), ...bySubnet.values()].filter((alike) => alike.length > 1);
  return new Set(shared.flat());
}

import { Addresses } from "./addresses";
import { type Circumstances, Interfaces } from "./circumstances";
import { RouterModel, type RowsByMenu } from "./model";
import { Rib } from "./routes/rib";

/** A router in given circumstances: its rows, and what follows from them before any packet comes. */
export class RouterState {
  public readonly interfaces: Interfaces;
  public readonly addresses: Addresses;
  public readonly rib: Rib;

  public constructor(
    public readonly router: RouterModel,
    public readonly circumstances: Circumstances = {},
  ) {
    this.interfaces = new Interfaces(router, circumstances);
    this.addresses = new Addresses(router, this.interfaces);
    this.rib = new Rib(router, this.addresses, this.interfaces, circumstances);
  }

  /** Whether any link or gateway is down. */
  public get isImpaired(): boolean {
    const { deadNextHops = [], downInterfaces = [] } = this.circumstances;
    return deadNextHops.length + downInterfaces.length > 0;
  }

  /** A router from rows by menu, as {@link RouterModel.of} takes them. */
  public static of(rows: RowsByMenu, circumstances: Circumstances = {}): RouterState {
    return new RouterState(RouterModel.of(rows), circumstances);
  }
}

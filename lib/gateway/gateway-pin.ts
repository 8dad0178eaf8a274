import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";

/** The resources of one destination pin. */
export interface GatewayPin {
  /** The pin's name: its own, or its destination. */
  readonly name: string;
  /** The route out of the pin's WAN. */
  readonly route: IpRoute;
  /** What discards the destination's traffic while that WAN is down; absent where it is balanced then. */
  readonly blackhole?: IpRoute;
}

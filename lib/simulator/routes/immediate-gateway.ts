/** Where a packet is really handed to: what RouterOS shows as `immediate-gw`. */
export interface ImmediateGateway {
  readonly interface: string;
  /** The neighbour on that interface; absent where the packet's destination itself is the neighbour. */
  readonly address?: string;
}

/** `10.112.0.1%wlan1`, or `pppoe-out1`. */
export function formatImmediate({ address, interface: name }: ImmediateGateway): string {
  return address === undefined ? name : `${address}%${name}`;
}

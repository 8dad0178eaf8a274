import { HealthCheck } from "../health-check/health-check";
import type { RowSpec } from "../row-spec";
import { type ReadersOf, text } from "../validation/prop-readers";
import { type KindContext, type KnownGateway, WanKind } from "./wan-kind";
import type { WanOptions } from "./wan-options";

/** Options of {@link Wan.static}. */
export interface StaticWanOptions extends WanOptions {
  /** The router's address on the WAN with its prefix length, such as `10.112.0.2/24`. Can be a token. */
  readonly address: string;

  /** The ISP's address that traffic is sent to, such as `10.112.0.1`. Can be a token. */
  readonly gateway: string;
}

/** A WAN whose address and gateway you write down. */
export class StaticWan extends WanKind {
  public static readonly factory = "Wan.static";
  public static readonly example = "{ name: ..., interface: ..., address: ..., gateway: ... }";
  public static readonly options = { address: text, gateway: text } satisfies ReadersOf<
    Omit<StaticWanOptions, keyof WanOptions>
  >;

  public readonly name = "static";
  public override readonly addresses: readonly string[];
  public override readonly gateways: readonly KnownGateway[];

  readonly #address: string;
  readonly #gateway: string;

  public constructor({ address = "", gateway = "" }: Partial<StaticWanOptions>) {
    super();
    this.#address = address;
    this.#gateway = gateway;
    this.addresses = [address];
    this.gateways = [{ gateway, address }];
  }

  public get defaultHealthCheck(): HealthCheck {
    return HealthCheck.ping();
  }

  /** The interface tells two equal gateways, or two gateways in one network, apart. */
  public nextHop(interfaceName: string, isAmbiguous: boolean): string {
    return isAmbiguous ? `${this.#gateway}%${interfaceName}` : this.#gateway;
  }

  public refusalOf(): undefined {
    return undefined;
  }

  public override addressRow(context: KindContext): RowSpec<"/ip/address"> {
    return context.row(
      "/ip/address",
      { path: ["address"], stages: ["addresses"] },
      {
        address: this.#address,
        network: context.values.networkOf(this.#address),
        interface: context.interface,
      },
    );
  }
}

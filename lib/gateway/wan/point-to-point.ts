import { HealthCheck } from "../health-check/health-check";
import type { RowSpec } from "../row-spec";
import type { TokenResolver } from "../token-resolver";
import { type Problem, problem } from "../validation/problem";
import { object, optional, type PropReader, type ReadersOf, text } from "../validation/prop-readers";
import { type KindContext, type Refusal, WanKind } from "./wan-kind";
import type { WanOptions } from "./wan-options";

/**
 * A PPPoE client that the gateway creates on the router.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/interface/pppoe-client.md
 *
 * @example
 * const password = new TerraformVariable(this, "password", { sensitive: true });
 * const pppoe: PppoeClient = { interface: "ether1", user: "customer", password: password.stringValue };
 */
export interface PppoeClient {
  /** The interface towards the ISP's access concentrator, such as `ether1` or a VLAN. Can be a token. */
  readonly interface: string;

  /** The user name that the ISP gave you. Can be a token. */
  readonly user: string;

  /**
   * The password as a token: the value of a sensitive `TerraformVariable`, or of a resource that stores secrets.
   *
   * A literal would appear in `cdk.tf.json` and is refused.
   */
  readonly password: string;
}

/** Options of {@link Wan.pointToPoint}. */
export interface PointToPointWanOptions extends WanOptions {
  /**
   * A PPPoE client that the gateway creates. It makes the interface that `interface` names.
   *
   * @default - the interface exists already, as that of an LTE modem does
   */
  readonly pppoe?: PppoeClient;
}

/** A string that no error shows. Whether it is a token is checked with the other options of the kind. */
const secret: PropReader = (value, path, reading) => {
  if (typeof value === "string" || value === undefined) {
    return value ?? text(value, path, reading);
  }
  reading.problems.push(problem(path, undefined, "not-a-secret", "write-secret"));
  return undefined;
};

/** A WAN whose interface leads to one neighbour only, such as that of PPPoE or LTE. */
export class PointToPointWan extends WanKind {
  public static readonly factory = "Wan.pointToPoint";
  public static readonly example = "{ name: ..., interface: ... }";
  public static readonly options = {
    pppoe: optional(
      object({
        of: "a PPPoE client",
        example: "{ interface: ..., user: ..., password: ... }",
        props: { interface: text, user: text, password: secret } satisfies ReadersOf<PppoeClient>,
      }),
    ),
  } satisfies ReadersOf<Omit<PointToPointWanOptions, keyof WanOptions>>;

  public readonly name = "point-to-point";
  public override readonly isRoutedByInterface = true;
  public override readonly lowerInterfaces: WanKind["lowerInterfaces"];

  readonly #pppoe?: PppoeClient;

  public constructor({ pppoe }: Partial<PointToPointWanOptions>) {
    super();
    this.#pppoe = pppoe;
    this.lowerInterfaces =
      pppoe === undefined ? [] : [{ option: "pppoe.interface", interface: pppoe.interface }];
  }

  /** An interface has no address to probe. */
  public get defaultHealthCheck(): HealthCheck {
    return HealthCheck.none();
  }

  public nextHop(interfaceName: string): string {
    return interfaceName;
  }

  public refusalOf(
    { targets, _checkGateway: check }: HealthCheck,
    wan: string,
    path: string,
  ): Refusal | undefined {
    return targets !== undefined || check === "none"
      ? undefined
      : {
          value: check,
          fault: { id: "nothing-to-probe", wan },
          remedy: { id: "probe-targets", wan: path },
        };
  }

  public override problems(interfaceName: string, path: string, values: TokenResolver): Problem[] {
    if (this.#pppoe === undefined) {
      return [];
    }
    const { interface: lower, password } = this.#pppoe;
    return [
      ...(lower === interfaceName
        ? [problem(`${path}.pppoe.interface`, lower, "own-pppoe-interface", "write-dialled-interface")]
        : []),
      ...(values.isToken(password)
        ? []
        : [problem(`${path}.pppoe.password`, undefined, "plain-text-password", "write-secret")]),
    ];
  }

  public override interfaceClient(context: KindContext): RowSpec<"/interface/pppoe-client"> | undefined {
    return this.#pppoe === undefined
      ? undefined
      : context.row(
          "/interface/pppoe-client",
          { path: ["pppoe-client"], stages: ["interface"] },
          {
            name: context.interface,
            interface: this.#pppoe.interface,
            user: this.#pppoe.user,
            password: this.#pppoe.password,
            "add-default-route": false,
            "use-peer-dns": false,
          },
        );
  }

  /**
   * The MTU of the link is often smaller than that of the LAN, so the rule announces a smaller maximum segment to the far
   * end. Hosts of the LAN that send too much get an ICMP error from the router.
   */
  public override clampMss(context: KindContext): RowSpec<"/ip/firewall/mangle"> {
    return context.row(
      "/ip/firewall/mangle",
      { path: ["clamp-mss"], stages: ["addresses"] },
      {
        chain: "forward",
        "out-interface": context.interface,
        protocol: "tcp",
        "tcp-flags": "syn",
        action: "change-mss",
        "new-mss": "clamp-to-pmtu",
        passthrough: true,
      },
    );
  }
}

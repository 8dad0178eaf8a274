import { optionsOf } from "../validation/given";

/**
 * What the router hashes to choose one of several equal routes.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/ip/settings.md
 */
export enum HashPolicy {
  /** Source and destination address: one pair of hosts always takes the same WAN. RouterOS' own default. */
  L3 = "l3",
  /** Like `L3`, by the inner packet of a tunnel. */
  L3_INNER = "l3-inner",
  /** Addresses, protocol and ports: spreads better, and splits one pair of hosts over several WANs. */
  L4 = "l4",
}

/** Options of {@link Balancing.ecmp}. */
export interface EcmpOptions {
  /**
   * The hash policy of the whole device; it affects every ECMP route on it. RouterOS 7.16 or newer.
   *
   * @default - the router's setting is neither read nor changed
   */
  readonly hashPolicy?: HashPolicy;
}

/**
 * What a classifier hashes to choose a WAN for a new connection.
 *
 * @see https://manual.mikrotik.com/docs/high-availability-solutions/load-balancing/per-connection-classifier.md
 */
export enum ClassifyBy {
  /** Source and destination address: one pair of hosts always takes the same WAN, as with the article's ECMP. */
  BOTH_ADDRESSES = "both-addresses",
  /** Source address: one user always has one WAN and is seen by one address, the article's "persistent user sessions". */
  SOURCE_ADDRESS = "src-address",
  /** Addresses and ports: spreads best, and splits one pair of hosts over several WANs. */
  BOTH_ADDRESSES_AND_PORTS = "both-addresses-and-ports",
}

/** Options of {@link Balancing.perConnectionClassifier}. */
export interface PerConnectionClassifierOptions {
  /** What is hashed. */
  readonly by: ClassifyBy;

  /**
   * Prefixes that are not balanced, such as `["10.20.0.0/16"]`: table `main` leads to them. For whatever is routed there
   * besides the WANs: a VPN, other sites by static or dynamic routes. The LANs, the WANs' own networks, pins and the
   * router's addresses are never balanced, and need not be named.
   *
   * @default - none
   */
  readonly except?: string[];

  /**
   * Whether private addresses are not balanced either: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918) and
   * 100.64.0.0/10 (RFC 6598).
   *
   * @default false
   */
  readonly excludePrivate?: boolean;

  /**
   * Whether the router's own connections take the first WAN in `wans` that is alive, rather than a share on each. For
   * programs that choose their source late: WireGuard answers from the address of the WAN that table `main` prefers, and with
   * equal routes there its handshakes fail. Connections of the LANs on a dead WAN go there too.
   *
   * @default false
   */
  readonly routerFailover?: boolean;
}

/** How new connections are spread over the WANs. */
export class Balancing {
  /** Equal-cost multipath: every WAN alive gets the same share of flows, chosen by a hash. The article's way. */
  public static ecmp(options: EcmpOptions = {}): Balancing {
    return new Balancing("ecmp", options);
  }

  /**
   * A per-connection classifier: every WAN gets the share of new connections that its `weight` says. A connection stays on
   * the WAN it first left through, as with `stickyConnections`. RouterOS 7's own way to unequal shares.
   */
  public static perConnectionClassifier(options: PerConnectionClassifierOptions): Balancing {
    return new Balancing("classifier", options);
  }

  /**
   * The article's way to unequal shares: as many equal routes as a WAN's `weight` says. RouterOS 6 counted them. Whether
   * RouterOS 7 counts or merges them nobody has published, so the share is not known, and a warning says so.
   */
  public static repeatedRoutes(): Balancing {
    return new Balancing("repeated routes", {});
  }

  /** Look-alikes are no balancing: only the factories make one. */
  protected readonly brand = "Balancing";

  /** The device's hash policy; absent where it is not managed. */
  public readonly hashPolicy?: HashPolicy;
  /** What the classifier hashes; absent without a classifier. */
  public readonly classifyBy?: ClassifyBy;
  /** Prefixes that are not balanced. */
  public readonly except: string[];
  /** Whether private addresses are not balanced either. */
  public readonly excludePrivate: boolean;
  /** Whether the router's own connections take one WAN after the other. */
  public readonly routerFailover: boolean;

  readonly #given: unknown;

  private constructor(
    /** @internal */
    public readonly _kind: "ecmp" | "classifier" | "repeated routes",
    anything: EcmpOptions & Partial<PerConnectionClassifierOptions>,
  ) {
    const { given, options } = optionsOf(anything);
    this.#given = given;
    this.hashPolicy = options.hashPolicy;
    this.classifyBy = options.by;
    this.except = options.except ?? [];
    this.excludePrivate = options.excludePrivate ?? false;
    this.routerFailover = options.routerFailover ?? false;
    // What changed afterwards would not be looked at.
    Object.freeze(this);
  }

  /** @internal Whether anything is a balancing that a factory made. */
  public static _is(value: unknown): value is Balancing {
    return typeof value === "object" && value !== null && #given in value;
  }

  /** @internal The options as they were given, whatever they are. */
  public get _given(): unknown {
    return this.#given;
  }

  /** @internal A balancing of options that were read. */
  public static _of(kind: Balancing["_kind"], options: unknown): Balancing {
    return new Balancing(kind, options as EcmpOptions);
  }
}

import { optionsOf } from "../validation/copied-props";

/**
 * What the router hashes to choose one of several equal routes.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/ip/settings.md
 */
export enum HashPolicy {
  /** Source and destination address: a pair of hosts always uses the same WAN. RouterOS' own default. */
  L3 = "l3",
  /** Like `L3`, but by the inner packet of a tunnel. */
  L3_INNER = "l3-inner",
  /** Addresses, protocol and ports: distributes more evenly, but a pair of hosts uses several WANs. */
  L4 = "l4",
}

/** Options of {@link Balancing.ecmp}. */
export interface EcmpOptions {
  /**
   * The hash policy of the whole device. It affects every ECMP route of the router, and needs RouterOS 7.16.
   *
   * @default - the router's setting is neither read nor changed
   */
  readonly hashPolicy?: `${HashPolicy}`;
}

/**
 * What a classifier hashes to choose a WAN for a new connection.
 *
 * @see https://manual.mikrotik.com/docs/high-availability-solutions/load-balancing/per-connection-classifier.md
 */
export enum ClassifyBy {
  /** Source and destination address: a pair of hosts always uses the same WAN, as with the article's ECMP. */
  BOTH_ADDRESSES = "both-addresses",
  /** Source address: a user always has one WAN and one public address, the article's "persistent user sessions". */
  SOURCE_ADDRESS = "src-address",
  /** Addresses and ports: distributes most evenly, but a pair of hosts uses several WANs. */
  BOTH_ADDRESSES_AND_PORTS = "both-addresses-and-ports",
}

/** How the connections that the router itself opens choose a WAN. */
export enum RouterTraffic {
  /** They are distributed like the connections of the LANs. */
  BALANCE = "balance",
  /** They use the first live WAN in `wans`, lower tiers first. */
  FAILOVER = "failover",
}

/** Options of {@link Balancing.perConnectionClassifier}. */
export interface PerConnectionClassifierOptions {
  /** What is hashed. */
  readonly by: `${ClassifyBy}`;

  /**
   * Destinations that are not balanced, such as `["10.20.0.0/16"]`: only table `main` routes them.
   *
   * Name what is behind a VPN and other sites of yours. The LANs, the WANs' own networks, the destinations of policies and the router's addresses
   * are never balanced, so you need not name them.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * Whether to exclude private destinations too: 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918), and
   * 100.64.0.0/10 (RFC 6598).
   *
   * @default false
   */
  readonly excludePrivate?: boolean;

  /**
   * How the connections that the router itself opens choose a WAN.
   *
   * Use `RouterTraffic.FAILOVER` for programs that choose their source address late. WireGuard answers from the address of
   * the WAN that table `main` prefers, and its handshakes fail if equal routes are there. LAN connections of a dead WAN
   * use the same WAN as the router.
   *
   * @default RouterTraffic.BALANCE
   */
  readonly routerTraffic?: `${RouterTraffic}`;
}

/**
 * How new connections are distributed over the WANs.
 *
 * It does not balance by load: weights apply per connection, not per byte.
 *
 * @example
 * new EcmpMasqueradeGateway(this, "gateway", {
 *   lans,
 *   wans,
 *   balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }),
 * });
 */
export class Balancing {
  /**
   * Equal-cost multipath, as in the article: a hash gives every live WAN the same share of connections.
   *
   * @example
   * Balancing.ecmp({ hashPolicy: HashPolicy.L4 });
   */
  public static ecmp(options: EcmpOptions = {}): Balancing {
    return new Balancing("ecmp", options);
  }

  /**
   * A per-connection classifier: every WAN gets the share of new connections that its `weight` says.
   *
   * A connection stays on the WAN that it first leaves through, as with `stickyConnections`.
   *
   * @example
   * Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES, exclude: ["10.20.0.0/16"] });
   */
  public static perConnectionClassifier(options: PerConnectionClassifierOptions): Balancing {
    return new Balancing("classifier", options);
  }

  /**
   * Weights as in the article: every WAN gets as many equal routes as its `weight` says.
   *
   * RouterOS 6 counts such routes. No source says whether RouterOS 7 counts or merges them, so the shares are not known,
   * and the gateway adds a warning.
   *
   * @example
   * Balancing.repeatedRoutes();
   */
  public static repeatedRoutes(): Balancing {
    return new Balancing("repeated routes", {});
  }

  /** Makes the type nominal: create one with a factory such as `Balancing.ecmp()`. */
  protected readonly brand = "Balancing";

  /** The hash policy of the device, where the gateway manages it. */
  public readonly hashPolicy?: `${HashPolicy}`;
  /** What the classifier hashes; undefined without a classifier. */
  public readonly classifyBy?: `${ClassifyBy}`;
  /** Destinations that are not balanced. */
  public readonly exclude: string[];
  /** Whether private destinations are excluded too. */
  public readonly excludePrivate: boolean;
  /** How the connections that the router itself opens choose a WAN. */
  public readonly routerTraffic: `${RouterTraffic}`;

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
    this.exclude = options.exclude ?? [];
    this.excludePrivate = options.excludePrivate ?? false;
    this.routerTraffic = options.routerTraffic ?? RouterTraffic.BALANCE;
    // Later changes would have no effect.
    Object.freeze(this);
  }

  /** @internal Whether a value is a balancing that a factory created. */
  public static _is(value: unknown): value is Balancing {
    return typeof value === "object" && value !== null && #given in value;
  }

  /** @internal The options as they were given, whatever they are. */
  public get _given(): unknown {
    return this.#given;
  }

  /** @internal A balancing with options that were read. */
  public static _of(kind: Balancing["_kind"], options: unknown): Balancing {
    return new Balancing(kind, options as EcmpOptions);
  }
}

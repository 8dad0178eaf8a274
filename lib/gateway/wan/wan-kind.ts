import type { CheckGateway, Menu } from "../../routeros/rows";
import type { HealthCheck } from "../health-check/health-check";
import type { RowFields, RowPlace } from "../row-place";
import type { RowSpec } from "../row-spec";
import type { TokenResolver } from "../token-resolver";
import type { Problem } from "../validation/problem";

/** What the rows of a kind take from their WAN and its gateway. */
export interface KindContext {
  /** The interface towards the ISP. */
  readonly interface: string;
  readonly values: TokenResolver;
  /** Creates a row of the WAN. */
  row<In extends Menu>(menu: In, place: RowPlace, fields: RowFields<In>): RowSpec<In>;
}

/** The default routes that a client of the router writes, with one check for both. */
export interface ClientRoutes {
  /** The table that holds the default routes of all WANs. */
  readonly defaultRouteTable: string;
  /** The distance of the route in that table. */
  readonly distance: number;
  /** The table that leads out of this WAN only. */
  readonly ownTable: string;
  /** The tables of policies that lead out of this WAN, each with the distance of its route: `policy_guests:2`. */
  readonly policyTables: readonly string[];
  readonly checkGateway: CheckGateway;
}

/** Why a health check is refused. */
export type Refusal = Required<Pick<Problem, "value" | "fault" | "remedy">>;

/** A feature of RouterOS that a kind of WAN needs. */
export interface KindRequirement {
  /** The menu and argument that the router must have. */
  readonly feature: string;
  /** The first version that has it. */
  readonly since: string;
  /** What to write for older versions. */
  readonly instead: string;
}

/** An address of the ISP that must lie in a network of the WAN. */
export interface KnownGateway {
  readonly gateway: string;
  /** The router's address in that network, with its prefix length. */
  readonly address: string;
}

/**
 * What differs between the kinds of WAN. Only this class and its subclasses know which kind a WAN is.
 *
 * The defaults are those of a WAN whose address and gateway are not known when the plan is made.
 */
export abstract class WanKind {
  /** The name of the kind in errors. */
  public abstract readonly name: string;

  /** The router's addresses on the WAN that are known when the plan is made, with their prefix lengths. */
  public readonly addresses: readonly string[] = [];

  /** The gateways that are known when the plan is made. */
  public readonly gateways: readonly KnownGateway[] = [];

  /** Whether the ISP assigns the router's address and gateway, and a client of the router writes the routes. */
  public readonly isRoutedByClient: boolean = false;

  /** Whether the interface itself is the next hop, so that no gateway can be probed. */
  public readonly isRoutedByInterface: boolean = false;

  /** The interfaces below that of the WAN, by the option that names each. */
  public readonly lowerInterfaces: readonly { readonly option: string; readonly interface: string }[] = [];

  /** The features of RouterOS that the kind needs. */
  public readonly requirements: readonly KindRequirement[] = [];

  /** The check of a WAN for which neither the WAN nor the gateway gives one. */
  public abstract get defaultHealthCheck(): HealthCheck;

  /**
   * The gateway of the WAN's routes; undefined where only a client knows it.
   *
   * @param isAmbiguous whether another WAN has the same gateway or network
   */
  public abstract nextHop(interfaceName: string, isAmbiguous: boolean): string | undefined;

  /**
   * Why a check is not possible on a WAN of this kind.
   *
   * @param wan the WAN's name
   * @param path where the WAN is in the description
   */
  public abstract refusalOf(check: HealthCheck, wan: string, path: string): Refusal | undefined;

  /**
   * What is wrong with the kind's own options.
   *
   * @param path where the WAN is in the description
   */
  public problems(_interfaceName: string, _path: string, _values: TokenResolver): Problem[] {
    return [];
  }

  /** The client that makes the WAN's interface. */
  public interfaceClient(_context: KindContext): RowSpec<"/interface/pppoe-client"> | undefined {
    return undefined;
  }

  /** The router's address on the WAN. */
  public addressRow(_context: KindContext): RowSpec<"/ip/address"> | undefined {
    return undefined;
  }

  /** The rule that keeps TCP connections within the MTU of the link. */
  public clampMss(_context: KindContext): RowSpec<"/ip/firewall/mangle"> | undefined {
    return undefined;
  }

  /** The client that writes the WAN's routes. */
  public routeClient(_context: KindContext, _routes: ClientRoutes): RowSpec<"/ip/dhcp-client"> | undefined {
    return undefined;
  }
}

/** The gateway check of a WAN's default route. */
export type CheckStatus =
  | { readonly kind: "none" }
  | { readonly kind: "unknown" }
  | { readonly kind: "checked"; readonly method: string; readonly answers: boolean };

/** The address of a WAN that gets one by DHCP. */
export interface LeaseStatus {
  /** RouterOS' word, such as `bound` or `searching...`. */
  readonly status: string;
  readonly address?: string;
  readonly expiresAfter?: string;
}

/**
 * What a WAN's default routes in a table do:
 *
 * - `active`: new connections use one;
 * - `standby`: one can be used, and routes with a lower distance are preferred;
 * - `down`: none can be used;
 * - `none`: there is none.
 */
export type DefaultRouteState = "active" | "standby" | "down" | "none";

/** A routing table whose first choice is a WAN. */
export interface TableStatus {
  readonly table: string;
  readonly route: DefaultRouteState;
}

/** New connections by a WAN. */
export interface ShareStatus {
  /** 0 to 1; absent where rules distribute connections in a way that this tool does not compute. */
  readonly expected?: number;
  /** 0 to 1, of the connections that the WANs' source NAT rules have counted. */
  readonly measured?: number;
  /** The connections that the WAN's source NAT rules have counted since they were reset. */
  readonly connections?: number;
}

/** A row of `/ip/route`. */
export interface StatusRoute {
  readonly id: string;
  readonly comment?: string;
}

/** One WAN of a router. */
export interface WanStatus {
  /** From the comments of its rows; the interface's comment or name otherwise. */
  readonly name: string;
  readonly interface: string;
  readonly isUp: boolean;
  readonly link: "up" | "down" | "disabled" | "unknown";
  /** When the link went down last, as the router shows it. */
  readonly linkDownSince?: string;
  /** Of a WAN with a DHCP client. */
  readonly lease?: LeaseStatus;
  readonly check: CheckStatus;
  readonly main: DefaultRouteState;
  /** The distance of its default route in `main`, which is its tier. */
  readonly distance?: number;
  readonly tables: readonly TableStatus[];
  readonly share: ShareStatus;
  /** The connection mark of what comes in through it, if it has one. */
  readonly mark?: string;
  /** Its default routes, those of other tables included. */
  readonly routes: readonly StatusRoute[];
}

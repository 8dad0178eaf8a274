/**
 * Rows of RouterOS menus, in RouterOS' own words: what `add` takes in each menu that a gateway uses.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/ip/route.md
 */

/** What every row of a list menu carries. */
export interface Row {
  /** A disabled row stays in the menu and does nothing. */
  readonly disabled: boolean;
  /** Free text; ours says which gateway owns the row. */
  readonly comment: string;
}

/** `/ip/address`: an address of the router, which also makes its network reachable. */
export interface AddressRow extends Row {
  /** Address and prefix length, such as `10.112.0.2/24`. */
  readonly address: string;
  /** The network's own address, such as `10.112.0.0`. */
  readonly network: string;
  readonly interface: string;
}

/** `/interface/list`: a name for several interfaces, which rules can match. Such a row cannot be disabled. */
export interface InterfaceListRow {
  readonly name: string;
  readonly comment: string;
}

/** `/interface/list/member`: one interface of a list. */
export interface InterfaceListMemberRow extends Row {
  readonly list: string;
  readonly interface: string;
}

/** `/ip/firewall/address-list`: one entry of a list of addresses and prefixes, which rules can match. */
export interface AddressListRow extends Row {
  readonly list: string;
  /** A prefix, or a host without prefix length. */
  readonly address: string;
}

/** `/routing/table`: a table that routes and routing marks may name. */
export interface RoutingTableRow extends Row {
  readonly name: string;
  /** Whether the table's routes are pushed to the forwarding table; a mark needs that. */
  readonly fib: boolean;
}

/** `/routing/rule`: chooses a table; asked in order, after routing marks and the router's own addresses. */
export interface RoutingRuleRow extends Row {
  /** Where the packet came in; any where absent. */
  readonly interface?: string;
  readonly "src-address"?: string;
  readonly "dst-address"?: string;
  /** Whether the next rule, and in the end `main`, is asked where the table has no route. */
  readonly action: "lookup" | "lookup-only-in-table";
  readonly table: string;
  /** Routes with a prefix of this length or a shorter one do not count: 0 leaves out the default route. */
  readonly "min-prefix"?: number;
}

/** How a route's next hop is probed; equal checks of one next hop share a probe. */
export type CheckGateway = "ping" | "arp" | "none";

/** `/ip/route`: equal routes (destination, table, distance) with different gateways form one ECMP group. */
export interface RouteRow extends Row {
  readonly "dst-address": string;
  /** An address, one on an interface (`10.112.0.1%ether1`), or an interface; empty on a blackhole. RouterOS 7 takes no list. */
  readonly gateway: string;
  readonly "routing-table": string;
  /** Among routes to one destination the least distance wins, 1 to 255; a static route's is 1. */
  readonly distance: number;
  /** A next hop is looked up only through routes whose scope is at most its route's target-scope; a static route's is 30. */
  readonly scope: number;
  /** 10 for a next hop that must lie in a connected network. */
  readonly "target-scope": number;
  readonly "check-gateway": CheckGateway;
  /** The source of what the router itself sends by the route; absent where the outgoing interface gives it. */
  readonly "pref-src"?: string;
  /** Present only on a route that discards what it matches: RouterOS reads the mere presence as yes. */
  readonly blackhole?: true;
}

/** `/ip/dhcp-client`: gets an address on an interface, and writes default routes that follow the lease. */
export interface DhcpClientRow extends Row {
  readonly interface: string;
  /** Whether the routes are written at all; the tables alone do not switch that on. */
  readonly "add-default-route": "yes";
  /** The distance of a route whose table says none, 1 to 255. */
  readonly "default-route-distance": number;
  /** The tables that get a default route, each with its distance: `main:1`. */
  readonly "default-route-tables": string[];
  readonly "check-gateway": CheckGateway;
  /** Whether the ISP's resolvers become the router's. */
  readonly "use-peer-dns": boolean;
  readonly "use-peer-ntp": boolean;
}

/** `/interface/pppoe-client`: an interface whose other end is an access concentrator. */
export interface PppoeClientRow extends Row {
  /** The interface that the client makes. */
  readonly name: string;
  /** The interface that it dials through. */
  readonly interface: string;
  readonly user: string;
  readonly password: string;
  /** Into table main only; the client takes no list of tables. */
  readonly "add-default-route": boolean;
  readonly "use-peer-dns": boolean;
}

/** What a rule of `/ip/firewall` matches; a packet must match all of it. `!` before a value means any other. */
export interface Matchers {
  readonly "in-interface"?: string;
  readonly "in-interface-list"?: string;
  readonly "out-interface"?: string;
  readonly "out-interface-list"?: string;
  readonly "src-address"?: string;
  readonly "dst-address"?: string;
  readonly "dst-address-list"?: string;
  readonly "src-address-list"?: string;
  /** Whether an IPsec policy will encrypt the packet: `out,none` where none will. */
  readonly "ipsec-policy"?: string;
  /** What kind of address the packet is for: `local` is any of the router's own. */
  readonly "dst-address-type"?: string;
  readonly "connection-state"?: string;
  readonly "connection-mark"?: string;
  readonly protocol?: string;
  /** Ports and ranges, such as `80,8000-8080`; needs a protocol. */
  readonly "dst-port"?: string;
  /** Flags that are set: the `syn` of a connection's first packet and of the first answer. */
  readonly "tcp-flags"?: string;
  /** The fields that are hashed, the number of remainders, and the one that matches: `both-addresses:3/0`. */
  readonly "per-connection-classifier"?: string;
}

/** `/ip/firewall/nat`: gives connections the address of the interface that they leave by. */
export interface MasqueradeRow extends Row, Matchers {
  readonly chain: "srcnat";
  readonly action: "masquerade";
}

/** `/ip/firewall/nat`: gives connections another destination. */
export interface DstNatRow extends Row, Matchers {
  readonly chain: "dstnat";
  readonly action: "dst-nat";
  readonly "to-addresses": string;
  /** Absent where the port stays. */
  readonly "to-ports"?: string;
}

/** `/ip/firewall/nat`. */
export type NatRow = MasqueradeRow | DstNatRow;

/** A chain of `/ip/firewall/mangle`, where a packet is on its way through the router. */
export type MangleChain = "prerouting" | "input" | "forward" | "output" | "postrouting";

/** `/ip/firewall/mangle`: a rule that marks the connection of the packets it matches. */
export interface MarkConnectionRow extends Row, Matchers {
  readonly chain: MangleChain;
  readonly action: "mark-connection";
  readonly "new-connection-mark": string;
  readonly passthrough: boolean;
}

/** `/ip/firewall/mangle`: a rule that sends the packets it matches to a routing table. */
export interface MarkRoutingRow extends Row, Matchers {
  /** Elsewhere the way is chosen already. */
  readonly chain: "prerouting" | "output";
  readonly action: "mark-routing";
  readonly "new-routing-mark": string;
  readonly passthrough: boolean;
}

/** `/ip/firewall/mangle`: a rule that lowers the segment size which TCP connections agree on. */
export interface ChangeMssRow extends Row, Matchers {
  readonly chain: "forward";
  readonly action: "change-mss";
  /** To what fits through the interface that the packet leaves by. */
  readonly "new-mss": "clamp-to-pmtu";
  readonly passthrough: boolean;
}

/** `/ip/firewall/mangle`. */
export type MangleRow = MarkConnectionRow | MarkRoutingRow | ChangeMssRow;

/** `/ipv6/firewall/nat`: hands packets to another port of the router's own. */
export interface Ipv6RedirectRow extends Row, Matchers {
  readonly chain: "dstnat";
  readonly action: "redirect";
  readonly "to-ports": string;
}

/** `/ip/firewall/raw`: a rule that discards packets before connection tracking, NAT and filter see them. */
export interface RawRow extends Row, Matchers {
  readonly chain: "prerouting";
  readonly action: "drop";
}

/** `/ip/settings`: the part of the device's IP settings that a gateway may manage. */
export interface IpSettingsRow {
  readonly "ipv4-multipath-hash-policy": string;
}

/** `/ip/dns`: the part of the device's resolver that a gateway may manage. */
export interface DnsRow {
  readonly servers?: string[];
  readonly "allow-remote-requests"?: boolean;
}

/** `/ip/dns/static`: a name that the router answers itself. */
export interface DnsAddressRow extends Row {
  readonly name: string;
  readonly type: "A";
  readonly address: string;
  readonly ttl: string;
}

/** `/ip/dns/static`: a domain that another resolver is asked for. */
export interface DnsForwardRow extends Row {
  readonly name: string;
  readonly type: "FWD";
  readonly "forward-to": string;
  /** Whether names below `name` are forwarded too. */
  readonly "match-subdomain": boolean;
  readonly ttl: string;
}

/** `/ip/dns/static`. */
export type DnsStaticRow = DnsAddressRow | DnsForwardRow;

/** The menus that a gateway may have rows in, and what their rows hold. */
export interface MenuRows {
  readonly "/interface/pppoe-client": PppoeClientRow;
  readonly "/ip/address": AddressRow;
  readonly "/interface/list": InterfaceListRow;
  readonly "/interface/list/member": InterfaceListMemberRow;
  readonly "/ip/dhcp-client": DhcpClientRow;
  readonly "/ip/firewall/address-list": AddressListRow;
  readonly "/routing/table": RoutingTableRow;
  readonly "/routing/rule": RoutingRuleRow;
  readonly "/ip/route": RouteRow;
  readonly "/ip/firewall/nat": NatRow;
  readonly "/ip/firewall/mangle": MangleRow;
  readonly "/ip/firewall/raw": RawRow;
  readonly "/ipv6/firewall/nat": Ipv6RedirectRow;
  readonly "/ip/settings": IpSettingsRow;
  readonly "/ip/dns": DnsRow;
  readonly "/ip/dns/static": DnsStaticRow;
}

/** A menu that a gateway may have rows in. */
export type Menu = keyof MenuRows;

import type { RouterRow } from "./rest-client";
import type { MenuPath } from "./router-rows";

/** A menu, or a part of one, that belongs to a section of the article. */
export interface SectionPart {
  readonly menu: MenuPath;
  /** Which of the menu's rows; all of them where it is left out. */
  readonly rows?: (row: RouterRow) => boolean;
}

/** A section of the article: what it tells its reader to type, and where the rows are to be found. */
export interface ArticleSection {
  readonly heading: string;
  /** The article's configuration as RouterOS 7 takes it. */
  readonly commands: readonly string[];
  /** What differs from the article's letter, and why. */
  readonly notes?: readonly string[];
  readonly parts: readonly SectionPart[];
}

const inMain = (row: RouterRow): boolean => (row["routing-table"] ?? "main") === "main";
const isDefault = (row: RouterRow): boolean => row["dst-address"] === "0.0.0.0/0";
const isStatic = (row: RouterRow): boolean => row["dynamic"] !== "true";

/** The sections of the article that configure something, in its order and under its headings. */
export const ARTICLE: readonly ArticleSection[] = [
  {
    heading: "IP Addresses",
    commands: [
      "/ip/address",
      "add address=192.168.0.1/24 network=192.168.0.0 interface=Local",
      "add address=10.111.0.2/24 network=10.111.0.0 interface=wlan2",
      "add address=10.112.0.2/24 network=10.112.0.0 interface=wlan1",
    ],
    parts: [{ menu: "ip/address" }],
  },
  {
    heading: "NAT",
    commands: [
      "/ip/firewall/nat",
      "add chain=srcnat out-interface=wlan1 action=masquerade",
      "add chain=srcnat out-interface=wlan2 action=masquerade",
    ],
    parts: [{ menu: "ip/firewall/nat" }],
  },
  {
    heading: "Routing",
    commands: [
      "/ip/route",
      "add dst-address=0.0.0.0/0 gateway=10.111.0.1 check-gateway=ping",
      "add dst-address=0.0.0.0/0 gateway=10.112.0.1 check-gateway=ping",
    ],
    notes: ["RouterOS 6 took both gateways in one route; RouterOS 7 makes one ECMP group of equal routes."],
    parts: [{ menu: "ip/route", rows: (row) => inMain(row) && isDefault(row) }],
  },
  {
    heading: "Connections to the router itself",
    commands: [
      "/routing/table",
      "add name=to_wlan1 fib",
      "add name=to_wlan2 fib",
      "/ip/firewall/mangle",
      "add chain=input in-interface=wlan1 action=mark-connection new-connection-mark=wlan1_conn",
      "add chain=input in-interface=wlan2 action=mark-connection new-connection-mark=wlan2_conn",
      "add chain=output connection-mark=wlan1_conn action=mark-routing new-routing-mark=to_wlan1",
      "add chain=output connection-mark=wlan2_conn action=mark-routing new-routing-mark=to_wlan2",
      "/ip/route",
      "add dst-address=0.0.0.0/0 gateway=10.112.0.1 routing-table=to_wlan1",
      "add dst-address=0.0.0.0/0 gateway=10.111.0.1 routing-table=to_wlan2",
    ],
    notes: [
      "As meant, not as printed: there both marks lead from wlan1_conn, to_wlan1 goes by wlan2's gateway,",
      "and to_wlan2 by the router's own address. RouterOS 7 wants a table to exist before it is named.",
    ],
    parts: [
      { menu: "routing/table", rows: isStatic },
      { menu: "ip/firewall/mangle" },
      { menu: "ip/route", rows: (row) => !inMain(row) },
    ],
  },
  {
    heading: "DNS issues",
    commands: [],
    notes: [
      "In words only: public DNS servers; and for what only one ISP serves, a static entry and a route",
      "that pins it to that ISP.",
    ],
    parts: [
      { menu: "ip/dns" },
      { menu: "ip/dns/static" },
      { menu: "ip/route", rows: (row) => inMain(row) && !isDefault(row) && isStatic(row) },
    ],
  },
];

import { InterfaceList } from "@cdktf/provider-routeros/lib/interface-list";
import { InterfaceListMember } from "@cdktf/provider-routeros/lib/interface-list-member";
import { InterfacePppoeClient } from "@cdktf/provider-routeros/lib/interface-pppoe-client";
import { IpAddress } from "@cdktf/provider-routeros/lib/ip-address";
import { IpDhcpClient } from "@cdktf/provider-routeros/lib/ip-dhcp-client";
import { IpDns } from "@cdktf/provider-routeros/lib/ip-dns";
import { IpDnsRecord } from "@cdktf/provider-routeros/lib/ip-dns-record";
import { IpFirewallAddrList } from "@cdktf/provider-routeros/lib/ip-firewall-addr-list";
import { IpFirewallMangle } from "@cdktf/provider-routeros/lib/ip-firewall-mangle";
import { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";
import { IpFirewallRaw } from "@cdktf/provider-routeros/lib/ip-firewall-raw";
import { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import { IpSettings } from "@cdktf/provider-routeros/lib/ip-settings";
import { Ipv6FirewallNat } from "@cdktf/provider-routeros/lib/ipv6-firewall-nat";
import { RoutingRule } from "@cdktf/provider-routeros/lib/routing-rule";
import { RoutingTable } from "@cdktf/provider-routeros/lib/routing-table";
import type { TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Menu, MenuRows } from "../../routeros/rows";

/** `dst-address` becomes `dstAddress`. */
type CamelCase<Name> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** The configuration of a generated resource for a row. */
type ConfigOf<Row> = { readonly [Name in keyof Row as CamelCase<Name>]: Row[Name] };

/** A generated resource class that takes a row of this kind. */
type ResourceClass<Row, Resource extends TerraformResource = TerraformResource> = new (
  scope: Construct,
  id: string,
  config: ConfigOf<Row> & TerraformMetaArguments,
) => Resource;

/** The provider's resource for the rows of each menu. */
const CLASSES = {
  "/interface/pppoe-client": InterfacePppoeClient,
  "/ip/address": IpAddress,
  "/interface/list": InterfaceList,
  "/interface/list/member": InterfaceListMember,
  "/ip/dhcp-client": IpDhcpClient,
  "/ip/firewall/address-list": IpFirewallAddrList,
  "/routing/table": RoutingTable,
  "/routing/rule": RoutingRule,
  "/ip/route": IpRoute,
  "/ip/firewall/nat": IpFirewallNat,
  "/ip/firewall/mangle": IpFirewallMangle,
  "/ip/firewall/raw": IpFirewallRaw,
  "/ipv6/firewall/nat": Ipv6FirewallNat,
  "/ip/settings": IpSettings,
  "/ip/dns": IpDns,
  "/ip/dns/static": IpDnsRecord,
} satisfies { readonly [In in Menu]: ResourceClass<MenuRows[In]> };

/** The resource of a row in a menu. */
export type ResourceOf<In extends Menu> = InstanceType<(typeof CLASSES)[In]>;

/** The class that makes resources of the rows in a menu. */
export function classOf<In extends Menu>(menu: In): ResourceClass<MenuRows[In], ResourceOf<In>> {
  // TypeScript checks the table menu by menu, but cannot apply that to a menu that it does not know.
  return CLASSES[menu] as unknown as ResourceClass<MenuRows[In], ResourceOf<In>>;
}

/** A row as the configuration of its resource. */
export function configOf<Row extends object>(row: Readonly<Row>): ConfigOf<Row> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as ConfigOf<Row>;
}

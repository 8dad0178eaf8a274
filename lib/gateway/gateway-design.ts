import { ownershipComment } from "../routeros/ownership-comment";
import type { AddressRow } from "../routeros/rows";
import { designNotBalanced } from "./balancing/not-balanced";
import { followsMarks } from "./balancing/sticky-connections";
import type { DesignContext } from "./design-context";
import { designPin, type PinDesign, pinBlackhole } from "./destination-pins/pin-rows";
import { pinsOf } from "./destination-pins/pins";
import { type DnsDesign, designDns } from "./dns/dns-rows";
import type { GatewayDescription } from "./gateway-description";
import { designLanList, type LanListDesign } from "./lan/lan-interface-list";
import { designLanRouting, type LanRouting } from "./lan/lan-routing";
import { designManagementList } from "./management/management-list";
import { designHairpinMasquerade } from "./port-forwards/forward-marks";
import { lanName, owner, SETTINGS } from "./router-names";
import { type RowSpec, rowSpec } from "./row-spec";
import type { TokenResolver } from "./token-resolver";
import { designWanBase } from "./wan/wan-base";
import { designWan, type WanDesign } from "./wan/wan-design";
import { ambiguousGateways } from "./wan/wan-routes";

/**
 * The rows of a gateway, each with the rows that must stand before it.
 *
 * Applied in that order, and destroyed in the reverse, there is no moment in which traffic leaves a WAN
 * unmasqueraded, a mark points into an empty table, or an operator on the LAN is cut off early: the LANs' own table
 * and rules, LAN addresses, lists, tables, masquerade, WAN addresses, policy routes, pins and default routes, marks; a
 * chain per WAN.
 */
export interface GatewayDesign {
  readonly lanRouting: LanRouting;
  readonly lanAddresses: readonly RowSpec<"/ip/address">[];
  /** What rules match the LANs by; absent where none does. */
  readonly lanList?: LanListDesign;
  /** Where the router is managed from; empty where nothing says so. */
  readonly managementList: readonly RowSpec<"/ip/firewall/address-list">[];
  /** What no rule leads past table main; none where no rule could. */
  readonly notBalanced: readonly RowSpec<"/ip/firewall/address-list">[];
  /** What brings replies of hosts to their neighbours back through the router; absent where nothing asks for it. */
  readonly hairpinMasquerade?: RowSpec<"/ip/firewall/nat">;
  readonly ipSettings?: RowSpec<"/ip/settings">;
  readonly wans: readonly WanDesign[];
  readonly pins: readonly PinDesign[];
  readonly dns: DnsDesign;
}

/**
 * Derives every row of a gateway from its description, which must have passed {@link problemsOf}.
 *
 * @param id the construct's id: what comments begin with where neither `comment` nor `name` says otherwise
 */
export function designGateway(
  description: GatewayDescription,
  id: string,
  values: TokenResolver,
): GatewayDesign {
  const context: DesignContext = {
    description,
    owner: owner(description, id),
    values,
    ambiguousGateways: ambiguousGateways(description.wans, values),
  };
  const lanRouting = designLanRouting(context);
  const lanAddresses = designLanAddresses(context, lanRouting);
  const lanList = followsMarks(description) ? designLanList(context, lanAddresses) : undefined;
  const afterLans = lanList === undefined ? lanAddresses : [lanList.members.at(-1) ?? lanList.list];
  const managementList = designManagementList(context, afterLans);
  const afterManagement = managementList.length > 0 ? managementList.slice(-1) : afterLans;
  const notBalanced = designNotBalanced(context, afterManagement);
  const afterLists = notBalanced.length > 0 ? notBalanced.slice(-1) : afterManagement;
  const hairpinMasquerade = designHairpinMasquerade(context, afterLans);
  const ownTable = lanRouting.table === undefined ? [] : [lanRouting.table];
  const ipSettings = designIpSettings(description);
  const pins = pinsOf(description, values).flatMap((pin) =>
    description.wans
      .filter(({ name }) => name === pin.wan)
      .map((wan) => ({ pin, blackhole: pinBlackhole(pin, wan, context, [...ownTable, ...lanAddresses]) })),
  );
  const blackholes = pins.flatMap(({ blackhole }) => blackhole ?? []);
  const bases = description.wans.map((wan) => designWanBase(wan, context, [...ownTable, ...afterLists]));
  const wans = bases.map((base) =>
    designWan(base, {
      ...context,
      beforeRoutesBy: (wan) => bases.filter((other) => other.wan === wan).flatMap(({ last }) => last),
      hairpinMasquerade,
      // A blocked pin fails closed: its blackhole stands before any default route can carry its traffic.
      afterDefaultRoute: ipSettings === undefined ? blackholes : [ipSettings, ...blackholes],
    }),
  );
  const pinDesigns = pins.flatMap(({ pin, blackhole }) =>
    wans.filter(({ wan }) => wan.name === pin.wan).map((wan) => designPin(pin, blackhole, wan, context)),
  );
  return Object.freeze({
    lanRouting,
    lanAddresses,
    lanList,
    managementList: Object.freeze(managementList),
    notBalanced: Object.freeze(notBalanced),
    hairpinMasquerade,
    ipSettings,
    wans,
    pins: pinDesigns,
    dns: designDns(context, wans, pinDesigns),
  });
}

/** The rows that the WANs share to match the LANs; a port forward that is added later may be the first to need them. */
export function sharedRowsOf({ lanList, hairpinMasquerade }: GatewayDesign): RowSpec[] {
  return [lanList?.list, ...(lanList?.members ?? []), hairpinMasquerade].filter((row) => row !== undefined);
}

/** Every row of a gateway, in an order in which none stands before what it comes after. */
export function rowsOf(design: GatewayDesign): RowSpec[] {
  const present = (rows: readonly (RowSpec | undefined)[]): RowSpec[] =>
    rows.filter((row) => row !== undefined);
  return present([
    design.lanRouting.table,
    ...design.lanRouting.rules,
    ...design.lanAddresses,
    ...sharedRowsOf(design),
    ...design.managementList,
    ...design.notBalanced,
    design.ipSettings,
    ...design.pins.map((pin) => pin.blackhole),
    ...design.wans.flatMap((wan) => wan.base.rows),
    ...design.wans.flatMap((wan) => wan.rows),
    ...design.pins.flatMap((pin) => [...pin.policyRoutes, ...pin.ways]),
    design.dns.resolver,
    ...design.dns.records,
    ...design.dns.domains,
  ]);
}

function designLanAddresses(
  { description, owner, values }: DesignContext,
  { rules }: LanRouting,
): RowSpec<"/ip/address">[] {
  const lastRule = new Map(rules.map((rule) => [rule.row.interface, rule]));
  return description.lans.flatMap((lan) => {
    if (lan.address === undefined) {
      return [];
    }
    const row: AddressRow = {
      address: lan.address,
      network: values.networkOf(lan.address),
      interface: lan.interface,
      // A disabled gateway keeps its LAN addresses, by which the router is managed.
      disabled: false,
      comment: ownershipComment({ owner, member: lanName(lan), role: "address" }),
    };
    const routed = lastRule.get(lan.interface);
    return [rowSpec("/ip/address", [lanName(lan), "address"], row, routed === undefined ? [] : [routed])];
  });
}

function designIpSettings({ balancing }: GatewayDescription): RowSpec<"/ip/settings"> | undefined {
  return balancing?.hashPolicy === undefined
    ? undefined
    : rowSpec("/ip/settings", [SETTINGS, "ip"], { "ipv4-multipath-hash-policy": balancing.hashPolicy }, []);
}

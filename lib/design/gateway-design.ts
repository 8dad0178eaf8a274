import type { GatewayDescription } from "../props/gateway-description";
import type { AddressRow } from "../routing/rows";
import { type DnsDesign, designDns } from "./dns-design";
import { followsMarks } from "./follow-design";
import { designHairpinMasquerade } from "./forward-marks";
import { designLanList, type LanListDesign } from "./lan-list";
import { designLanRouting, type LanRouting } from "./lan-routing";
import { designManagementList } from "./management-list";
import { lanName, owner, SETTINGS } from "./names";
import { designNotBalanced } from "./not-balanced";
import { designPin, type PinDesign, pinBlackhole } from "./pin-design";
import { pinsOf } from "./pins";
import { type Placed, place } from "./placed";
import type { Surroundings } from "./surroundings";
import type { Values } from "./values";
import { designWanBase } from "./wan-base";
import { designWan, type WanDesign } from "./wan-design";
import { ambiguousGateways } from "./wan-routes";

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
  readonly lanAddresses: readonly Placed<"/ip/address">[];
  /** What rules match the LANs by; absent where none does. */
  readonly lanList?: LanListDesign;
  /** Where the router is managed from; empty where nothing says so. */
  readonly managementList: readonly Placed<"/ip/firewall/address-list">[];
  /** What no rule leads past table main; none where no rule could. */
  readonly notBalanced: readonly Placed<"/ip/firewall/address-list">[];
  /** What brings replies of hosts to their neighbours back through the router; absent where nothing asks for it. */
  readonly hairpinMasquerade?: Placed<"/ip/firewall/nat">;
  readonly ipSettings?: Placed<"/ip/settings">;
  readonly wans: readonly WanDesign[];
  readonly pins: readonly PinDesign[];
  readonly dns: DnsDesign;
}

/**
 * Derives every row of a gateway from its description, which must have passed {@link problemsOf}.
 *
 * @param id the construct's id: what comments begin with where neither `comment` nor `name` says otherwise
 */
export function designGateway(description: GatewayDescription, id: string, values: Values): GatewayDesign {
  const around: Surroundings = {
    description,
    owner: owner(description, id),
    values,
    ambiguousGateways: ambiguousGateways(description.wans, values),
  };
  const lanRouting = designLanRouting(around);
  const lanAddresses = designLanAddresses(around, lanRouting);
  const lanList = followsMarks(description) ? designLanList(around, lanAddresses) : undefined;
  const afterLans = lanList === undefined ? lanAddresses : [lanList.members.at(-1) ?? lanList.list];
  const managementList = designManagementList(around, afterLans);
  const afterManagement = managementList.length > 0 ? managementList.slice(-1) : afterLans;
  const notBalanced = designNotBalanced(around, afterManagement);
  const afterLists = notBalanced.length > 0 ? notBalanced.slice(-1) : afterManagement;
  const hairpinMasquerade = designHairpinMasquerade(around, afterLans);
  const ownTable = lanRouting.table === undefined ? [] : [lanRouting.table];
  const ipSettings = designIpSettings(description);
  const pins = pinsOf(description, values).flatMap((pin) =>
    description.wans
      .filter(({ name }) => name === pin.wan)
      .map((wan) => ({ pin, blackhole: pinBlackhole(pin, wan, around, [...ownTable, ...lanAddresses]) })),
  );
  const blackholes = pins.flatMap(({ blackhole }) => blackhole ?? []);
  const bases = description.wans.map((wan) => designWanBase(wan, around, [...ownTable, ...afterLists]));
  const wans = bases.map((base) =>
    designWan(base, {
      ...around,
      beforeRoutesBy: (wan) => bases.filter((other) => other.wan === wan).flatMap(({ last }) => last),
      hairpinMasquerade,
      // A blocked pin fails closed: its blackhole stands before any default route can carry its traffic.
      afterDefaultRoute: ipSettings === undefined ? blackholes : [ipSettings, ...blackholes],
    }),
  );
  const pinDesigns = pins.flatMap(({ pin, blackhole }) =>
    wans.filter(({ wan }) => wan.name === pin.wan).map((wan) => designPin(pin, blackhole, wan, around)),
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
    dns: designDns(around, wans, pinDesigns),
  });
}

/** The rows that the WANs share to match the LANs; a port forward that is added later may be the first to need them. */
export function sharedRowsOf({ lanList, hairpinMasquerade }: GatewayDesign): Placed[] {
  return [lanList?.list, ...(lanList?.members ?? []), hairpinMasquerade].filter((row) => row !== undefined);
}

/** Every row of a gateway, in an order in which none stands before what it comes after. */
export function rowsOf(design: GatewayDesign): Placed[] {
  const present = (rows: readonly (Placed | undefined)[]): Placed[] =>
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
  { description, owner, values }: Surroundings,
  { rules }: LanRouting,
): Placed<"/ip/address">[] {
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
      comment: `${owner}/${lanName(lan)}/address`,
    };
    const routed = lastRule.get(lan.interface);
    return [place("/ip/address", [lanName(lan), "address"], row, routed === undefined ? [] : [routed])];
  });
}

function designIpSettings({ balancing }: GatewayDescription): Placed<"/ip/settings"> | undefined {
  return balancing?.hashPolicy === undefined
    ? undefined
    : place("/ip/settings", [SETTINGS, "ip"], { "ipv4-multipath-hash-policy": balancing.hashPolicy }, []);
}

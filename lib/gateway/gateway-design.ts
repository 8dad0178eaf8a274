import { usesLanMarks } from "./balancing/balancing-marks";
import { designNotBalanced } from "./balancing/not-balanced";
import { DesignContext } from "./design-context";
import { type DnsDesign, designDns } from "./dns/dns-rows";
import type { GatewayDescription } from "./gateway-description";
import {
  designLanAddresses,
  designLanList,
  designLanRouting,
  type LanListDesign,
  type LanRouting,
} from "./lan/lan-rows";
import { designManagementList } from "./management/management-list";
import { designPin, designPinBlackhole, type PinDesign, pinsOnWans } from "./policies/pin-rows";
import {
  designManagementRules,
  designPolicies,
  designPolicyTables,
  type PolicyDesign,
} from "./policies/policy-rows";
import { designHairpinMasquerade } from "./port-forwards/forward-rows";
import { SETTINGS } from "./router-names";
import type { RowSpec } from "./row-spec";
import type { TokenResolver } from "./token-resolver";
import { designWan, designWanBase, type WanDesign } from "./wan/wan-design";

/** The rows of a gateway by what they are for. */
export interface GatewayDesign {
  readonly lanRouting: LanRouting;
  readonly lanAddresses: readonly RowSpec<"/ip/address">[];
  /** Undefined where no rule matches the LANs, or where you name a list. */
  readonly lanList?: LanListDesign;
  /** The address list of the management sources. */
  readonly managementList: readonly RowSpec<"/ip/firewall/address-list">[];
  /** The address list of what only table main routes. */
  readonly notBalanced: readonly RowSpec<"/ip/firewall/address-list">[];
  /** Brings the replies of forwards from a LAN back through the router. */
  readonly hairpinMasquerade?: RowSpec<"/ip/firewall/nat">;
  readonly ipSettings?: RowSpec<"/ip/settings">;
  readonly wans: readonly WanDesign[];
  readonly pins: readonly PinDesign[];
  readonly policies: readonly PolicyDesign[];
  /** The routing rules whose order matters, in that order. */
  readonly orderedRules: readonly RowSpec<"/routing/rule">[];
  readonly dns: DnsDesign;
  /** All rows: each after the rows that it depends on. */
  readonly rows: readonly RowSpec[];
}

/**
 * Designs every row of a gateway from its description, which must have no problems.
 *
 * @param id the construct's id: what comments begin with where neither `comment` nor `name` is given
 */
export function designGateway(
  description: GatewayDescription,
  id: string,
  values: TokenResolver,
): GatewayDesign {
  const context = new DesignContext(description, id, values);
  const lanRouting = designLanRouting(context);
  const lanAddresses = designLanAddresses(context, lanRouting);
  const lanList = usesLanMarks(description) ? designLanList(context) : undefined;
  const hairpinMasquerade = designHairpinMasquerade(context);
  const managementList = designManagementList(context);
  const notBalanced = designNotBalanced(context);
  const ipSettings = designIpSettings(context);
  const pinned = pinsOnWans(context).map((pin) => ({ pin, blackhole: designPinBlackhole(pin) }));
  const policyTables = designPolicyTables(context);
  // Backup routes of a WAN depend on the bases of the others.
  const bases = context.wans.map((wan) => ({ wan, base: designWanBase(wan) }));
  const wans = bases.map(({ wan, base }) => designWan(base, wan));
  const pins = pinned.map(({ pin, blackhole }) => designPin(pin, blackhole));
  const managementRules = designManagementRules(context);
  const policies = designPolicies(context, policyTables);
  const dns = designDns(context, pins);
  return Object.freeze({
    lanRouting,
    lanAddresses,
    lanList,
    managementList: Object.freeze(managementList),
    notBalanced: Object.freeze(notBalanced),
    hairpinMasquerade,
    ipSettings,
    wans,
    pins,
    policies,
    orderedRules: Object.freeze([
      ...lanRouting.rules,
      // Policies by routes are the first ones.
      ...(policies.length > 0 ? pins.flatMap(({ rule }) => rule ?? []) : []),
      ...managementRules,
      ...policies.flatMap(({ rules }) => rules),
    ]),
    dns,
    rows: Object.freeze(context.rows),
  });
}

/** The rows that all WANs share to match the LANs. The first port forward, which can be added later, may create them. */
export function sharedRowsOf({ lanList, hairpinMasquerade }: GatewayDesign): RowSpec[] {
  return [lanList?.list, ...(lanList?.members ?? []), hairpinMasquerade].filter((row) => row !== undefined);
}

function designIpSettings(context: DesignContext): RowSpec<"/ip/settings"> | undefined {
  const { hashPolicy } = context.description.balancing ?? {};
  return hashPolicy === undefined
    ? undefined
    : context.add(
        "/ip/settings",
        { path: [SETTINGS, "ip"], stages: ["settings"] },
        { "ipv4-multipath-hash-policy": hashPolicy },
      );
}

import { IpAddress } from "@cdktf/provider-routeros/lib/ip-address";
import { IpFirewallFilter } from "@cdktf/provider-routeros/lib/ip-firewall-filter";
import { IpFirewallMangle } from "@cdktf/provider-routeros/lib/ip-firewall-mangle";
import { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";
import { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import { MoveItems } from "@cdktf/provider-routeros/lib/move-items";
import type { TerraformStack } from "cdktf";
import type { LabRouter } from "../../../lab/router";
import {
  Balancing,
  ClassifyBy,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  HashPolicy,
  HealthCheck,
  type StaticWanOptions,
  Wan,
} from "../../../lib";

/** Fills a stack. */
export type Fill = (stack: TerraformStack) => unknown;

/** A change whose plan is kept, with what its review says. */
export interface Change {
  /** What the files are called. */
  readonly file: string;
  /** What stands before it; nothing, where nothing is said. */
  readonly from?: Fill;
  /** What somebody did to the router by hand since then. */
  readonly byHand?: (router: LabRouter) => void;
  readonly to: Fill | "nothing";
  /** What the plan brings that is not a note, in short; and for open connections, how many of them move. */
  readonly brings: readonly string[];
}

const LAN = { interface: "Local", address: "192.168.0.1/24" };

/** The networks of the uplinks, by their number. */
const NETWORKS: Readonly<Record<number, string>> = {
  1: "10.112.0",
  2: "10.111.0",
  3: "10.113.0",
  4: "10.114.0",
};

const at = (i: number) => ({ address: `${NETWORKS[i]}.2/24`, gateway: `${NETWORKS[i]}.1` });

/** An uplink as the article has it. */
const wlan = (i: number, more: Partial<StaticWanOptions> = {}) =>
  Wan.static({ name: `wlan${i}`, interface: `wlan${i}`, ...at(i), ...more });

type Props = Partial<EcmpMasqueradeGatewayProps>;

/** Puts a gateway in a stack. */
const gateway =
  (wans: readonly Wan[], more: Props = {}) =>
  (stack: TerraformStack) =>
    new EcmpMasqueradeGateway(stack, "gateway", { lans: [LAN], wans: [...wans], ...more });

const TWO = [wlan(1), wlan(2)];
const THREE = [...TWO, wlan(3)];

/** Where most changes begin, which is deployed once for all of them. */
const twoWans = gateway(TWO);
const threeWans = gateway(THREE);

/** A classifier of two uplinks with these weights. */
const weighted = (first: number, second: number) =>
  gateway([wlan(1, { weight: first }), wlan(2, { weight: second })], {
    balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
  });

/** The gateway, and the rule taken away that reads the mark of an uplink. */
const withoutAnswers: Fill = (stack) => {
  gateway(TWO)(stack);
  stack.node.findChild("gateway").node.findChild("wlan2").node.tryRemoveChild("mark-routing");
};

/** Two rules that steer the LAN, the one for all of it and the one for half of it, in this order. */
const steered =
  (...order: readonly ("all" | "half")[]): Fill =>
  (stack) => {
    const { wans } = gateway(TWO)(stack);
    const steer = (wan: number, srcAddress: string) => ({
      chain: "prerouting",
      action: "mark-routing",
      newRoutingMark: wans[wan]?.routingTable.name,
      inInterface: LAN.interface,
      srcAddress,
      dstAddressType: "!local",
      passthrough: false,
    });
    const rules = {
      all: new IpFirewallMangle(stack, "all", steer(0, "192.168.0.0/24")),
      half: new IpFirewallMangle(stack, "half", steer(1, "192.168.0.128/25")),
    };
    new MoveItems(stack, "order", {
      resourcePath: "/ip/firewall/mangle",
      sequence: order.map((name) => rules[name].id),
    });
  };

/** A gateway whose rules come before a rule of somebody else. */
const beforeOthers =
  (wans: readonly Wan[]): Fill =>
  (stack) => {
    const others = new IpFirewallNat(stack, "others", { chain: "srcnat", action: "accept" });
    gateway(wans, { placeBefore: { nat: others.id } })(stack);
  };

/** FastTrack for all that is established, beside a classifier, whose marks it passes by. */
const fastTracked: Fill = (stack) => {
  weighted(1, 1)(stack);
  const established = { chain: "forward", connectionState: "established,related" };
  const fasttrack = new IpFirewallFilter(stack, "fasttrack", {
    ...established,
    action: "fasttrack-connection",
    hwOffload: false,
  });
  new IpFirewallFilter(stack, "accept", { ...established, action: "accept", dependsOn: [fasttrack] });
};

/** Another gateway beside ours, written by hand, whose default route is equal to ours. */
const colliding: Fill = (stack) => {
  gateway(TWO)(stack);
  const { address, gateway: firstHop } = at(3);
  const masquerade = new IpFirewallNat(stack, "masquerade", {
    chain: "srcnat",
    action: "masquerade",
    outInterface: "wlan3",
  });
  const wan = new IpAddress(stack, "address", { interface: "wlan3", address, dependsOn: [masquerade] });
  new IpRoute(stack, "route", {
    dstAddress: "0.0.0.0/0",
    gateway: firstHop,
    checkGateway: "ping",
    dependsOn: [wan],
  });
};

/** The changes, of gateways that the packets' network has the uplinks for. */
export const CHANGES: readonly Change[] = [
  { file: "create", to: gateway(TWO), brings: [] },
  { file: "nothing", from: twoWans, to: gateway(TWO), brings: [] },
  { file: "add-wan", from: twoWans, to: gateway(THREE), brings: ["connections-move 1/3"] },
  {
    file: "add-wan-before-other-rules",
    from: beforeOthers(TWO),
    to: beforeOthers(THREE),
    brings: ["connections-move 1/3", "transient-unmasqueraded"],
  },
  { file: "remove-wan", from: threeWans, to: gateway(TWO), brings: ["connections-move 1/3"] },
  { file: "reweight", from: weighted(3, 1), to: weighted(1, 3), brings: [] },
  {
    file: "rename-wan",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { name: "fiber" })]),
    brings: ["value-in-use"],
  },
  {
    file: "rename-wan-with-renamed-from",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { name: "fiber", renamedFrom: "wlan2" })]),
    brings: [],
  },
  { file: "reorder-wans", from: twoWans, to: gateway([wlan(2), wlan(1)]), brings: [] },
  {
    file: "change-gateway",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { gateway: "10.111.0.126" })]),
    brings: ["connections-move"],
  },
  {
    file: "change-address",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { address: "10.111.0.3/24" })]),
    brings: ["connections-move 1/2"],
  },
  {
    file: "change-interface",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { interface: "wlan3", ...at(3) })]),
    brings: ["connections-move 1/2", "transient-mark-into-empty-table", "transient-unmasqueraded"],
  },
  {
    file: "change-table-name",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { routerName: "fiber" })]),
    brings: ["transient-mark-into-empty-table"],
  },
  {
    file: "drop-health-check",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { healthCheck: HealthCheck.none() })]),
    brings: ["failure-loses-traffic", "health-unchecked"],
  },
  {
    file: "check-beyond-first-hop",
    from: twoWans,
    to: gateway([
      wlan(1, { healthCheck: HealthCheck.recursive({ targets: ["9.9.9.9"] }) }),
      wlan(2, { healthCheck: HealthCheck.recursive({ targets: ["1.1.1.1"] }) }),
    ]),
    brings: [],
  },
  {
    file: "change-hash-policy",
    from: twoWans,
    to: gateway(TWO, { balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }) }),
    brings: ["connections-move"],
  },
  {
    file: "delete-mark",
    from: twoWans,
    to: withoutAnswers,
    brings: ["connection-mark-unused", "reply-path", "table-unused"],
  },
  {
    file: "move-rule",
    from: steered("half", "all"),
    to: steered("all", "half"),
    brings: ["connections-move all", "rule-unreachable"],
  },
  {
    file: "hand-edit",
    from: twoWans,
    byHand: (router) => {
      const [route] = router
        .rows("/ip/route")
        .filter((row) => row["comment"] === "gateway/wlan2/default-route");
      router.set("/ip/route", route?.[".id"], { disabled: "yes" });
    },
    to: gateway(TWO),
    brings: ["connections-move 1/2"],
  },
  { file: "switch-balancing", from: twoWans, to: weighted(3, 1), brings: [] },
  { file: "switch-balancing-back", from: weighted(1, 3), to: gateway(TWO), brings: ["connections-move 1/4"] },
  {
    file: "swap-wans",
    from: twoWans,
    to: gateway([wlan(1, at(2)), wlan(2, at(1))]),
    brings: ["two-applies-needed", "connections-move all", "transient-mark-into-empty-table"],
  },
  { file: "add-fasttrack", from: weighted(1, 1), to: fastTracked, brings: ["fasttrack-marked"] },
  {
    file: "collide-gateways",
    from: twoWans,
    to: colliding,
    brings: ["distance-collision", "reply-path", "connections-move 1/3"],
  },
  {
    file: "disable-wan",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { disabled: true })]),
    brings: ["failure-loses-traffic", "connections-move 1/2", "transient-mark-into-empty-table"],
  },
  {
    file: "demote-wan",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { tier: 2 })]),
    brings: ["connections-move 1/2"],
  },
  {
    file: "drop-masquerade",
    from: twoWans,
    to: gateway([wlan(1), wlan(2, { masquerade: false })]),
    brings: ["wan-unmasqueraded"],
  },
  {
    file: "add-port-forward",
    from: twoWans,
    to: gateway(TWO, { portForwards: [{ name: "web", ports: "8443", to: "192.168.0.20" }] }),
    brings: ["newly-reachable"],
  },
  { file: "destroy", from: threeWans, to: "nothing", brings: ["distribution-change"] },
];

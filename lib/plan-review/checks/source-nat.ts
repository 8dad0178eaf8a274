import type { StateCheck, View } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { known, resourcesOf } from "../model/values";
import { distributionOf, formatShare } from "../traffic/distribution";
import { untranslatedOf } from "../traffic/untranslated";

/** Sources that an ISP does not route: connections without NAT, and those that keep another WAN's source. */
export const sourceNat: StateCheck = (view) => [...untranslated(view), ...keptSources(view)];

/** A part of a LAN's connections that leaves by a WAN untranslated. */
interface Untranslated {
  readonly lan: string;
  share: number;
  readonly resources: Set<string>;
}

/** Connections of a LAN's private addresses that leave by a WAN as they are; of several LANs the one with most of them. */
function untranslated({ snapshot, origins, wans, change }: View): readonly Finding[] {
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const worst = new Map<string, Untranslated>();
  for (const { name, flow } of origins.filter(({ flow: { inInterface } }) => inInterface !== undefined)) {
    const ofLan = new Map<string, Untranslated>();
    const bare = untranslatedOf(flow, distributionOf(snapshot.state(), flow));
    for (const { interface: port, share, trace } of bare.filter((each) => uplinks.has(each.interface))) {
      const found = ofLan.get(port) ?? { lan: name, share: 0, resources: new Set() };
      ofLan.set(port, found);
      found.share += share;
      for (const { id } of trace.flatMap(({ rows }) => rows)) {
        found.resources.add(id);
      }
    }
    for (const [port, found] of ofLan) {
      if (found.share > (worst.get(port)?.share ?? 0)) {
        worst.set(port, found);
      }
    }
  }
  const claimOf = change.knowsSourceNat ? leavesUntranslated : mayLeaveUntranslated;
  return [...worst].map(([port, found]) => claimOf(port, found));
}

function leavesUntranslated(port: string, { lan, share, resources }: Untranslated): Finding {
  return {
    id: "wan-unmasqueraded",
    severity: "error",
    verdict: "fail",
    subject: port,
    resources: [...resources],
    message: `Of the connections of ${lan}, ${formatShare(share)} leave by ${port} with their private source, which no ISP routes back.`,
    remediation: `Add a masquerade rule with out-interface=${port}, unless the next router translates them.`,
  };
}

/** Many routers have the masquerade rule of their factory settings, which no plan shows. */
function mayLeaveUntranslated(port: string, { lan, resources }: Untranslated): Finding {
  return {
    id: "wan-unmasqueraded",
    severity: "warning",
    verdict: "unknown",
    subject: port,
    resources: [...resources],
    message: `Whether connections of ${lan} that leave by ${port} are masqueraded cannot be told: the plan has no rule in chain srcnat.`,
    remediation: `See that the router has a masquerade rule for ${port}, or take it into the plan.`,
  };
}

/** `src-nat` entries stay when their connection turns to another WAN, and so does the source. */
function keptSources({ snapshot, wans }: View): readonly Finding[] {
  const uplinks = new Set(wans.filter(({ gateways }) => gateways.length > 0).map((wan) => wan.interface));
  const rules = snapshot
    .enabled("/ip/firewall/nat")
    .filter((rule) => known(rule, "action") === "src-nat" && uplinks.has(known(rule, "out-interface") ?? ""));
  return uplinks.size < 2 || rules.length === 0
    ? []
    : [
        {
          id: "src-nat-keeps-source",
          severity: "warning",
          verdict: "fail",
          subject: "src-nat",
          resources: resourcesOf(rules),
          message:
            "src-nat keeps a connection's source when its way turns to another WAN: after a failure or a change of shares it leaves there with the wrong source until it times out.",
          remediation: "Use masquerade, or pin connections to their WAN by a connection mark.",
        },
      ];
}

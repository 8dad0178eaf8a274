import { known, resourcesOf } from "../model/reading";
import { isPrivate } from "../traffic/addresses";
import { distributionOf, formatShare } from "../traffic/distribution";
import type { StateFamily, View } from "./family";
import type { Claim } from "./finding";

/** Sources that an ISP does not route: connections without NAT, and those that keep another WAN's source. */
export const sourceNat: StateFamily = (view) => [...untranslated(view), ...keptSources(view)];

/** Connections of a LAN's private addresses that leave by a WAN as they are. */
function untranslated({ snapshot, origins, wans }: View): readonly Claim[] {
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const found = new Map<string, { share: number; resources: string[]; lan: string }>();
  for (const { name, flow } of origins.filter(({ flow: { inInterface } }) => inInterface !== undefined)) {
    for (const { way, source, share, trace } of distributionOf(snapshot.state(), flow).outcomes) {
      if (
        way.kind === "out" &&
        uplinks.has(way.interface) &&
        typeof source === "string" &&
        isPrivate(source)
      ) {
        if (source === flow.srcAddress) {
          const resources = trace.flatMap(({ rows }) => rows.map(({ id }) => id));
          found.set(way.interface, { share, resources, lan: name });
        }
      }
    }
  }
  return [...found].map(
    ([port, { share, resources, lan }]): Claim => ({
      id: "wan-unmasqueraded",
      severity: "error",
      verdict: "broken",
      subject: port,
      resources: [...new Set(resources)],
      sentence: `Of the connections of ${lan}, ${formatShare(share)} leave by ${port} with their private source, which no ISP routes back.`,
      advice: `Add a masquerade rule with out-interface=${port}, unless the next router translates them.`,
    }),
  );
}

/** `src-nat` entries stay when their connection turns to another WAN, and so does the source. */
function keptSources({ snapshot, wans }: View): readonly Claim[] {
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
          verdict: "broken",
          subject: "src-nat",
          resources: resourcesOf(rules),
          sentence:
            "src-nat keeps a connection's source when its way turns to another WAN: after a failure or a change of shares it leaves there with the wrong source until it times out.",
          advice: "Use masquerade, or pin connections to their WAN by a connection mark.",
        },
      ];
}

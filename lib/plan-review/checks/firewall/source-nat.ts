import type { RouterState } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import { known, resourcesOf } from "../../model/values";
import { partText } from "../../text/distribution-text";
import { whenDown } from "../../text/down-text";
import { distributionOf } from "../../traffic/distribution";
import { type FailureRow, stateIn } from "../../traffic/failure-rows";
import { followedOnce } from "../../traffic/followed-once";
import type { Origin } from "../../traffic/origin";
import { untranslatedOf } from "../../traffic/untranslated";

/** Source addresses that an ISP does not route: connections without NAT, and those that keep the address of another WAN. */
export const sourceNat: StateCheck = (view) => [...untranslated(view), ...keptSources(view)];

/** The part of a LAN's connections that leaves by a WAN untranslated. */
interface UntranslatedLan {
  readonly lan: string;
  share: number;
  readonly resources: Set<string>;
  /** The WANs that are down meanwhile. */
  readonly down: readonly string[];
}

/**
 * Connections that leave by a WAN with the private address of a LAN; of several LANs, the one with most of them. What only
 * happens while WANs are down is found in the failure matrix.
 */
function untranslated({ snapshot, origins, wans, failureSets, change }: View): readonly Finding[] {
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const found = new Map<string, UntranslatedLan>();
  const ofHosts = followedOnce(origins.filter(({ kind }) => kind !== "router"));
  for (const row of [{ down: [] }, ...failureSets.rows]) {
    for (const [wan, worst] of worstIn(stateIn(snapshot, row), row, ofHosts)) {
      if (uplinks.has(wan) && !found.has(wan)) {
        found.set(wan, worst);
      }
    }
  }
  const findingOf = change.knowsSourceNat ? leavesUntranslated : mayLeaveUntranslated;
  return [...found].map(([wan, lan]) => findingOf(wan, lan, change.names));
}

/** Of each WAN, the LAN of which most connections leave by it untranslated in one state. */
function worstIn(
  state: RouterState,
  { down }: FailureRow,
  origins: readonly Origin[],
): ReadonlyMap<string, UntranslatedLan> {
  const worst = new Map<string, UntranslatedLan>();
  for (const { name, followed } of origins) {
    const ofLan = new Map<string, UntranslatedLan>();
    for (const { interface: wan, share, trace } of untranslatedOf(
      followed,
      distributionOf(state, followed),
    )) {
      const found = ofLan.get(wan) ?? {
        lan: name,
        share: 0,
        resources: new Set(),
        down: down.map((each) => each.interface),
      };
      ofLan.set(wan, found);
      found.share += share;
      for (const { id } of trace.flatMap(({ rows }) => rows)) {
        found.resources.add(id);
      }
    }
    for (const [wan, found] of ofLan) {
      if (found.share > (worst.get(wan)?.share ?? 0)) {
        worst.set(wan, found);
      }
    }
  }
  return worst;
}

function leavesUntranslated(
  wan: string,
  { lan, share, resources, down }: UntranslatedLan,
  names: InterfaceNames,
): Finding {
  const part = partText(share, `connections from ${lan}`);
  const leave = `${part} leave by ${names.of(wan)} with their private source address, to which no ISP routes replies`;
  return {
    id: "wan-unmasqueraded",
    severity: "error",
    verdict: "fail",
    subject: wan,
    resources: [...resources],
    message: whenDown(down, `${leave}.`, names),
    remediation: `Add a masquerade rule with out-interface=${wan}, unless the next router translates these addresses.`,
  };
}

/** Many routers have the masquerade rule of the default configuration, which no plan shows. */
function mayLeaveUntranslated(
  wan: string,
  { lan, resources }: UntranslatedLan,
  names: InterfaceNames,
): Finding {
  return {
    id: "wan-unmasqueraded",
    severity: "warning",
    verdict: "unknown",
    subject: wan,
    resources: [...resources],
    message: `It is unknown whether connections from ${lan} that leave by ${names.of(wan)} are masqueraded, because the plan has no rule in chain srcnat.`,
    remediation: `Check that the router has a masquerade rule for ${wan}, or add one to the plan.`,
  };
}

/** A connection that `src-nat` translated keeps its source address when it moves to another WAN. */
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
            "src-nat keeps the source address of a connection that moves to another WAN after a failure or a change of shares, so it leaves there with the wrong address until it times out.",
          remediation: "Use masquerade, or keep connections on their WAN with a connection mark.",
        },
      ];
}

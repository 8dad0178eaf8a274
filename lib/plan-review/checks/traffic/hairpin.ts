import { groupBy } from "../../../collections/group-by";
import { format, isAddress } from "../../../routeros/ipv4";
import { type Flow, followFlow, type ModelRow } from "../../../simulator";
import type { OwnAddress } from "../../../simulator/addresses";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known, resourcesOf } from "../../model/values";
import { listedUpTo } from "../../text/list-text";
import { firstPort, forwardsOf } from "../../traffic/forwards";
import { hostOf } from "../../traffic/origins";

/**
 * Hosts of a LAN that connect to the public address of a forward to a host of the same LAN: the target sees their own address
 * and answers them directly, from an address that they did not connect to. [manual: NAT, hairpin NAT]
 */
export const hairpin: StateCheck = (view) => {
  const broken = forwardsOf(view.snapshot).flatMap((rule) => brokenBy(rule, view) ?? []);
  return [...groupBy(broken, ({ lan }) => lan.interface)].map(([, found]) => findingOf(found, view));
};

/** A forward that LAN hosts cannot use. */
interface BrokenHairpin {
  readonly rule: ModelRow;
  readonly lan: OwnAddress;
  /** `198.51.100.2 tcp 80` */
  readonly dialled: string;
}

function brokenBy(rule: ModelRow, { snapshot, wans }: View): BrokenHairpin | undefined {
  const target = known(rule, "to-addresses") ?? "";
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const lan = isAddress(target)
    ? snapshot.own.near(target).find((own) => !uplinks.has(own.interface))
    : undefined;
  const dstAddress = lan === undefined ? undefined : publicAddressOf(rule, [...uplinks], snapshot);
  if (lan === undefined || dstAddress === undefined) {
    return undefined;
  }
  const host = hostOf(lan);
  const flow: Flow = {
    inInterface: lan.interface,
    srcAddress: host === target ? hostOf({ ...lan, address: target }) : host,
    srcPort: 50006,
    dstAddress,
    protocol: known(rule, "protocol") ?? "tcp",
    dstPort: firstPort(rule),
  };
  const isBroken = followFlow(snapshot.state(), flow).some(
    ({ egress, source, trace }) =>
      egress.kind === "out" &&
      egress.interface === lan.interface &&
      source === flow.srcAddress &&
      trace.some(({ rows }) => rows.some(({ id }) => id === rule.reference.id)),
  );
  return isBroken
    ? { rule, lan, dialled: `${dstAddress} ${flow.protocol} ${flow.dstPort ?? ""}`.trim() }
    : undefined;
}

/** An address of the router that a forward is for. */
function publicAddressOf(
  rule: ModelRow,
  uplinks: readonly string[],
  { own }: View["snapshot"],
): string | undefined {
  const named = known(rule, "dst-address")?.replace(/\/32$/, "");
  if (named !== undefined) {
    return isAddress(named) ? named : undefined;
  }
  const addresses = uplinks.flatMap((name) => own.on(name)).map(({ address }) => address);
  return addresses.find((address): address is string => typeof address === "string");
}

function findingOf(found: readonly BrokenHairpin[], { change: { names } }: View): Finding {
  const [first] = found as readonly [BrokenHairpin, ...BrokenHairpin[]];
  const { interface: lan, network } = first.lan;
  const net = typeof network === "object" ? format(network) : lan;
  const dialled = listedUpTo(3, [...new Set(found.map((each) => each.dialled))]);
  return {
    id: "hairpin-missing",
    severity: "warning",
    verdict: "fail",
    subject: lan,
    resources: resourcesOf(found.map(({ rule }) => rule)),
    message: `Hosts on ${names.of(lan)} that connect to ${dialled} get no usable answer, because the forward leads back to their own LAN and its target answers them directly.`,
    remediation: `Add a hairpin rule: chain=srcnat, src-address=${net}, dst-address=${net}, out-interface=${lan}, action=masquerade.`,
  };
}

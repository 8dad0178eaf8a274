import type { RouterReport } from "../../../lib/plan-review";
import { until } from "../../until";
import type { PacketLab } from "../packet-lab";
import { type Asked, flowTrial } from "./flow-assertions";
import { contradictions, routesInUse } from "./probe";
import { shareTrials } from "./trials";

/** A WAN that fails. */
export interface Failing {
  readonly name: string;
  /** What is asked in the gateway's stead; empty where the gateway is. */
  readonly targets: readonly string[];
}

/** Takes one WAN down, tries what the report says of that, and heals it; gives what was contradicted. */
export async function tryFailure(
  lab: PacketLab,
  { failures: { origins } }: RouterReport,
  { name, targets }: Failing,
  held: readonly Asked[],
): Promise<readonly string[]> {
  const { network, router } = lab;
  const [{ origin, cases } = { cases: [] }] = origins;
  const stated = cases.find(({ down }) => down.join() === name)?.after;
  if (origin === undefined || stated === undefined) {
    return [];
  }
  const isp = network.wan(name);
  const before = routesInUse(lab);
  const isLink = isp.wan.link === "point-to-point";
  // Probe targets see further than the first hop; where a link is the gateway, nobody sees anything but the link.
  await isp.inflict(isLink ? "cut" : targets.length > 0 ? "black-hole" : "dead-gateway");
  try {
    await until(`the router notices that ${name} is down`, () =>
      router
        .rows("/ip/route")
        .filter((route) => [isp.gateway, name, ...targets].includes(route["gateway"] ?? ""))
        .filter((route) => isLink || (route["check-gateway"] ?? "none") !== "none")
        .every((route) => route["active"] !== "true"),
    );
    await router.settled();
    return await contradictions(lab, [
      ...shareTrials(lab, [{ origin: origin.id, stated }], [name]),
      ...held.map(flowTrial),
    ]);
  } finally {
    await network.heal();
    // A neighbour that was asked for in vain is asked for again only after a second.
    await until(`the gateway of ${name} answers`, async () =>
      (await network.router.shell(`ping -n -c 1 -W 1 ${isp.gateway} || true`)).includes(" 0% packet loss"),
    );
    await until("every route is active again", () => routesInUse(lab) === before);
    await router.settled();
  }
}

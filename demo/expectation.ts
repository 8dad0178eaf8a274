import { ECHO_PORT } from "../lab/traffic";
import { followFlow, RouterState } from "../lib/simulator";
import { addUp, type Counts } from "./counts";
import type { Testbed } from "./testbed";

/** The menus that decide on a packet's way. */
const MENUS = [
  "/interface/ethernet",
  "/ip/address",
  "/ip/route",
  "/ip/firewall/nat",
  "/ip/firewall/mangle",
  "/routing/table",
  "/ip/settings",
];

/** How many flows from the LAN, one to each destination, take each WAN by the router's rows, on average over its hash. */
export function expectedByWan(testbed: Testbed, destinations: readonly string[]): Counts {
  const { router, lan, source } = testbed;
  const state = RouterState.of(Object.fromEntries(MENUS.map((menu) => [menu, router.rows(menu)])));
  return destinations
    .flatMap((dstAddress) =>
      followFlow(state, {
        inInterface: lan.name,
        protocol: "udp",
        srcAddress: source,
        dstAddress,
        dstPort: ECHO_PORT,
      }),
    )
    .map(({ egress, share }): Counts => new Map(egress.kind === "out" ? [[egress.interface, share]] : []))
    .reduce(addUp, new Map());
}

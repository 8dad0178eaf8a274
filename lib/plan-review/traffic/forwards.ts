import type { ModelRow } from "../../simulator";
import type { Snapshot } from "../model/snapshot";
import { known } from "../model/values";

/** The port forwards of a router: the rules that translate destinations to another host. */
export function forwardsOf(snapshot: Snapshot): readonly ModelRow[] {
  return snapshot
    .enabled("/ip/firewall/nat")
    .filter((rule) => known(rule, "action") === "dst-nat" && known(rule, "chain") === "dstnat");
}

/** The first port that a forward is for: of `443,8080-8090` it is 443. */
export function firstPort(rule: ModelRow): number | undefined {
  return Number.parseInt(known(rule, "dst-port")?.replace("!", "") ?? "80", 10) || undefined;
}

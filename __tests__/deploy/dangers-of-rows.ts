import type { RouterReport } from "../../lib/plan-review";
import { contains, isPrivate } from "../../lib/routeros/ipv4";
import { followFlow, followReply, type RouterState } from "../../lib/simulator";
import { isNoShare } from "../../lib/simulator/packets/share-comparison";

/** What is wrong with a router at a moment: the part of flows, by the id of the window that it would be and its subject. */
export type Dangers = ReadonlyMap<string, number>;

type Origins = RouterReport["origins"];

/**
 * What is wrong with a router at a moment, worked out by nothing of the review's own search for windows. Every origin of the
 * report is followed.
 *
 * @param session who Terraform is said to be, and the router's address that it talks to
 */
export function dangersOf(state: RouterState, origins: Origins, session: Session | undefined): Dangers {
  const dangers = new Map<string, number>();
  const count = (key: string, extent: number): void => {
    dangers.set(key, Math.max(dangers.get(key) ?? 0, extent));
  };
  for (const { id, flow } of origins) {
    const bare = new Map<string, number>();
    let lost = 0;
    for (const { egress, share, source } of followFlow(state, flow)) {
      if (egress.kind === "out" && source === flow.srcAddress && isPrivate(String(source))) {
        bare.set(egress.interface, (bare.get(egress.interface) ?? 0) + share);
      }
      const arrives =
        egress.kind === "local" || egress.kind === "unknown" || (egress.kind === "out" && egress.alive);
      lost += arrives ? 0 : share;
    }
    if (!isNoShare(lost)) {
      count(`transient-without-route ${id}`, lost);
    }
    for (const [port, share] of bare) {
      count(`transient-unmasqueraded ${port}`, share);
    }
  }
  for (const rule of state.router.enabled("/ip/firewall/mangle")) {
    const table = rule.get("action") === "mark-routing" ? rule.get("new-routing-mark") : undefined;
    if (table !== undefined && state.rib.lookUp(table, origins[0].flow.dstAddress) === undefined) {
      count(`transient-mark-into-empty-table ${table}`, 1);
    }
  }
  if (session !== undefined && !isKept(state, session)) {
    count(`transient-operator-cut ${session.operator}`, 1);
  }
  return dangers;
}

/** Two addresses: that of who applies a plan, and that of the router's which it applies it to. */
export interface Session {
  readonly operator: string;
  readonly target: string;
}

/** The session of a machine in a network of the router's: with the address that the router has there first. */
export function sessionOf(operator: string, ...states: readonly RouterState[]): Session | undefined {
  const [near] = states.flatMap(({ addresses }) =>
    addresses.own.filter(({ network }) => typeof network === "object" && contains(network, operator)),
  );
  return near === undefined ? undefined : { operator, target: String(near.address) };
}

/** Whether a session goes on: the address is the router's, and it answers where it is asked. */
export function isKept(state: RouterState, { operator, target }: Session): boolean {
  const own = state.addresses.own.find(({ address }) => address === target);
  return own !== undefined && isAnswered(state, own.interface, operator, target, 443);
}

/** Whether a TCP connection that comes in for an address of the router's is answered by the interface that it came in by. */
export function isAnswered(
  state: RouterState,
  inInterface: string,
  srcAddress: string,
  dstAddress: string,
  dstPort: number,
): boolean {
  const flow = { inInterface, protocol: "tcp", srcAddress, srcPort: 50_002, dstAddress, dstPort };
  return followFlow(state, flow).every(
    ({ egress, connection }) =>
      egress.kind === "local" &&
      connection !== undefined &&
      followReply(state, connection, inInterface).every(
        (reply) => reply.egress.kind === "out" && reply.egress.interface === inInterface,
      ),
  );
}

import { contains } from "../../routeros/ipv4";
import { CannotTell, type Flow, followReply, type Outcome, type RouterState } from "../../simulator";
import { orCannotTell } from "../../simulator/packets/trace";
import { distributionOf } from "./distribution";

/** The answers to connections that look like one, and that left by a WAN, where they do not reach the host that asked. */
export interface LostAnswers {
  /** The WAN that the connections leave by, and their answers come in by. */
  readonly wan: string;
  /** The share of the connections whose answers are lost. */
  readonly share: number;
  /** What happens to an answer. */
  readonly answer: Outcome;
}

/**
 * Follows the answers from the Internet to connections that look like one: each comes in by the WAN that its connection left
 * by, and must go to the interface that the connection came in by. Worked out at most once.
 */
export function lostAnswers(state: RouterState, flow: Flow): readonly LostAnswers[] {
  const known = FOUND.get(state) ?? new WeakMap<Flow, readonly LostAnswers[]>();
  FOUND.set(state, known);
  const found = known.get(flow) ?? follow(state, flow);
  known.set(flow, found);
  return found;
}

const FOUND = new WeakMap<RouterState, WeakMap<Flow, readonly LostAnswers[]>>();

function follow(state: RouterState, flow: Flow): readonly LostAnswers[] {
  // Hosts of a network that the router does not have yet, or no longer, ask nothing.
  if (!isConnected(state, flow)) {
    return [];
  }
  const lost = new Map<string, { share: number; answer: Outcome }>();
  const known = new Map<string, Outcome | undefined>();
  for (const { egress, share, connection } of distributionOf(state, flow).outcomes) {
    if (egress.kind !== "out" || !egress.alive || connection === undefined) {
      continue;
    }
    const { mark, source, destination, fasttracked } = connection;
    const key = JSON.stringify([egress.interface, mark, String(source?.address), destination, fasttracked]);
    const answer = known.has(key) ? known.get(key) : misledAnswer(state, connection, egress.interface);
    known.set(key, answer);
    if (answer !== undefined) {
      const found = lost.get(egress.interface) ?? { share: 0, answer };
      lost.set(egress.interface, { ...found, share: found.share + share });
    }
  }
  return [...lost].map(([wan, found]) => ({ wan, ...found }));
}

function isConnected({ addresses }: RouterState, { inInterface = "", srcAddress = "" }: Flow): boolean {
  const network = addresses.towards(inInterface, srcAddress)?.network;
  return typeof network === "object" && contains(network, srcAddress);
}

/**
 * The first answer that certainly goes elsewhere than where its connection came from. A rule that drops it proves nothing:
 * the one that accepts answers may be outside the plan.
 */
function misledAnswer(
  state: RouterState,
  connection: NonNullable<Outcome["connection"]>,
  wan: string,
): Outcome | undefined {
  const answers = orCannotTell(() => followReply(state, connection, wan));
  return answers instanceof CannotTell
    ? undefined
    : answers.find(
        ({ egress }) =>
          egress.kind !== "unknown" &&
          egress.kind !== "dropped" &&
          !(egress.kind === "out" && egress.interface === connection.inInterface),
      );
}

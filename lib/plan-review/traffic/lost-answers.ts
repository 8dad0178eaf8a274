import { CannotTell, followReply, type Outcome, type RouterState } from "../../simulator";
import { orCannotTell } from "../../simulator/packets/trace";
import { distributionOf } from "./distribution";
import type { Origin } from "./origins";

/** The answers to connections of one origin that left by a WAN, where they do not reach the host that asked. */
export interface LostAnswers {
  /** The WAN that the connections leave by, and their answers come in by. */
  readonly wan: string;
  /** The share of the origin's connections whose answers are lost. */
  readonly share: number;
  /** What happens to an answer. */
  readonly answer: Outcome;
}

/**
 * Follows the answers from the Internet to the connections of an origin: each comes in by the WAN that its connection left
 * by, and must go to the interface that the connection came in by.
 */
export function lostAnswers(
  state: RouterState,
  { flow }: Origin,
  uplinks: ReadonlySet<string>,
): readonly LostAnswers[] {
  const lost = new Map<string, { share: number; answer: Outcome }>();
  const known = new Map<string, Outcome | undefined>();
  for (const { egress, share, connection } of distributionOf(state, flow).outcomes) {
    if (
      egress.kind !== "out" ||
      !egress.alive ||
      connection === undefined ||
      !uplinks.has(egress.interface)
    ) {
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

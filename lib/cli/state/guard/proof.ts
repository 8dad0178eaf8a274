import { findingsOf } from "../../../state/state-findings";
import { LIMITS, type Limits } from "../../exchange";
import { InputError } from "../../input";
import { RouterClient } from "../../router";
import { loginFrom, type RouterLogin } from "../../router-login";
import { type ReadingOptions, readBoth } from "../read-both";
import { type MeasuredStatus, readStatus } from "../status/read-status";
import { guardState } from "./armed-guard";
import type { GuardContext } from "./guard-context";
import { findingKey, type Preflight } from "./preflight";

/** A router that does not answer soon is not proven. */
const QUICK: Limits = { ...LIMITS, idleSeconds: 10, totalSeconds: 30 };

/** Where a new connection comes from, and what is read over it. */
export interface ProofOptions extends ReadingOptions {
  /** The address of this machine that the connection comes from. */
  readonly confirmFrom?: string;
}

/** A client whose requests use a connection that is made now. */
export const newConnection = (login: RouterLogin, from?: string): RouterClient =>
  new RouterClient(login, QUICK, from);

/**
 * Whether an apply is proven: over a new connection, the router answers and is armed, it has what the state says, and no WAN
 * that was up is down. Gives why not; undefined if all is proven.
 */
export async function whyNotProven(
  stackName: string,
  options: ProofOptions,
  id: string,
  before: Preflight,
  { environment }: GuardContext,
): Promise<string | undefined> {
  try {
    const router = newConnection(loginFrom(environment), options.confirmFrom);
    const state = await guardState(router, id);
    if (state !== "armed") {
      return state === "undone" ? "the router has undone the apply" : "the router has no guard of this apply";
    }
    const { stack, rows } = await readBoth(stackName, options, environment, () => router);
    const found = findingsOf(stack, rows)
      .all.map(findingKey)
      .filter((each) => !before.findings.has(each));
    if (found.length > 0) {
      return `the router does not have what the state says: ${found.slice(0, 5).join(", ")}`;
    }
    return worsened(before.status, await readStatus(router));
  } catch (error) {
    if (error instanceof InputError) {
      return error.message;
    }
    throw error;
  }
}

/** How a status is worse than it was; a new WAN may be down. */
function worsened(before: MeasuredStatus, after: MeasuredStatus): string | undefined {
  const were = new Set(before.wans.filter(({ isUp }) => isUp).map((wan) => wan.interface));
  const down = after.wans.filter((wan) => !wan.isUp && were.has(wan.interface)).map(({ name }) => name);
  if (down.length > 0) {
    return `a WAN that was up is down: ${down.join(", ")}`;
  }
  return after.state === "down" && before.state !== "down"
    ? "no default route is active, and one was before"
    : undefined;
}

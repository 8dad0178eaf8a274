import type { LabRouter } from "../../lab/router";
import type { Sent } from "../../lab/traffic";
import { LOSS_MS } from "../until";

const MANGLE = "/ip/firewall/mangle";

/** Connections from outside to one WAN. */
export interface Inbound {
  /** How many connections are opened. */
  readonly count: number;
  /** Each WAN that they come in on, with the other one. */
  readonly directions: readonly (readonly [name: string, other: string])[];
  send(name: string, timeoutMs?: number): Promise<Sent>;
}

/**
 * Asserts that without some mangle rules 35 to 65 % of the replies leave through the other WAN and are lost, and that none
 * is lost once the rules are back.
 */
export async function expectStrayedWithout(
  router: LabRouter,
  rules: readonly string[],
  { count, directions, send }: Inbound,
): Promise<void> {
  await setDisabled(router, rules, "yes");
  for (const [name, other] of directions) {
    const sent = await send(name, LOSS_MS);
    const strayed = (await sent.byReturn()).get(other) ?? 0;
    expect(strayed / count).toBeGreaterThan(0.35);
    expect(strayed / count).toBeLessThan(0.65);
    // On a busy machine an answer may come too late: no reply that strays is one.
    expect(sent.answered.length).toBeGreaterThan(0);
    expect(sent.answered.length).toBeLessThanOrEqual(count - strayed);
  }
  await setDisabled(router, rules, "no");
  expect((await send("wlan1")).failed).toEqual([]);
}

async function setDisabled(
  router: LabRouter,
  rules: readonly string[],
  disabled: "yes" | "no",
): Promise<void> {
  for (const id of rules) {
    router.set(MANGLE, id, { disabled });
  }
  await router.settled();
}

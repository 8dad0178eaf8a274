import type { RouterNamespace } from "../../lab/router/kernel/router-namespace";
import { GatewayChecks, readTimers } from "../../lab/router/kernel/routing/gateway-probes";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A gateway that answers until it dies, and the seconds at which it is asked after that. */
function gateway() {
  const asked: number[] = [];
  let diedAt: number | undefined;
  // As `ping -W` does, it waits for an answer as long as it is told.
  const run = async (_: string, args: readonly string[]): Promise<string> => {
    if (diedAt === undefined) {
      return "";
    }
    asked.push(Math.round((Date.now() - diedAt) / 1000));
    const seconds = Number(args[args.indexOf("-W") + 1]);
    await new Promise((resume) => setTimeout(resume, seconds * 1000));
    throw new Error("no answer");
  };
  return {
    asked,
    namespace: { run } as unknown as RouterNamespace,
    die: () => {
      diedAt = Date.now();
    },
  };
}

test("with RouterOS' own timers a dead gateway leaves after two probes, 10 s apart, that waited 1 s each", async () => {
  const { asked, namespace, die } = gateway();
  const leftAfter: number[] = [];
  const checks = new GatewayChecks(namespace, () => leftAfter.push(asked.length));
  // Before 7.21 a router has no settings for them.
  const probe = { kind: "ping", address: "10.112.0.1", nextHop: "10.112.0.1" } as const;
  checks.begin([{ probe, devices: ["wlan1"] }], readTimers({}));
  await jest.advanceTimersByTimeAsync(3_000);
  die();
  await jest.advanceTimersByTimeAsync(17_999);
  expect([asked, leftAfter]).toEqual([[7, 17], []]);
  await jest.advanceTimersByTimeAsync(1);
  expect(leftAfter).toEqual([2]);
  checks.close();
});

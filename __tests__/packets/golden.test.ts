import { toMatchFile } from "jest-file-snapshot";
import type { Fault } from "../../lab/router";
import { type Report, readPlan, review } from "../../lib/plan-review";
import { canonicalPlan } from "../plan-review/golden/canonical";
import { CHANGES, type Change, type Fill } from "../plan-review/golden/changes";
import { OPTIONS, planFile } from "../plan-review/golden/files";
import type { Run } from "../run-program";
import { sampled } from "../tier";
import { until } from "../until";
import { expectOperator, expectReplies, expectShare, expectWindows, ofLan, PORT } from "./agreement";
import { holdConnections, type Meanwhile, PATIENT, sendDuring } from "./during-apply";
import { PacketLab, type Saved, WANS } from "./packet-lab";

expect.extend({ toMatchFile });

/*
 * Each change is planned anew by the real provider on a router that it stands on, which must give the plan that is kept, and
 * applied while packets are sent: `npm run golden` keeps the plans as they are now.
 */

/** Connections that are open during an apply. */
const HELD = 360;

/** No luck of the sample goes further: five standard deviations of a share of the connections held. */
const LUCK = 5 * Math.sqrt(0.25 / HELD);

/** How long the router takes for a write, so that no moment of an apply passes by between two packets. */
const WRITE_MS = 60;
/** How long a lost flow is waited for where some are lost anyway, so that a late answer, which counts as none, belies nothing. */
const SHORT_PATIENCE_MS = 1000;
const MOST_WRITES = 100;

let lab: PacketLab;
/** Where changes begin: many at the same gateway, which is applied once. */
const starts = new Map<Fill | undefined, Saved>();
beforeAll(async () => {
  lab = await PacketLab.up(WANS.slice(0, 3), { version: OPTIONS.routerOsVersion });
  await lab.network.wan("wlan2").addGateway("10.111.0.126");
  await lab.network.wan("wlan2").assignAlso("10.111.0.3");
  await lab.traffic.serve(lab.network.router, PORT);
  starts.set(undefined, lab.save());
});
afterAll(() => lab.down());

/** The one of which most is said comes first. */
const TELLING = CHANGES.filter(({ file }) => file === "change-interface");
const changes = [...TELLING, ...CHANGES.filter((change) => !TELLING.includes(change))];

test.each(sampled(changes, 1))("what the review says of $file is what happens", async (change) => {
  await stand(change);
  const plan = canonicalPlan(await planned(change));
  expect(plan).toMatchFile(planFile(change));
  const report = review([readPlan(plan, planFile(change))], OPTIONS);

  // Before there is a gateway, none would be answered.
  const held = change.from && (await holdConnections(lab, HELD));
  const hasSureWindow = report.findings.some(
    ({ reason }) => reason?.kind === "transient-fault" && reason.fault.isInEveryOrder,
  );
  const applied = hasSureWindow
    ? // Each moment must be seen: the next write waits for a round of flows.
      await applySlowly((wholeRound) => ({ after: wholeRound }), SHORT_PATIENCE_MS)
    : await applySlowly(() => ({ delayMs: WRITE_MS }), PATIENT.timeoutMs);
  if (ids(report).includes("two-applies-needed")) {
    expect(applied.ok).toBe(false);
  }
  if (!applied.ok) {
    expect([applied.text, ids(report)]).toEqual([
      expect.stringContaining("already have such"),
      expect.arrayContaining([expect.stringMatching(/two-applies-needed|value-in-use/)]),
    ]);
    await held?.release();
    return;
  }
  expectWindows(report, applied);
  const broken = await held?.brokenShare();
  expect(broken ?? 0).toBeGreaterThanOrEqual((ofLan(report).moved?.broken ?? 0) - LUCK);
  await held?.release();
  await expectShare(lab, report);
  await expectReplies(lab, report);
  await expectOperator(lab, report);
});

/** Brings the router to where a change begins. */
async function stand({ from, byHand }: Change): Promise<void> {
  const known = starts.get(from);
  await lab.restore(known ?? (starts.get(undefined) as Saved));
  if (from !== undefined) {
    lab.terraform.write(from);
  }
  if (known === undefined) {
    const { ok, text } = await lab.terraform.apply();
    expect(ok ? "" : text).toBe("");
    await allUp();
    // What was read of a route before the next one was made would show as drift, by chance.
    expect(await lab.terraform.refresh()).toMatchObject({ ok: true });
    starts.set(from, lab.save());
  }
  byHand?.(lab.router);
  await lab.router.settled();
}

async function planned({ to }: Change): Promise<string> {
  if (to === "nothing") {
    return lab.terraform.plannedJson("-destroy");
  }
  lab.terraform.write(to);
  return lab.terraform.plannedJson();
}

async function allUp(): Promise<void> {
  await until("every route is up", () => lab.inactive().length === 0);
  await lab.router.settled();
}

async function applySlowly(
  slow: (wholeRound: () => Promise<void>) => Fault,
  patienceMs: number,
): Promise<Meanwhile & Run> {
  const { faults } = lab.router;
  let run: Run = { ok: false, text: "" };
  const apply = async (wholeRound: () => Promise<void>): Promise<void> => {
    for (let write = 1; write <= MOST_WRITES; write += 1) {
      faults.onWrite(write, slow(wholeRound));
    }
    run = await lab.terraform.applyPlanned();
    faults.clear();
    if (run.ok) {
      await allUp();
    }
  };
  const meanwhile = await sendDuring(lab, apply, patienceMs);
  return { ...meanwhile, ...run };
}

const ids = ({ findings }: Report): readonly string[] =>
  findings.filter(({ since, verdict }) => since === "new" && verdict !== "pass").map(({ id }) => id);

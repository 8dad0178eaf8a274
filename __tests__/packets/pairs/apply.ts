import type { RouterReport } from "../../../lib/plan-review";
import type { ReportedFinding } from "../../../lib/plan-review/findings/finding";
import type { Run } from "../../run-program";
import { until } from "../../until";
import { AT_ONCE, holdConnections, type Meanwhile, sendDuring } from "../during-apply";
import type { PacketLab } from "../packet-lab";

/** How many connections are open during an apply. */
const HELD = 200;
/** No luck of the sample goes further: five standard deviations of a share of the connections held. */
const LUCK = 5 * Math.sqrt(0.25 / HELD);
/** Connections that broke say so at once, and those that a busy machine is late with only add to the least number. */
const PULSE_MS = 800;

/** What a review says when it knows that an apply may break off. */
const BREAKS_OFF: readonly string[] = ["address-update-refused", "two-applies-needed", "value-in-use"];

/** How an apply ended, and what happened that the review does not announce. */
export interface Applied {
  readonly isDone: boolean;
  readonly against: readonly string[];
}

/** Applies the plan of a report, while flows of the LAN go on where there are any before. */
export async function applyReviewed(
  lab: PacketLab,
  { change, findings, shares }: RouterReport,
): Promise<Applied> {
  let run: Run = { ok: false, text: "" };
  const applied = async () => {
    run = await lab.terraform.applyPlanned();
    if (run.ok) {
      await settled(lab);
    }
  };
  if (change.before.isEmpty) {
    await applied();
    return { isDone: run.ok, against: endUnannounced(run, findings) };
  }
  const lan = shares.find(({ origin }) => origin.name === "LAN Local");
  const held = await holdConnections(lab, HELD);
  const meanwhile = await sendDuring(lab, applied);
  const least = lan?.moved?.broken ?? 0;
  const broken = least > 0 ? await held.brokenShare(PULSE_MS) : 1;
  await held.release();
  const against = [
    ...endUnannounced(run, findings),
    ...(run.ok ? lossUnannounced(meanwhile, findings, lan) : []),
    ...(run.ok && broken < least - LUCK
      ? [`connections-move: at least ${least} break, and ${broken} do`]
      : []),
  ];
  return { isDone: run.ok, against };
}

function endUnannounced({ ok, text }: Run, findings: readonly ReportedFinding[]): readonly string[] {
  const announced = findings.filter(({ id, verdict }) => BREAKS_OFF.includes(id) && verdict !== "pass");
  const sure = announced.filter(({ verdict }) => verdict === "fail");
  return [
    ...(!ok && announced.length === 0 ? [`the apply breaks off: ${text.slice(text.indexOf("Error:"))}`] : []),
    ...(ok ? sure.map(({ message }) => `the apply succeeds, and the review said: ${message}`) : []),
  ];
}

function lossUnannounced(
  { sent, lost, cutOff, foreign, examples }: Meanwhile,
  findings: readonly ReportedFinding[],
  lan: RouterReport["shares"][number] | undefined,
): readonly string[] {
  const unmasqueraded = findings
    .filter(({ id }) => id === "wan-unmasqueraded" || id === "transient-unmasqueraded")
    .map(({ subject }) => subject);
  const strange = [...foreign].filter(([wan]) => !unmasqueraded.includes(wan));
  const isLossless =
    unmasqueraded.length === 0 &&
    [lan?.before, lan?.after].every((side) => side?.lost === 0 && side.unknown.length === 0) &&
    findings.every(({ id }) => id !== "transient-without-route");
  return [
    ...strange.map(
      ([wan, flows]) =>
        `no window is announced, and ${flows} flows left by ${wan} with another source, such as ${JSON.stringify(examples.get(wan))}`,
    ),
    ...(isLossless && lost > 0 ? [`no window is announced, and ${lost} of ${sent} flows were lost`] : []),
    ...[...cutOff]
      .filter(([, flows]) => isLossless && flows > AT_ONCE)
      .map(([wan, flows]) => `no window is announced, and ${flows} flows by ${wan} were not answered`),
  ];
}

/** Until the router has its leases and uses all its routes. */
async function settled(lab: PacketLab): Promise<void> {
  const { router } = lab;
  await until("every lease is there", () =>
    router
      .rows("/ip/dhcp-client")
      .every((client) => client["disabled"] === "true" || client["status"] === "bound"),
  );
  await until("every route is up", () => lab.inactive().length === 0);
  await router.settled();
}

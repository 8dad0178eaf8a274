import type { Report, ReportedFinding, RouterReport } from "../../lib/plan-review";
import { LOSS_MS, PATIENCE_MS } from "../until";
import { AT_ONCE, isDatagram, type Meanwhile } from "./during-apply";
import type { PacketLab } from "./packet-lab";
import { expectShares } from "./shares";

/*
 * Whether packets agree with what a review says of a router.
 */

/** New flows that shares are measured by, and connections from outside and from the LAN to the router itself. */
const FLOWS = 1200;
const CALLS = 120;

/** What the router answers on. */
export const PORT = 8080;

/** How long an answer is waited for: where some get none, each of those is waited for. */
const waiting = (allAnswered: boolean) => ({
  timeoutMs: allAnswered ? PATIENCE_MS : LOSS_MS,
  concurrency: CALLS,
});

/** What is so after the apply, whether it holds or is broken. */
const standing = ({ findings }: Report, id: string): readonly ReportedFinding[] =>
  findings.filter((finding) => finding.id === id && finding.since !== "resolved");

/** How connections of the LAN stand in a report of one router. */
export function ofLan({ routers }: Report): RouterReport["shares"][number] {
  const lan = routers[0]?.shares.find(({ origin }) => origin.id === "LAN Local");
  if (lan === undefined) {
    throw new Error("the review knows no LAN");
  }
  return lan;
}

/** The windows that an apply has for sure are seen by those who send meanwhile, and where none is announced none is seen. */
export function expectWindows(report: Report, { sent, lost, cutOff, foreign }: Meanwhile): void {
  const windows = report.findings.filter(({ id }) => id.startsWith("transient-"));
  const announced = (id: string) => windows.filter((finding) => finding.id === id);
  const isSure = ({ reason }: ReportedFinding) =>
    reason?.kind === "transient-fault" && reason.fault.isInEveryOrder;
  const bare = [...standing(report, "wan-unmasqueraded"), ...announced("transient-unmasqueraded")];
  expect(sent).toBeGreaterThan(0);
  for (const { id, subject } of windows.filter(isSure)) {
    if (id === "transient-unmasqueraded") {
      expect([subject, foreign.get(subject)]).toEqual([subject, expect.any(Number)]);
    } else if (id === "transient-without-route") {
      expect(lost).toBeGreaterThan(0);
    }
  }
  const unannounced = [...foreign.keys()].filter((wan) => !bare.some(({ subject }) => subject === wan));
  expect(unannounced).toEqual([]);
  const { before, after } = ofLan(report);
  const isCarried = before?.lost === 0 && after?.lost === 0;
  if (isCarried && bare.length === 0 && announced("transient-without-route").length === 0) {
    expect(lost).toBe(0);
    expect([...cutOff].filter(([, flows]) => flows > AT_ONCE)).toEqual([]);
  }
}

/** New connections of the LAN take the WANs as stated, and those that are stated to be lost, or to leave bare, are lost. */
export async function expectShare(lab: PacketLab, report: Report): Promise<void> {
  const { after } = ofLan(report);
  if (after === undefined) {
    return;
  }
  // Each that is lost is waited for.
  const flows = after.lost === 1 ? CALLS : FLOWS;
  const bare = standing(report, "wan-unmasqueraded").map(({ subject }) => after.shares.get(subject) ?? 0);
  const lost = bare.reduce((sum, share) => sum + share, after.lost);
  await lab.network.resetCounters();
  const { failed } = await lab.fromLan(flows, "udp", waiting(lost === 0).timeoutMs);
  expectShares(await bySwitch(lab), Object.fromEntries(after.shares), flows * (1 - after.lost));
  expect(Math.abs(failed.length / flows - lost)).toBeLessThanOrEqual(lost === 0 ? 0 : 0.1);
}

/** The flows of the LAN that came to each ISP, whatever their source. */
async function bySwitch({ network }: PacketLab): Promise<ReadonlyMap<string, number>> {
  const seen = network.wans.map(async (isp): Promise<[string, number]> => {
    const { flows, foreignFlows } = await isp.observe();
    const echoed = [...flows, ...foreignFlows].filter(isDatagram);
    return [isp.name, new Set(echoed.map(({ destination }) => destination)).size];
  });
  return new Map((await Promise.all(seen)).filter(([, flows]) => flows > 0));
}

/** Connections from outside are answered by the WAN that they came in by where that is said to hold; where not, some stray. */
export async function expectReplies(lab: PacketLab, report: Report): Promise<void> {
  for (const { subject, verdict } of standing(report, "reply-path")) {
    const isp = lab.network.wan(subject);
    await lab.network.resetCounters();
    const sent = await lab.traffic.send(
      {
        protocol: "tcp",
        from: lab.network.internet.namespace,
        sources: lab.network.internet.addresses(CALLS),
        destinations: addressesOn(lab, subject),
        port: PORT,
      },
      waiting(verdict === "pass"),
    );
    const straight = (await sent.byReturn()).get(isp.name) ?? 0;
    expect([subject, verdict, straight === CALLS]).toEqual([subject, verdict, verdict === "pass"]);
    // Where some stray, on a busy machine an answer may come too late: no reply that strays is one.
    expect(sent.answered.length).toBeLessThanOrEqual(straight);
    if (verdict === "pass") {
      expect([subject, sent.failed]).toEqual([subject, []]);
    }
  }
}

const addressesOn = ({ router }: PacketLab, port: string): string[] =>
  router
    .rows("/ip/address")
    .filter((row) => row["interface"] === port)
    .map((row) => row["address"]?.split("/")[0] ?? "");

/** Who is said to reach the router from the LAN does. */
export async function expectOperator(lab: PacketLab, report: Report): Promise<void> {
  for (const { subject, verdict } of standing(report, "operator-path")) {
    const lan = lab.network.lan("Local");
    const { answered } = await lab.traffic.send(
      {
        protocol: "tcp",
        from: lan.namespace,
        sources: [subject],
        destinations: ["192.168.0.1"],
        count: 1,
        port: PORT,
      },
      waiting(true),
    );
    expect([verdict, answered.length]).toEqual(["pass", 1]);
  }
}

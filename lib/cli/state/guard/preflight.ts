import { type PlannedUndo, plannedUndo, readPlan } from "../../../plan-review";
import { isOlder } from "../../../routeros/compare-versions";
import { GUARD } from "../../../routeros/guard-names";
import type { Fields } from "../../../state/fields";
import { GUARD_MENUS, guardRowsIn, isUndone, LONGEST_SCRIPT } from "../../../state/guard/guard-rows";
import type { RouterRowsByMenu } from "../../../state/matching";
import { readStack, type Stack } from "../../../state/stack";
import { findingsOf, type StateFinding } from "../../../state/state-findings";
import { InputError } from "../../input";
import type { RouterClient } from "../../router";
import { readBoth, type StackReading } from "../read-both";
import { type MeasuredStatus, readStatus } from "../status/read-status";
import type { GuardContext } from "./guard-context";

/** What is known before an apply. */
export interface Preflight {
  readonly reading: StackReading;
  readonly undo: PlannedUndo;
  readonly script: string;
  /** The rows before the apply of the menus that it changes. */
  readonly rows: RouterRowsByMenu;
  readonly status: MeasuredStatus;
  readonly findings: ReadonlySet<string>;
  /** Why nothing may be applied: one sentence each. */
  readonly problems: readonly string[];
  /** What cannot be undone, and other things that the user should know. */
  readonly notes: readonly string[];
}

/** What a preflight is told. */
export interface PreflightOptions {
  readonly provider?: string;
  readonly allowPartial?: boolean;
  /** A saved plan, or undefined to make a plan now. */
  readonly planFile?: string;
}

/** The oldest version that the facts about RouterOS are known for. */
const OLDEST = "7.9";

/** How far apart two clocks may be before a correction of the router's is likely. */
const CLOCK_SECONDS = 300;

/** Looks at everything that must be true before an apply; writes nothing. */
export async function preflight(
  stackName: string,
  options: PreflightOptions,
  context: GuardContext,
): Promise<Preflight> {
  const reading = await readBoth(stackName, options, context.environment);
  const { router, terraform, identity } = reading;
  const text = await (options.planFile === undefined
    ? terraform.planText()
    : terraform.savedPlan(options.planFile));
  const undo = plannedUndo(readPlan(text, options.planFile ?? "plan"));
  if (undo.operations === 0) {
    throw new InputError("the plan changes nothing on the router, so there is nothing to guard");
  }
  const [version = ""] = identity.version.split(" ");
  const rows = await router.rows([...undo.menus]);
  const { text: script, impossible } = undo.script(rows, version);
  const size = Buffer.byteLength(script);
  const status = await readStatus(router);
  const before = findingsOf(reading.stack, reading.rows);
  const isPartial = options.allowPartial === true;
  return {
    reading,
    undo,
    script,
    rows,
    status,
    findings: new Set(before.all.map(findingKey)),
    problems: [
      ...(isOlder(version, OLDEST) ? [`RouterOS ${version} is older than ${OLDEST}: update the router`] : []),
      ...(await deviceModeProblems(router)),
      ...(await olderGuards(router)),
      ...stateProblems(before.otherRouter, before.all),
      ...planProblems(text, reading, undo, rows),
      ...(size > LONGEST_SCRIPT
        ? [
            `the undo script has ${size} bytes, and RouterOS runs ${LONGEST_SCRIPT}: apply in parts with -target`,
          ]
        : []),
      ...(isPartial
        ? []
        : impossible.map((each) => `cannot be undone: ${each}: write --allow-partial to apply nevertheless`)),
    ],
    notes: [
      ...(isPartial ? impossible.map((each) => `not undone: ${each}`) : []),
      ...(undo.others > 0 ? [`not undone: ${undo.others} objects of other providers`] : []),
      ...(await clockNotes(router, context)),
      ...(options.planFile === undefined
        ? ["the command makes its own plan; what differs from the plan that was made now is not undone"]
        : []),
    ],
  };
}

/** A finding, to find it again. */
export const findingKey = (finding: StateFinding): string =>
  finding.kind === "orphaned"
    ? `orphaned ${finding.menu} ${finding.row["comment"]}`
    : `${finding.kind} ${finding.resource.address}`;

async function deviceModeProblems(router: RouterClient): Promise<readonly string[]> {
  const [mode] = (await router.optionalRows("/system/device-mode")) ?? [];
  const is = (field: string, ...values: readonly string[]) => values.includes(mode?.[field] ?? "");
  return [
    ...(is("scheduler", "no", "false")
      ? [
          "the scheduler is switched off by the device mode, so that nothing would undo the apply: run /system/device-mode/update scheduler=yes on the router, which needs its button",
        ]
      : []),
    ...(is("flagged", "yes", "true")
      ? [
          "the device mode is flagged, which switches the scheduler off: clear it with /system/device-mode/update flagged=no",
        ]
      : []),
  ];
}

async function olderGuards(router: RouterClient): Promise<readonly string[]> {
  const found: Fields[] = [];
  for (const menu of GUARD_MENUS) {
    const rows = (await router.rows([menu])).get(menu) ?? [];
    if (isUndone(rows)) {
      return ["an earlier apply was undone: run routeros-state guard recover first"];
    }
    found.push(...guardRowsIn(rows));
  }
  const next = found.find(({ name }) => name === GUARD.name)?.["next-run"];
  return found.length === 0
    ? []
    : [
        `another guard is armed${next === undefined ? "" : `, and undoes its apply at ${next} by the router's clock`}: wait for it, or remove ${found.map(({ name }) => name).join(", ")} on the router`,
      ];
}

function stateProblems(isOther: boolean, findings: readonly StateFinding[]): readonly string[] {
  if (isOther) {
    return ["most ids in the state belong to other rows or to none: this is another router, or it was reset"];
  }
  return findings.flatMap((finding) =>
    finding.kind === "foreign"
      ? [`${finding.resource.address}: its id in the state belongs to another row: run routeros-state check`]
      : [],
  );
}

/** Whether the plan was made of the state and of the rows that there are now. */
function planProblems(
  text: string,
  { stack, provider }: StackReading,
  undo: PlannedUndo,
  rows: RouterRowsByMenu,
): readonly string[] {
  const planned: Stack = readStack(JSON.parse(text), provider);
  const ids = new Map(stack.resources.map(({ address, id }) => [address, id]));
  const stale = planned.resources.filter(({ address, id }) => ids.has(address) && ids.get(address) !== id);
  const touched = planned.resources.filter(({ address }) => undo.addresses.includes(address));
  const drifted = findingsOf({ ...planned, resources: touched }, rows).all.filter(
    (finding) =>
      finding.kind === "missing" ||
      finding.kind === "foreign" ||
      // What no plan shows was so before, too.
      (finding.kind === "drifted" &&
        finding.differences.some(
          ({ field, wanted }) => wanted !== undefined && finding.row[field] !== undefined,
        )),
  );
  return [
    ...stale.map(({ address }) => `${address}: the state has changed since the plan was made: plan again`),
    ...drifted.map(
      (finding) => `${findingKey(finding)}: the router has changed since the plan was made: plan again`,
    ),
  ];
}

async function clockNotes(router: RouterClient, { now }: GuardContext): Promise<readonly string[]> {
  const [clock] = (await router.optionalRows("/system/clock")) ?? [];
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(clock?.["gmt-offset"] ?? "") ?? [];
  const time = Date.parse(`${clock?.["date"]}T${clock?.["time"]}Z`);
  if (Number.isNaN(time) || sign === undefined) {
    return [];
  }
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const seconds = Math.round((time - offset - now()) / 1000);
  return Math.abs(seconds) < CLOCK_SECONDS
    ? []
    : [
        `the clock of the router is ${Math.round(Math.abs(seconds) / 60)} minutes ${seconds < 0 ? "behind" : "ahead"}: if it is set right during the apply, the router may undo too early or too late`,
      ];
}

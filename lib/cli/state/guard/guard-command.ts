import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { GUARD } from "../../../routeros/guard-names";
import { menusThatDiffer } from "../../../state/guard/rows-differ";
import { InputError } from "../../input";
import type { RouterClient } from "../../router";
import { loginFrom } from "../../router-login";
import { stackFolder } from "../../stack-folder";
import { arm, disarm, guardState, proveScheduler } from "./armed-guard";
import { GUARD_STATUS, type GuardContext, Narrator } from "./guard-context";
import { runGuarded } from "./guarded-command";
import { type Preflight, preflight } from "./preflight";
import { newConnection, whyNotProven } from "./proof";
import { forgetState, keepState } from "./saved-state";

/** Options of `routeros-state guard`. */
export interface GuardOptions {
  readonly provider?: string;
  readonly plan?: string;
  readonly timeout?: string;
  readonly confirmFrom?: string;
  readonly onFailure?: string;
  readonly allowPartial?: boolean;
}

/** An apply under guard. */
interface Guarded {
  readonly stack: string;
  readonly command: readonly string[];
  readonly options: GuardOptions;
  readonly seconds: number;
  readonly id: string;
  readonly folder: string;
  readonly context: GuardContext;
  readonly narrator: Narrator;
  readonly before: Preflight;
  /** When the router undoes the apply, by this machine's clock. */
  readonly deadline: number;
}

/** How long before the end of the time the apply must be proven, so that it can be undone from here. */
const RESERVE_SECONDS = 15;

const [SHORTEST, LONGEST] = [60, 3600];

/** Applies a plan that the router undoes by itself unless it is proven that the router can still be reached. */
export async function guardApply(
  stack: string,
  command: readonly string[],
  options: GuardOptions,
  context: GuardContext,
): Promise<number> {
  const seconds = secondsOf(options.timeout ?? "3m");
  if (command.length === 0) {
    throw new InputError("write the command that applies after --, such as: -- terraform apply plan");
  }
  if (!["undo", "keep"].includes(options.onFailure ?? "undo")) {
    throw new InputError(`--on-failure ${options.onFailure}: write undo or keep`);
  }
  const narrator = new Narrator(context);
  const folder = stackFolder(stack);
  const before = await preflight(
    stack,
    { ...options, planFile: planFile(folder, command, options) },
    context,
  );
  for (const note of before.notes) {
    context.terminal.out(`note: ${note}\n`);
  }
  if (before.problems.length > 0) {
    context.terminal.err(`Nothing was applied:\n${before.problems.map((each) => `  ${each}\n`).join("")}`);
    return GUARD_STATUS.refused;
  }
  const { router, terraform } = before.reading;
  const id = randomBytes(4).toString("hex");
  narrator.say("Testing that the scheduler of the router runs.");
  await proveScheduler(router, id, context);
  keepState(folder, context.environment, await terraform.storedState());
  narrator.say(
    `Arming: the router undoes ${before.undo.operations} changes after ${options.timeout ?? "3m"}, or when it restarts.`,
  );
  const start = context.now();
  await arm(router, before.script, seconds, id);
  const deadline = start + seconds * 1000;
  narrator.armedUntil(deadline);
  return apply({ stack, command, options, seconds, id, folder, context, narrator, before, deadline });
}

async function apply(guarded: Guarded): Promise<number> {
  const { command, options, context, narrator, deadline } = guarded;
  const latest = deadline - RESERVE_SECONDS * 1000;
  narrator.say(`Applying: ${command.join(" ")}`);
  let end: Awaited<ReturnType<typeof runGuarded>>;
  try {
    end = await runGuarded(command, folderOf(guarded), context, () => context.now() >= latest);
  } catch (error) {
    context.terminal.err(`error: ${(error as Error).message}\n`);
    end = { ok: false, how: "the command could not be run" };
  }
  if (!end.ok && options.onFailure !== "keep") {
    return undo(guarded, `The command failed: ${end.how}.`);
  }
  narrator.say("Proving over a new connection that the router can be reached and has what the state says.");
  for (;;) {
    const reason = end.ok ? await unproven(guarded) : await unreached(guarded);
    if (reason === undefined) {
      return finish(guarded, end.ok);
    }
    if (context.now() >= latest || /has undone/.test(reason)) {
      return undo(guarded, `Not proven: ${reason}.`);
    }
    narrator.say(`Not proven yet: ${reason}.`);
    await context.sleep(3000);
  }
}

const unproven = ({ stack, options, id, before, context }: Guarded) =>
  whyNotProven(stack, options, id, before, context);

/** Of an apply that failed and is kept, no more is asked than that the router can be reached. */
async function unreached({ id, options, context }: Guarded): Promise<string | undefined> {
  const state = await orUndefined(() => guardState(connect(context, options.confirmFrom), id));
  return state === "armed"
    ? undefined
    : state === "undone"
      ? "the router has undone the apply"
      : "the router cannot be reached";
}

/** Removes the guard after an apply that is proven. */
async function finish(guarded: Guarded, isApplied: boolean): Promise<number> {
  const { id, folder, context, narrator, options } = guarded;
  const isGone = await orUndefined(() => disarm(connect(context, options.confirmFrom), id));
  if (isGone !== true) {
    return undo(guarded, "The guard could not be removed from the router.");
  }
  narrator.ended("the router keeps what was applied");
  forgetState(folder, context.environment);
  narrator.say(
    isApplied
      ? "Applied and proven. The guard is removed."
      : "The command failed, and its changes were kept. The guard is removed.",
  );
  return isApplied ? GUARD_STATUS.applied : GUARD_STATUS.kept;
}

/** Undoes the apply: at once if the router can be reached, or else the router does it. */
async function undo(guarded: Guarded, why: string): Promise<number> {
  const { context, narrator, deadline } = guarded;
  narrator.say(`${why} Undoing the apply.`);
  for (let isFirst = true; ; isFirst = false) {
    const state = await orUndefined(() => undoNow(guarded));
    if (state === true) {
      return undone(guarded);
    }
    if (context.now() > deadline + GRACE_MS) {
      context.terminal.err(
        "error: the router cannot be reached, so it is not known whether it has undone the apply: reach it another way, and look for the script routeros-state-guard\n",
      );
      return GUARD_STATUS.unknown;
    }
    if (isFirst) {
      narrator.say("The router cannot be reached from here. Waiting until it undoes the apply by itself.");
    }
    await context.sleep(5000);
    narrator.say("Waiting for the router.");
  }
}

/** How long after the end of the time a router is waited for. */
const GRACE_MS = 120_000;

/** Runs the script of the guard now, unless the router has done so; whether the apply is undone. */
async function undoNow({ id, context }: Guarded): Promise<boolean> {
  const router = connect(context);
  if ((await guardState(router, id)) === "armed") {
    await router.runScript(GUARD.name);
  }
  return (await guardState(router, id)) === "undone";
}

/** Says whether everything is as it was. */
async function undone({ before, context, narrator, stack }: Guarded): Promise<number> {
  narrator.ended("the router is as it was");
  const now = await connect(context).rows([...before.rows.keys()]);
  const differing = menusThatDiffer(before.rows, now);
  if (differing.length > 0) {
    context.terminal.err(
      `error: the apply is undone, but these menus are not as they were: ${differing.join(", ")}\n`,
    );
    return GUARD_STATUS.unknown;
  }
  narrator.say(`The apply is undone. Next, run: routeros-state guard recover ${stack}`);
  return GUARD_STATUS.undone;
}

const connect = ({ environment }: GuardContext, from?: string): RouterClient =>
  newConnection(loginFrom(environment), from);

/** What is asked of the router; undefined if it cannot be reached, or rejects it. */
async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InputError) {
      return undefined;
    }
    throw error;
  }
}

/** Terraform runs in the folder of the stack; other commands run where the user is. */
function folderOf({ command: [program = "", ...args], folder }: Guarded): string {
  return isTerraform(program) && !args.some((arg) => arg.startsWith("-chdir")) ? folder : process.cwd();
}

const isTerraform = (program: string): boolean => /^(terraform|tofu)\b/.test(basename(program));

/** The saved plan that is applied: that of `--plan`, or the file that Terraform's command names last. */
function planFile(folder: string, command: readonly string[], { plan }: GuardOptions): string | undefined {
  if (plan !== undefined) {
    if (!existsSync(plan)) {
      throw new InputError(`--plan ${plan} does not exist: write the file of terraform plan -out=FILE`);
    }
    return resolve(plan);
  }
  const [program = "", ...args] = command;
  const last = args.filter((arg) => !arg.startsWith("-")).at(-1) ?? "";
  if (!isTerraform(program) || last === "apply") {
    return undefined;
  }
  const chdir = args.find((arg) => arg.startsWith("-chdir="))?.slice("-chdir=".length);
  const file = isAbsolute(last) ? last : join(chdir ?? folder, last);
  if (!existsSync(file)) {
    throw new InputError(
      `the plan ${relative(process.cwd(), file)} does not exist: write it with terraform plan -out=FILE`,
    );
  }
  return resolve(file);
}

function secondsOf(text: string): number {
  const [, count = "", unit = "s"] = /^(\d+)(s|m)?$/.exec(text) ?? [];
  const seconds = Number(count) * (unit === "m" ? 60 : 1);
  if (count === "" || seconds < SHORTEST || seconds > LONGEST) {
    throw new InputError(`--timeout ${text}: write ${SHORTEST}s to ${LONGEST / 60}m, such as 3m`);
  }
  return seconds;
}

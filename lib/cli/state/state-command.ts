import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { printable } from "../../text/printable";
import { packageVersion } from "../package-version";
import { printing, STATUS, statusOf, type Terminal } from "../terminal";
import { type AdoptOptions, adoptStack } from "./adopt-command";
import { type CheckOptions, checkStack } from "./check-command";
import { type GuardOptions, guardApply } from "./guard/guard-command";
import type { GuardContext } from "./guard/guard-context";
import { recoverState } from "./guard/recover-command";
import { type Ask, healStack } from "./heal-command";
import { STATUS_HELP, type StatusOptions, showStatus } from "./status/status-command";

/** What the command gets besides its arguments. */
export interface CliEnvironment {
  readonly environment: NodeJS.ProcessEnv;
  /** Asks for confirmation, unless `--yes` is given. */
  readonly ask: Ask;
  /** The time of this machine in milliseconds, and how to wait: the real ones unless given. */
  readonly time?: Pick<GuardContext, "now" | "sleep">;
}

/** Runs `routeros-state` with these arguments; gives its exit status. Never throws. */
export async function routerosState(
  args: readonly string[],
  given: Terminal,
  context: CliEnvironment,
): Promise<number> {
  const terminal = printing(given);
  let status: number = STATUS.unreadable;
  try {
    const command = define(terminal, context, (ended) => {
      status = ended;
    });
    await command.parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    return statusOf(error, terminal);
  }
}

function define(
  terminal: Terminal,
  { environment, ask, time = { now: Date.now, sleep: wait } }: CliEnvironment,
  end: (status: number) => void,
): Command {
  const say = (text: string) => terminal.out(`${text}\n`);
  const program = new Command("routeros-state")
    .description("Compares a RouterOS router with the Terraform state of its stack, and repairs differences.")
    .version(packageVersion(), "--version", "print the version")
    .addHelpText(
      "after",
      "\nThe router is the one in ROS_HOSTURL, with ROS_USERNAME, ROS_PASSWORD and ROS_CA_CERTIFICATE.\nExit status: 0: nothing was found; 1: something was found, skipped or undecided; 2: the command could not run, and the reason is printed.",
    )
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride();
  subcommand(program, "adopt", "match existing rows of the router to resources, and write import blocks")
    .option("--row <address=id>", "the row of a resource: its .id, or create; may be repeated", append)
    .option("--write-comments", "write the comments of the stack to the router now, without an apply")
    .action(async (stack: string, options: AdoptOptions) =>
      end(await adoptStack(stack, options, environment, say)),
    );
  subcommand(
    program,
    "check",
    "find differences between router and state, including those that no plan shows",
  )
    .option("--identity <name>", "the name in /system/identity that the router must have")
    .option("--json", "write the report as JSON")
    .action(async (stack: string, options: CheckOptions) =>
      end(await checkStack(stack, options, environment, say)),
    );
  subcommand(program, "heal", "repair router and state after an apply that was interrupted or rejected")
    .option("--yes", "do not ask for confirmation")
    .action(async (stack: string, { yes, ...options }: { provider?: string; yes?: boolean }) =>
      end(
        await healStack(
          stack,
          options,
          environment,
          say,
          yes === true ? undefined : (question) => ask(printable(question)),
        ),
      ),
    );
  defineGuard(program, { environment, terminal, ...time }, end);
  program
    .command("status")
    .description("show which WANs are up, what they carry, and what is down")
    .argument("[stack]", "a stack, whose state gives the addresses of resources: its name, or its folder")
    .option("--json", "write the status as JSON")
    .option("--watch [seconds]", "show the status again and again, until Ctrl-C (default: every 5 seconds)")
    .option("--prometheus <file>", "also write the status to a file in Prometheus' text format")
    .option("--routers <file>", "show all routers in a YAML file, in one table")
    .addHelpText(
      "after",
      `\n${STATUS_HELP}\nExit status: 0: all WANs are up; 1: at least one is down; 2: no default route is active; 3: a router could not be read.`,
    )
    .action(async (stack: string | undefined, options: StatusOptions) =>
      end(await showStatus(stack, options, environment, terminal)),
    );
  return program;
}

function defineGuard(program: Command, context: GuardContext, end: (status: number) => void): void {
  const guard = subcommand(program, "guard", "apply a plan that the router undoes unless it stays reachable")
    .argument("[command...]", "the command that applies, after --: terraform apply PLANFILE")
    .option("--plan <file>", "the saved plan, if the command does not name it")
    .option("--timeout <time>", "when the router undoes the apply: 60s to 60m (default: 3m)")
    .option("--confirm-from <address>", "the address of this machine that the router must be reachable from")
    .option("--on-failure <what>", "undo or keep what a command has done that fails (default: undo)")
    .option("--allow-partial", "apply although some changes cannot be undone")
    .addHelpText(
      "after",
      "\nExit status: 0: applied and proven; 1: undone; 2: nothing was applied, and the reason is printed; 3: it is not known whether everything is as it was; 4: the command failed, and its changes were kept.",
    )
    .action(async (stack: string, command: readonly string[], options: GuardOptions) =>
      end(await guardApply(stack, command, options, context)),
    );
  guard
    .command("recover")
    .description("bring the state back to what the router has after an undo")
    .argument("<stack>", "name of a synthesized stack, or folder of a Terraform configuration")
    .action(async (stack: string) => end(await recoverState(stack, context.environment, context.terminal)));
}

/** A subcommand with the arguments that all of them take. */
function subcommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<stack>", "name of a synthesized stack, or folder of a Terraform configuration")
    .option("--provider <key>", "which router, if the stack has several: routeros or routeros.ALIAS");
}

const append = (value: string, former: readonly string[] = []): readonly string[] => [...former, value];

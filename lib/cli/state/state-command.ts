import { Command } from "commander";
import { printable } from "../../text/printable";
import { packageVersion } from "../package-version";
import { printing, STATUS, statusOf, type Terminal } from "../terminal";
import { type AdoptOptions, adopt } from "./adopt";
import { type CheckOptions, check } from "./check";
import { type Ask, heal } from "./heal";

/** What the command is run with, beside its arguments. */
export interface CliEnvironment {
  readonly environment: NodeJS.ProcessEnv;
  /** Asks the user, where `--yes` does not answer. */
  readonly ask: Ask;
}

/** Runs `routeros-state` with these arguments; gives its exit status. Never throws. */
export async function routerosState(
  args: readonly string[],
  given: Terminal,
  surroundings: CliEnvironment,
): Promise<number> {
  const terminal = printing(given);
  let status: number = STATUS.unreadable;
  try {
    const command = define(terminal, surroundings, (ended) => {
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
  { environment, ask }: CliEnvironment,
  end: (status: number) => void,
): Command {
  const say = (text: string) => terminal.out(`${text}\n`);
  const program = new Command("routeros-state")
    .description("Looks at a router beside the Terraform provider, and at the state of its stack.")
    .version(packageVersion(), "--version", "print the version")
    .addHelpText(
      "after",
      "\nThe router is the one in ROS_HOSTURL, with ROS_USERNAME, ROS_PASSWORD and ROS_CA_CERTIFICATE.\nExit status: 0 nothing found, 1 something found or left open, 2 no look could be taken.",
    )
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride();
  subcommand(program, "adopt", "match rows that stand on the router to resources, and write import blocks")
    .option("--row <address=id>", "the row of a resource: its .id, or create; may be repeated", append)
    .option("--write-comments", "write the stack's comments to the router now, and not by an apply")
    .action(async (stack: string, options: AdoptOptions) =>
      end(await adopt(stack, options, environment, say)),
    );
  subcommand(
    program,
    "check",
    "find where the router is not what the state holds, also where no plan shows it",
  )
    .option("--identity <name>", "the name in /system/identity that the router must have")
    .option("--json", "write the report for machines")
    .action(async (stack: string, options: CheckOptions) =>
      end(await check(stack, options, environment, say)),
    );
  subcommand(program, "heal", "make router and state agree after an apply that was cut off or refused")
    .option("--yes", "do not ask")
    .action(async (stack: string, { yes, ...options }: { provider?: string; yes?: boolean }) =>
      end(
        await heal(
          stack,
          options,
          environment,
          say,
          yes === true ? undefined : (question) => ask(printable(question)),
        ),
      ),
    );
  return program;
}

/** A subcommand with what all of them take. */
function subcommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<stack>", "name of a synthesized stack, or the folder of a Terraform configuration")
    .option("--provider <key>", "the router, where the stack has several: routeros, or routeros.ALIAS");
}

const append = (value: string, former: readonly string[] = []): readonly string[] => [...former, value];

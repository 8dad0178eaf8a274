import { writeFileSync } from "node:fs";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import {
  AcceptFileError,
  FINDINGS_PAGE,
  FlowAssertionsError,
  formatJson,
  formatMarkdown,
  formatRsc,
  formatSarif,
  hasExistingFindings,
  hasNewFindings,
  PlanError,
  type Report,
  readAcceptFile,
  readFlowAssertions,
  readPlan,
  review,
} from "../plan-review";
import { isAddress } from "../routeros/ipv4";
import { InputError, readText, reasonOf } from "./input";
import { packageVersion } from "./package-version";
import { printing, STATUS, statusOf, type Terminal } from "./terminal";

interface Options {
  readonly format: keyof typeof FORMATS;
  readonly failOn: Bar;
  readonly failOnExisting: Bar;
  readonly out?: string;
  readonly operator?: string;
  readonly flowAssertions?: string;
  readonly accept?: string;
  readonly failures: number;
  readonly routerosVersion?: string;
  readonly sameRouter?: boolean;
}

/** The least severity of findings that end the command with 1. */
type Bar = (typeof BARS)[number];

const BARS = ["error", "warning", "never"] as const;

const FORMATS = {
  markdown: formatMarkdown,
  json: formatJson,
  sarif: formatSarif,
  rsc: formatRsc,
} as const satisfies Record<string, (report: Report) => string>;

/** Runs `routeros-plan-review` with these arguments and returns its exit status. It never throws. */
export async function planReview(args: readonly string[], given: Terminal): Promise<number> {
  const terminal = printing(given);
  const command = define(terminal);
  try {
    command.parse(args, { from: "user" });
    const options = command.opts<Options>();
    const report = await reviewFiles(command.args, options);
    write(FORMATS[options.format](report), options.out, terminal);
    return failsOn(report, options) ? STATUS.findings : STATUS.fine;
  } catch (error) {
    return statusOf(error, terminal);
  }
}

function failsOn(report: Report, { failOn, failOnExisting }: Options): boolean {
  return (
    (failOn !== "never" && hasNewFindings(report, failOn)) ||
    (failOnExisting !== "never" && hasExistingFindings(report, failOnExisting))
  );
}

function define({ out, err }: Terminal): Command {
  return new Command("routeros-plan-review")
    .description(
      "Reviews what Terraform plans do to the traffic of RouterOS routers. It reads plans only and connects to no device.",
    )
    .addArgument(
      new Argument(
        "[plans...]",
        "plan files as terraform show -json writes them, or - for standard input",
      ).default(["-"], "-"),
    )
    .addOption(
      new Option("--format <format>", "format of the report")
        .choices(Object.keys(FORMATS))
        .default("markdown"),
    )
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with status 1 if the plan causes findings of this severity or worse, or makes them worse",
      )
        .choices(BARS)
        .default("error"),
    )
    .addOption(
      new Option(
        "--fail-on-existing <severity>",
        "exit with status 1 also for findings of this severity or worse that the router has already",
      )
        .choices(BARS)
        .default("never"),
    )
    .option("--out <file>", "write the report to this file instead of standard output")
    .option(
      "--operator <address>",
      "IPv4 address that Terraform runs at: check that it still reaches the router",
      address,
    )
    .option("--flow-assertions <file>", "YAML file of flow assertions: what must be true of certain flows")
    .option("--accept <file>", "YAML file of accepted findings: they are shown, and do not count")
    .option("--failures <number>", "how many WANs can be down at once", positive, 1)
    .option(
      "--routeros-version <version>",
      "RouterOS version of the routers, such as 7.16: report what it does not support",
      version,
    )
    .option("--same-router", "all plans are of one router, and are applied in the order given")
    .version(packageVersion(), "--version", "print the version")
    .addHelpText(
      "after",
      `\nExample: terraform show -json site.plan | routeros-plan-review --fail-on warning\nExit status: 0 no findings, 1 findings, 2 the review could not run; the reason is printed.\nThe findings are explained in ${FINDINGS_PAGE} of the package.`,
    )
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride();
}

async function reviewFiles(sources: readonly string[], options: Options): Promise<Report> {
  const plans = [];
  for (const source of sources.length === 0 ? ["-"] : sources) {
    const text = await readText(source);
    try {
      plans.push(readPlan(text, source));
    } catch (error) {
      throw error instanceof PlanError ? new InputError(`${nameOf(source)}: ${error.message}`) : error;
    }
  }
  const { failures, operator, routerosVersion: routerOsVersion, sameRouter } = options;
  const flowAssertions = await contentOf(options.flowAssertions, readFlowAssertions);
  const accepted = await contentOf(options.accept, readAcceptFile);
  const today = new Date().toJSON().slice(0, "2027-01-31".length);
  return review(plans, { failures, operator, flowAssertions, accepted, today, routerOsVersion, sameRouter });
}

/** What a file of the user says, where one is named. */
async function contentOf<Content>(
  file: string | undefined,
  read: (text: string) => Content,
): Promise<Content | undefined> {
  if (file === undefined) {
    return undefined;
  }
  const text = await readText(file);
  try {
    return read(text);
  } catch (error) {
    const isUsersMistake = error instanceof FlowAssertionsError || error instanceof AcceptFileError;
    throw isUsersMistake ? new InputError(`${nameOf(file)}: ${error.message}`) : error;
  }
}

function nameOf(source: string): string {
  return source === "-" ? "standard input" : source;
}

function write(text: string, file: string | undefined, { out }: Terminal): void {
  if (file === undefined) {
    out(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`cannot write the report to ${file}: ${reasonOf(error)}`);
  }
}

function address(text: string): string {
  if (!isAddress(text)) {
    throw new InvalidArgumentError("Write an IPv4 address, such as 192.0.2.9.");
  }
  return text;
}

function positive(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) {
    throw new InvalidArgumentError("Write a number from 1 to 99.");
  }
  return Number(text);
}

function version(text: string): string {
  if (!/^7(\.\d+){1,2}$/.test(text)) {
    throw new InvalidArgumentError("Write a version of RouterOS 7, such as 7.16.");
  }
  return text;
}

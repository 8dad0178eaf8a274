import { Command, Option } from "commander";
import { installMissing } from "../tools/install-programs";
import { NETWORK_PROGRAMS } from "../tools/system-programs";
import { guideToNetwork, guideToRouter } from "./guide";
import { networkProblem, underRoot } from "./network";
import { NetworkedLab } from "./networked-lab";
import {
  DEFAULT_VERSION,
  isNewerThanKnown,
  LabRouter,
  type LabRouterOptions,
  resolveVersion,
} from "./router";

/** `npm run lab`: runs a lab router until you interrupt it. */

interface Options {
  readonly network: boolean;
  readonly version: string;
  readonly state?: string;
  readonly port: string;
  readonly httpPort: string;
  readonly password?: string;
  readonly interface?: string[];
}

const command = new Command("lab")
  .description(
    "A RouterOS router whose REST API is real. It carries packets with --network, and none without: then it keeps rows.",
  )
  .option(
    "--network",
    "with the article's LAN, two ISPs and an Internet around it, as network namespaces",
    false,
  )
  .option(
    "--version <version>",
    `RouterOS version, 7.9 or newer, or shorter, as 7.20 for ${resolveVersion("7.20")}`,
    resolveVersion(DEFAULT_VERSION),
  )
  .option("--state <file>", "keep the rows in a file from one run to the next")
  .option("--port <number>", "port of the HTTPS side; 0 is any free one", "0")
  .option("--http-port <number>", "port of the HTTP side; 0 is any free one", "0")
  .addOption(
    new Option("--password <text>", "the password of admin; a random one unless given").env("LAB_PASSWORD"),
  )
  .addOption(
    new Option(
      "--interface <name...>",
      "names of the ethernet ports; Local wlan1 wlan2 unless given",
    ).conflicts("network"),
  )
  .allowExcessArguments(false)
  .showSuggestionAfterError(false)
  .action(run);

/** A lab that is up, and the guide to print for it. */
interface RunningLab {
  readonly guide: string;
  down(): Promise<void>;
}

async function run(options: Options): Promise<void> {
  if (isNewerThanKnown(options.version)) {
    console.log(
      `RouterOS ${options.version} is newer than any version that the lab knows: it is treated as ${resolveVersion(options.version)}.`,
    );
  }
  const routerOptions: LabRouterOptions = {
    version: options.version,
    stateFile: options.state,
    httpsPort: readPort("--port", options.port),
    httpPort: readPort("--http-port", options.httpPort),
    interfaces: options.interface,
    password: options.password,
  };
  if (options.network) {
    await installMissing(NETWORK_PROGRAMS, "the lab's network consists of namespaces");
    await underRoot();
  }
  let starting: Promise<RunningLab> | undefined;
  let ending = false;
  const end = (): void => {
    ending = true;
    void Promise.resolve(starting)
      .then(
        (lab) => lab?.down(),
        () => {},
      )
      .then(() => process.exit(0));
  };
  // SIGHUP is what a terminal that is closed leaves behind. Not `once`: npm and the terminal may both send a signal,
  // and a second one must not cut the closing short.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, end);
  }
  try {
    starting = options.network ? startNetwork(routerOptions) : startRouter(routerOptions);
    console.log((await starting).guide);
  } catch (error) {
    // A Ctrl-C reaches the programs that are starting as well.
    if (!ending) {
      throw error;
    }
  }
}

async function startRouter(options: LabRouterOptions): Promise<RunningLab> {
  const router = await LabRouter.start(options);
  return { guide: guideToRouter(router), down: () => router.close() };
}

async function startNetwork(options: LabRouterOptions): Promise<RunningLab> {
  const problem = networkProblem();
  if (problem !== undefined) {
    throw new Error(problem);
  }
  const lab = await NetworkedLab.up(options);
  return { guide: guideToNetwork(lab), down: () => lab.down() };
}

function readPort(option: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error(`${option} ${text} is no port: give a number from 0 to 65535.`);
  }
  return Number(text);
}

/** One line for whatever keeps the router from starting. */
function explain(error: NodeJS.ErrnoException & { readonly port?: number }): string {
  if (error.code === "EADDRINUSE") {
    return `Port ${error.port} is in use: give another one, or 0 for any.`;
  }
  if (error.code === "EACCES" && error.port !== undefined) {
    return `Port ${error.port} may not be used: give one above 1023.`;
  }
  return error.message;
}

command.parseAsync().catch((error: Error) => {
  console.error(explain(error));
  process.exit(1);
});

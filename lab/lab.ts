import { Command } from "commander";
import { CLI_CONFIG_FILE } from "../tools/pinned-provider";
import { DEFAULT_VERSION, KNOWN_VERSIONS, LabRouter, resolveVersion } from "./router";

/** `npm run lab`: a lab router for as long as nobody interrupts it. */

interface Options {
  readonly version: string;
  readonly state?: string;
  readonly port: string;
  readonly httpPort: string;
  readonly interface?: string[];
}

const command = new Command("lab")
  .description("A RouterOS router of which only the REST API is real: it keeps rows and carries no packets.")
  .option(
    "--version <version>",
    `RouterOS version: ${KNOWN_VERSIONS.join(", ")}, or shorter, as 7.20 for ${resolveVersion("7.20")}`,
    resolveVersion(DEFAULT_VERSION),
  )
  .option("--state <file>", "keep the rows in a file from one run to the next")
  .option("--port <number>", "port of the HTTPS side; 0 is any free one", "0")
  .option("--http-port <number>", "port of the HTTP side; 0 is any free one", "0")
  .option("--interface <name...>", "names of the ethernet ports; Local wlan1 wlan2 unless given")
  .allowExcessArguments(false)
  .showSuggestionAfterError(false)
  .action(run);

async function run(options: Options): Promise<void> {
  const starting = LabRouter.start({
    version: options.version,
    stateFile: options.state,
    httpsPort: readPort("--port", options.port),
    httpPort: readPort("--http-port", options.httpPort),
    interfaces: options.interface,
  });
  const end = (): void => {
    void starting.then((router) => router.close()).then(() => process.exit(0));
  };
  // SIGHUP is what a terminal that is closed leaves behind. Not `once`: npm and the terminal may both send a signal,
  // and a second one must not cut the closing short.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, end);
  }
  console.log(howToReach(await starting));
}

function readPort(option: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error(`${option} ${text} is no port: give a number from 0 to 65535.`);
  }
  return Number(text);
}

function howToReach(router: LabRouter): string {
  const login = `${router.username}:${router.password}`;
  return `RouterOS ${router.version}, the API only: rows are kept and judged, no packets flow. Ctrl-C ends it.

  HTTPS     ${router.httpsUrl}
  HTTP      ${router.httpUrl}
  user      ${router.username}
  password  ${router.password}

For Terraform and cdktf:

  export ROS_HOSTURL=${router.httpsUrl}
  export ROS_USERNAME=${router.username}
  export ROS_PASSWORD=${router.password}
  export ROS_CA_CERTIFICATE=${router.caCertificateFile}
  export TF_CLI_CONFIG_FILE=${CLI_CONFIG_FILE}

where the last one is for machines that do not reach the Terraform registry; cdktf then wants a switch as well:

  cdktf deploy ... --skip-provider-lock

To try it:

  curl -u ${login} --cacert ${router.caCertificateFile} ${router.httpsUrl}/rest/ip/route
  curl -u ${login} -X PUT -H 'content-type: application/json' \\
    -d '{"address":"10.112.0.2/24","interface":"${router.rows("/interface").at(-1)?.["name"]}"}' ${router.httpUrl}/rest/ip/address
`;
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

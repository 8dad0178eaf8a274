import { createInterface } from "node:readline";
import spawn from "cross-spawn";
import { MIRROR_FOLDER, providerExecutable } from "../tools/pinned-provider";

/** How the provider names what Terraform wants to know of a provider that runs already. */
const REATTACH = "TF_REATTACH_PROVIDERS";

/** It ends by itself where it does not serve within two seconds, which a busy machine exceeds. */
const MOST_STARTS = 20;

/** Starts the provider; undefined where it ends before it serves. */
function serve(
  [program = "", ...words]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ reattach: string | undefined; stop: () => void } | undefined> {
  const child = spawn(program, words, { env, stdio: ["ignore", "pipe", "ignore"] });
  const stop = () => {
    child.kill();
  };
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(undefined));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      const found = line.match(`${REATTACH}='(.*)'`);
      if (found !== null) {
        resolve({ reattach: found[1], stop });
      }
    });
  });
}

/**
 * The provider as a process that serves every run of Terraform in one folder. Terraform else starts one for the
 * schema, one to validate, one to plan and one to apply: most of the time that a run takes.
 *
 * It keeps one router for all configurations of the provider, so a stack of several routers is not for it.
 */
export class ServedProvider {
  /**
   * @param environment what it is told of its router by, since Terraform's own does not reach it
   * @param entry the words that make it run where its router is reached from; its socket is seen from everywhere
   */
  public static async start(
    folder: string,
    environment: NodeJS.ProcessEnv,
    entry: readonly string[],
  ): Promise<ServedProvider> {
    const command = [...entry, providerExecutable(MIRROR_FOLDER), "-debug"];
    // Its socket goes with the folder.
    const env = { ...environment, PLUGIN_UNIX_SOCKET_DIR: folder };
    for (let start = 1; start <= MOST_STARTS; start += 1) {
      const served = await serve(command, env);
      if (served !== undefined) {
        return new ServedProvider({ [REATTACH]: served.reattach }, served.stop);
      }
    }
    throw new Error(`the provider ended ${MOST_STARTS} times before it served`);
  }

  private constructor(
    /** Sends Terraform to it. */
    public readonly variables: NodeJS.ProcessEnv,
    public readonly stop: () => void,
  ) {}
}

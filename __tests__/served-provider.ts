import { createInterface } from "node:readline";
import spawn from "cross-spawn";
import { MIRROR_FOLDER, providerExecutable } from "../tools/pinned-provider";

/** How the provider names what Terraform wants to know of a provider that runs already. */
const REATTACH = "TF_REATTACH_PROVIDERS";

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
    const [program = "", ...words] = [...entry, providerExecutable(MIRROR_FOLDER), "-debug"];
    const child = spawn(program, words, {
      // Its socket goes with the folder.
      env: { ...environment, PLUGIN_UNIX_SOCKET_DIR: folder },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const stop = () => {
      child.kill();
    };
    const [, reattach] = await new Promise<RegExpMatchArray>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", () => reject(new Error("the provider ended before it served")));
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
        const found = line.match(`${REATTACH}='(.*)'`);
        if (found !== null) {
          resolve(found);
        }
      });
    });
    return new ServedProvider({ [REATTACH]: reattach }, stop);
  }

  private constructor(
    /** Sends Terraform to it. */
    public readonly variables: NodeJS.ProcessEnv,
    public readonly stop: () => void,
  ) {}
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The signals that end a program and that it can handle. */
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * A folder that only its owner can read, for as long as it is used. It is removed afterwards, also after a signal or an
 * uncaught error.
 *
 * @param interrupt passes a signal on to what is running meanwhile
 */
export async function withTemporaryFolder<T>(
  use: (folder: string) => Promise<T>,
  interrupt: (signal: NodeJS.Signals) => unknown,
): Promise<T> {
  // Node.js makes it with mode 0700.
  const folder = mkdtempSync(join(tmpdir(), "routeros-state-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const end = (signal: NodeJS.Signals) => {
    interrupt(signal);
    remove();
    forget();
    // The program ends as it would have without us.
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off("exit", remove);
    for (const signal of SIGNALS) {
      process.off(signal, end);
    }
  };
  process.on("exit", remove);
  for (const signal of SIGNALS) {
    process.on(signal, end);
  }
  try {
    return await use(folder);
  } finally {
    remove();
    forget();
  }
}

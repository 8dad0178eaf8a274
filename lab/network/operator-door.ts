import type { Readable } from "node:stream";
import spawn from "cross-spawn";
import type { Namespace } from "./namespace";

/**
 * Has the router's namespace listen on its management address, port 443, and hand every connection to a UNIX socket: the
 * router's program lives outside, and a socket file is seen from every namespace.
 */
export function listenForOperator(router: Namespace, address: string, socketFile: string): Promise<void> {
  const [program = "", ...entry] = router.entry;
  const listen = `TCP4-LISTEN:443,bind=${address},reuseaddr,fork,backlog=128`;
  const child = spawn(program, [...entry, "socat", "-d", "-d", listen, `UNIX-CONNECT:${socketFile}`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log = child.stderr as Readable;
  return new Promise((resolve, reject) => {
    let said = "";
    // Read to the end, as it would stop where nobody does.
    log.setEncoding("utf8").on("data", (text: string) => {
      if (said.includes("listening on")) return;
      said += text;
      if (!said.includes("listening on")) return;
      // A program that is done may end without waiting for it; the guard ends it.
      child.unref();
      (log as { unref?: () => void }).unref?.();
      resolve();
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`socat ended: ${said.trim()}`)));
  });
}

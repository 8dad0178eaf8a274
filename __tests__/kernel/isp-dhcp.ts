import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Namespace, SmallNetwork } from "./small-network";

/** A DHCP server at an ISP of the small network, which has this one address for whoever asks. */
export async function lend(isp: Namespace, address: string, gateway: string): Promise<ChildProcess> {
  const server = isp.start(
    "dnsmasq",
    "--keep-in-foreground",
    "--conf-file=/dev/null",
    "--pid-file=",
    "--user=root",
    "--group=",
    "--port=0",
    "--log-facility=-",
    "--no-ping",
    "--leasefile-ro",
    "--dhcp-authoritative",
    "--interface=uplink",
    "--bind-dynamic",
    `--dhcp-range=${address},${address},255.255.255.0,2m`,
    `--dhcp-option=3,${gateway}`,
    "--dhcp-option=6,203.0.113.53,203.0.113.54",
  );
  await new Promise<void>((resolve) =>
    server.stderr?.on("data", (chunk) => String(chunk).includes("started") && resolve()),
  );
  return server;
}

/** Ends a server, and waits for its end. */
export async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    return;
  }
  const ended = once(server, "close");
  server.kill("SIGKILL");
  await ended;
}

/** `lend` for the tests of a file: after each of them its servers end, and the uplink of the first ISP is up again. */
export function lendingIn(network: () => Pick<SmallNetwork, "isp1">): typeof lend {
  const servers: ChildProcess[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      await end(server);
    }
    network().isp1.ip("link set uplink up");
  });
  return async (...offer) => {
    const server = await lend(...offer);
    servers.push(server);
    return server;
  };
}

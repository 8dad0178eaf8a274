import { randomBytes } from "node:crypto";
import spawn from "cross-spawn";
import { LabRouter, type LabRouterOptions } from "../../lab/router";

/** A network namespace of a test. */
export class Namespace {
  constructor(readonly name: string) {}

  /** What a command prints there; throws where it fails. */
  run(command: string, ...args: string[]): string {
    return run("nsenter", `--net=/run/netns/${this.name}`, command, ...args);
  }

  /** Whether a command succeeds there. */
  succeeds(command: string, ...args: string[]): boolean {
    return spawn.sync("nsenter", [`--net=/run/netns/${this.name}`, command, ...args]).status === 0;
  }

  /** A command that runs there until the network is removed. */
  start(command: string, ...args: string[]): ReturnType<typeof spawn> {
    const child = spawn("nsenter", [`--net=/run/netns/${this.name}`, command, ...args]);
    children.push(child);
    return child;
  }

  /** Commands of `ip`, one a line. */
  ip(lines: string): string {
    const input = lines.trim().replace(/^\s+/gm, "");
    const { status, stdout, stderr } = spawn.sync("ip", ["-n", this.name, "-batch", "-"], {
      input,
      encoding: "utf8",
    });
    if (status !== 0) {
      throw new Error(`ip: ${stderr}`);
    }
    return stdout;
  }
}

const children: ReturnType<typeof spawn>[] = [];

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawn.sync(command, args, { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  }
  return stdout;
}

/**
 * A router with a LAN and two uplinks. Behind each uplink is a host that is the gateway, and everybody in
 * 198.51.100.0/24.
 */
export interface SmallNetwork {
  readonly router: Namespace;
  readonly lan: Namespace;
  readonly isp1: Namespace;
  readonly isp2: Namespace;
  remove(): void;
}

export function buildNetwork(): SmallNetwork {
  const run4 = randomBytes(3).toString("hex");
  const made: string[] = [];
  const make = (role: string): Namespace => {
    const name = `kt-${run4}-${role}`;
    run("ip", "netns", "add", name);
    made.push(name);
    run("ip", "-n", name, "link", "set", "lo", "up");
    const namespace = new Namespace(name);
    // Addresses of version 6 come in their own time, and no test is about them.
    const write = (which: string): string => `echo 1 > /proc/sys/net/ipv6/conf/${which}/disable_ipv6`;
    namespace.run("sh", "-c", `${write("all")} && ${write("default")}`);
    return namespace;
  };
  const remove = (): void => {
    for (const child of children.splice(0)) {
      child.kill("SIGKILL");
      for (const stream of [child.stdin, child.stdout, child.stderr]) {
        stream?.destroy();
      }
    }
    for (const name of made.splice(0)) {
      // Servers have children of their own.
      const left = spawn.sync("ip", ["netns", "pids", name], { encoding: "utf8" }).stdout.split("\n");
      for (const pid of left.filter((line) => line !== "")) {
        spawn.sync("kill", ["-9", pid]);
      }
      spawn.sync("ip", ["netns", "del", name]);
    }
  };
  try {
    const [router, lan, isp1, isp2] = [make("r"), make("lan"), make("isp1"), make("isp2")];
    // Numbers that differ from the other side's: the kernel holds back news of a link between equal ones.
    plug(router, "Local", 101, lan);
    plug(router, "wlan1", 102, isp1);
    plug(router, "wlan2", 103, isp2);
    lan.ip(`addr add 192.168.0.10/24 dev uplink
            route add default via 192.168.0.1`);
    for (const [isp, address] of [
      [isp1, "10.112.0.1/24"],
      [isp2, "10.111.0.1/24"],
    ] as const) {
      isp.ip(`addr add ${address} dev uplink
              route add local 198.51.100.0/24 dev lo`);
    }
    return { router, lan, isp1, isp2, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function plug(router: Namespace, port: string, index: number, other: Namespace): void {
  const near = ["link", "add", port, "index", `${index}`, "netns", router.name];
  run("ip", ...near, "type", "veth", "peer", "name", "uplink", "netns", other.name);
  run("ip", "-n", other.name, "link", "set", "dev", "uplink", "up");
}

/** A network for the tests of a file, and a fresh router in it for each of them. */
export function networkWithRouter(options: LabRouterOptions = {}): () => SmallNetwork & { lab: LabRouter } {
  let network: SmallNetwork | undefined;
  let lab: LabRouter | undefined;
  const errors: unknown[] = [];
  beforeAll(() => {
    network = buildNetwork();
  });
  afterAll(() => network?.remove());
  beforeEach(async () => {
    errors.length = 0;
    lab = await LabRouter.start({
      version: "7.24",
      namespace: network?.router.name,
      onError: (error) => errors.push(error),
      ...options,
    });
  });
  afterEach(async () => {
    await lab?.close();
    expect(errors).toEqual([]);
  });
  return () => {
    if (network === undefined || lab === undefined) {
      throw new Error("no network outside a test");
    }
    return { ...network, lab };
  };
}

/** The article's gateway, as rows. */
export const GATEWAY: readonly (readonly [string, Record<string, string>])[] = [
  ["/ip/address", { address: "192.168.0.1/24", interface: "Local" }],
  ["/routing/table", { name: "to_wlan1", fib: "" }],
  ["/routing/table", { name: "to_wlan2", fib: "" }],
  ["/ip/firewall/nat", { chain: "srcnat", "out-interface": "wlan1", action: "masquerade" }],
  ["/ip/firewall/nat", { chain: "srcnat", "out-interface": "wlan2", action: "masquerade" }],
  ["/ip/address", { address: "10.112.0.2/24", interface: "wlan1" }],
  ["/ip/address", { address: "10.111.0.2/24", interface: "wlan2" }],
  ["/ip/route", { gateway: "10.112.0.1", "routing-table": "to_wlan1" }],
  ["/ip/route", { gateway: "10.111.0.1", "routing-table": "to_wlan2" }],
  ["/ip/route", { gateway: "10.112.0.1" }],
  ["/ip/route", { gateway: "10.111.0.1" }],
  ...["wlan1", "wlan2"].flatMap((wan): [string, Record<string, string>][] => [
    [
      "/ip/firewall/mangle",
      {
        chain: "input",
        "in-interface": wan,
        "connection-mark": "no-mark",
        action: "mark-connection",
        "new-connection-mark": `${wan}_conn`,
      },
    ],
    [
      "/ip/firewall/mangle",
      {
        chain: "output",
        "connection-mark": `${wan}_conn`,
        action: "mark-routing",
        "new-routing-mark": `to_${wan}`,
        passthrough: "no",
      },
    ],
  ]),
];

/** Puts the article's gateway on a router; gives back the ids by menu. */
export async function addGateway(lab: LabRouter): Promise<string[]> {
  const ids = GATEWAY.map(([menu, row]) => lab.add(menu, row));
  await lab.settled();
  return ids;
}

import { randomBytes } from "node:crypto";
import spawn from "cross-spawn";
import { LabRouter, type LabRouterOptions, type StoreSnapshot } from "../../lab/router";
import { until } from "../until";

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

/**
 * Makes the namespaces and their links, all in one process: `$1` is what their names begin with. Addresses of version 6 come
 * in their own time, and no test is about them. The router's ports have other numbers than the other sides: the kernel
 * holds back news of a link between equal ones.
 */
const BUILD = `
for role in r lan isp1 isp2; do
  ip netns add "$1$role"
  ip -n "$1$role" link set lo up
  nsenter --net="/run/netns/$1$role" sh -ec '
    for which in all default; do echo 1 > /proc/sys/net/ipv6/conf/$which/disable_ipv6; done'
done
index=101
for plug in Local:lan wlan1:isp1 wlan2:isp2; do
  ip link add "\${plug%:*}" index $index netns "$1r" type veth peer name uplink netns "$1\${plug#*:}"
  ip -n "$1\${plug#*:}" link set dev uplink up
  index=$((index + 1))
done
ip -n "$1lan" addr add 192.168.0.10/24 dev uplink
ip -n "$1lan" route add default via 192.168.0.1
ip -n "$1isp1" addr add 10.112.0.1/24 dev uplink
ip -n "$1isp2" addr add 10.111.0.1/24 dev uplink
for isp in isp1 isp2; do ip -n "$1$isp" route add local 198.51.100.0/24 dev lo; done
`;

/** Ends what runs in the namespaces, where servers have children of their own, and takes them away. */
const REMOVE = `
for role in r lan isp1 isp2; do
  for pid in $(ip netns pids "$1$role" 2>/dev/null); do kill -9 $pid 2>/dev/null || true; done
  ip netns del "$1$role" 2>/dev/null || true
done
`;

/** Plugs every cable in, and forgets connections. */
const RESET = `
ip -n "$2" link set dev uplink up
ip -n "$3" link set dev uplink up
nsenter --net="/run/netns/$1" conntrack -F 2>/dev/null
`;

export function buildNetwork(): SmallNetwork {
  const prefix = `kt-${randomBytes(3).toString("hex")}-`;
  const [router, lan, isp1, isp2] = ["r", "lan", "isp1", "isp2"].map(
    (role) => new Namespace(`${prefix}${role}`),
  ) as [Namespace, Namespace, Namespace, Namespace];
  const remove = (): void => {
    for (const child of children.splice(0)) {
      child.kill("SIGKILL");
      for (const stream of [child.stdin, child.stdout, child.stderr]) {
        stream?.destroy();
      }
    }
    run("sh", "-ec", REMOVE, "remove", prefix);
  };
  try {
    run("sh", "-ec", BUILD, "build", prefix);
    return { router, lan, isp1, isp2, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A network for the tests of a file, and a router in it that each of them finds as its maker left it. */
export function networkWithRouter(options: LabRouterOptions = {}): () => SmallNetwork & { lab: LabRouter } {
  let network: SmallNetwork | undefined;
  let lab: LabRouter | undefined;
  let fresh: StoreSnapshot | undefined;
  const errors: unknown[] = [];
  beforeAll(async () => {
    network = buildNetwork();
    lab = await LabRouter.start({
      version: "7.24",
      namespace: network.router.name,
      onError: (error) => errors.push(error),
      ...options,
    });
    fresh = lab.save();
  });
  afterAll(async () => {
    await lab?.close();
    network?.remove();
    expect(errors).toEqual([]);
  });
  beforeEach(async () => {
    run(
      "sh",
      "-ec",
      RESET,
      "reset",
      ...[network?.router, network?.isp1, network?.isp2].map((at) => `${at?.name}`),
    );
    lab?.load(fresh as StoreSnapshot);
    await lab?.settled();
    await until("every port has its carrier", () => lab?.rows("/interface").every(isRunning) === true);
    errors.length = 0;
  });
  afterEach(() => expect(errors).toEqual([]));
  return () => {
    if (network === undefined || lab === undefined) {
      throw new Error("no network outside a test");
    }
    return { ...network, lab };
  };
}

const isRunning = (port: Readonly<Record<string, string>>): boolean => port["running"] === "true";

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

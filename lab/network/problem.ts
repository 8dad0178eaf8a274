import { run } from "../../tools/run";

/** Programs that the lab's network calls, and the Debian packages that have them. */
const PACKAGES = {
  ip: "iproute2",
  nft: "nftables",
  socat: "socat",
  ping: "iputils-ping",
  conntrack: "conntrack",
  dnsmasq: "dnsmasq-base",
  udhcpc: "udhcpc",
};

/** What a network needs of the kernel: a namespace, a pair of ports in it, a switch, and rules. */
const PROBE = `
ip link add probe type veth peer name other
ip link add switch type bridge
nft add table netdev probe
`;

let known: { readonly problem: string | undefined } | undefined;

/** Why this process can not have a lab network, in one sentence, or undefined where it can. */
export function networkProblem(): string | undefined {
  known ??= { problem: findProblem() };
  return known.problem;
}

function findProblem(): string | undefined {
  if (process.platform !== "linux") {
    return `The lab's network needs Linux, and this is ${process.platform}.`;
  }
  if (process.getuid?.() !== 0) {
    return "The lab's network needs root, or a user namespace of its own.";
  }
  return missingPrograms() ?? missingRights();
}

function missingPrograms(): string | undefined {
  const missing = Object.entries(PACKAGES).filter(([program]) => !isInstalled(program));
  if (missing.length === 0) {
    return undefined;
  }
  const programs = missing.map(([program]) => program).join(", ");
  const packages = missing.map(([, name]) => name).join(" ");
  return `The lab's network needs ${programs}: apt-get install ${packages}`;
}

function isInstalled(program: string): boolean {
  return run("sh", ["-c", `command -v ${program}`]).ok;
}

function missingRights(): string | undefined {
  const probe = run("unshare", ["--net", "--mount", "sh", "-e", "-c", PROBE]);
  if (probe.ok) {
    return undefined;
  }
  return `The kernel does not let this process have networks of its own: ${probe.stderr.trim().split("\n")[0]}.`;
}

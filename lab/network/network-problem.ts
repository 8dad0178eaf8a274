import { run } from "../../tools/run";
import { installCommand, missingPrograms, NETWORK_PROGRAMS } from "../../tools/system-programs";

/** What a network needs of the kernel: a namespace, a pair of ports in it, a switch, and rules. */
const PROBE = `
ip link add probe type veth peer name other
ip link add switch type bridge
nft add table netdev probe
`;

let known: { readonly problem: string | undefined } | undefined;

/** Why this process can not have a lab network, in one message, or undefined where it can. */
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
  return lackOfPrograms() ?? missingRights();
}

function lackOfPrograms(): string | undefined {
  const missing = missingPrograms(NETWORK_PROGRAMS);
  return missing.length === 0
    ? undefined
    : `The lab's network needs ${missing.join(", ")}. Run: ${installCommand(missing)}`;
}

function missingRights(): string | undefined {
  const probe = run("unshare", ["--net", "--mount", "sh", "-e", "-c", PROBE]);
  if (probe.ok) {
    return undefined;
  }
  return `The kernel does not let this process have networks of its own: ${probe.stderr.trim().split("\n")[0]}.`;
}

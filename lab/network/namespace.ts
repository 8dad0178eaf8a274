import { Shell } from "../../tools/shell";

/** No port of a router has this number. */
const FAR_END = 1000;

/** A network namespace that was made, by its name. */
export class Namespace {
  constructor(readonly name: string) {}

  /** The words that make a command run inside, to be put before it. */
  get entry(): readonly string[] {
    return ["ip", "netns", "exec", this.name];
  }

  /** Runs lines of shell inside, stopping at the first that fails; gives back what they print. */
  shell(...lines: readonly string[]): Promise<string> {
    return execute([...this.entry, "sh", "-e"], lines.join("\n"));
  }

  /** Lines for `ip`, all in one process. */
  ip(...lines: readonly string[]): Promise<string> {
    return execute(["ip", "-n", this.name, "-batch", "-"], lines.join("\n"));
  }

  /** A ruleset, or a change of one: all of it or nothing. */
  nft(ruleset: string): Promise<string> {
    return execute([...this.entry, "nft", "-f", "-"], ruleset);
  }

  /** What `nft` has, as the list of its JSON objects. */
  async nftList(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>[]> {
    const text = await execute([...this.entry, "nft", "-j", "list", ...words]);
    return (JSON.parse(text) as { nftables: Record<string, unknown>[] }).nftables;
  }

  /**
   * Resolves when links carry packets that were switched on before their other ends; those of the other ends are carried at
   * once. A carrier shows a little before that, and a question for a neighbour that is lost in between is repeated only
   * after a second.
   */
  async settled(links: readonly string[]): Promise<void> {
    await this.shell(
      "tries=0",
      `for link in ${links.join(" ")}; do`,
      "  while [ $(($(cat /sys/class/net/$link/flags) & 1)) = 1 ]; do",
      '    [ "$(cat /sys/class/net/$link/operstate)" != up ] || break',
      "    tries=$((tries + 1))",
      '    [ $tries -lt 500 ] || { echo "$link does not come up" >&2; exit 1; }',
      "    sleep 0.01",
      "  done",
      "done",
    );
  }

  /** Sets kernel parameters by their paths under `/proc/sys`. */
  sysctl(values: Readonly<Record<string, string | number>>): Promise<string> {
    return this.shell(
      // A parameter of a module that is not loaded has nothing to switch off.
      ...Object.entries(values).map(
        ([path, value]) => `! [ -e /proc/sys/${path} ] || echo ${value} >/proc/sys/${path}`,
      ),
    );
  }
}

/**
 * Links a port of the router, which is switched on, to a device in another namespace. Their numbers differ: between two
 * ends of equal numbers the kernel holds back news of the carrier for up to a second.
 */
export async function plugInto(
  router: Namespace,
  port: string,
  other: Namespace,
  device: string,
): Promise<void> {
  await other.ip(`link add ${device} index ${FAR_END} type veth peer name ${port} netns ${router.name}`);
  await router.ip(`link set ${port} up`);
}

/**
 * Makes namespaces, all in one process. After each, `ip` returns to the namespace it came from, which is not allowed to
 * the root of a user namespace unless that one is its own too.
 */
export async function addNamespaces(namespaces: readonly Namespace[]): Promise<void> {
  await execute(
    ["unshare", "--net", "ip", "-batch", "-"],
    namespaces.map(({ name }) => `netns add ${name}`).join("\n"),
  );
}

/** Takes namespaces away that no process lives in. */
export async function removeNamespaces(namespaces: readonly Namespace[]): Promise<void> {
  await execute(["ip", "-batch", "-"], namespaces.map(({ name }) => `netns delete ${name}`).join("\n"));
}

/** No command takes as long; one that hangs must not hang the lab. */
const RUN_LIMIT_MS = 60_000;

/** The shell that runs all commands while there is a network. */
let shell: { readonly it: Shell; holders: number } | undefined;

/** Runs all commands in one shell from now on; the returned function ends the shell when the last holder calls it. */
export function holdShell(): () => Promise<void> {
  shell ??= { it: new Shell(["sh"]), holders: 0 };
  const held = shell;
  held.holders += 1;
  let isHeld = true;
  return async () => {
    held.holders -= Number(isHeld);
    isHeld = false;
    if (held.holders === 0 && shell === held) {
      shell = undefined;
      await held.it.close();
    }
  };
}

/** Runs a command to its end; throws what it said where it fails. */
export async function execute(
  command: readonly string[],
  input = "",
  limitMs = RUN_LIMIT_MS,
): Promise<string> {
  const release = holdShell();
  try {
    const { code, stdout, stderr } = await (shell as { it: Shell }).it.run(command, input, limitMs);
    if (code === 0) {
      return stdout;
    }
    const late = code === undefined ? `it has not ended within ${limitMs / 1000} s; ` : "";
    throw new Error(`${command.join(" ")} failed: ${late}${stderr.trim()}\n${input}`.trim());
  } finally {
    await release();
  }
}

import { difference } from "./difference";
import { LOCAL_TABLE, readKernelState } from "./kernel-state";
import { CommandError, type RouterNamespace } from "./router-namespace";
import { FAMILIES, type Family } from "./ruleset/families";
import type { Ruleset } from "./ruleset/nft-ruleset";
import { EMPTY, rulesetChanges, TABLE } from "./ruleset/ruleset-changes";
import { ipCommand } from "./services/program-text";
import { settingsScript } from "./settings";

/** What is written into the kernel of one namespace: only what differs from what was written before. */
export class KernelWriter {
  private written: ReadonlyMap<string, string> = new Map();
  private readonly rulesets = new Map<Family, Ruleset>();

  constructor(private readonly namespace: RouterNamespace) {}

  /** Makes the firewall's tables, without rules, whatever an earlier run has left. */
  async makeTables(): Promise<void> {
    const empty = FAMILIES.map((family) => `${family} ${TABLE}`).map(
      (table) => `add table ${table}\ndelete table ${table}\nadd table ${table}\n`,
    );
    await this.namespace.run("nft", ["-f", "-"], empty.join(""));
    this.rulesets.clear();
  }

  async settings(wanted: ReadonlyMap<string, string>): Promise<void> {
    const differ = [...wanted].some(([name, value]) => this.written.get(name) !== value);
    if (!differ) {
      return;
    }
    // A change of forwarding resets others, so all are written again.
    await this.namespace.run("sh", ["-s"], settingsScript(wanted));
    this.written = wanted;
  }

  /** The rules of all families, in one transaction. */
  async firewall(wanted: ReadonlyMap<Family, Ruleset>): Promise<void> {
    const changes = [...wanted].map(([family, ruleset]) =>
      rulesetChanges(family, this.rulesets.get(family) ?? EMPTY, ruleset),
    );
    if (changes.every((change) => change === "")) {
      return;
    }
    await this.namespace.run("nft", ["-f", "-"], changes.join(""));
    for (const [family, ruleset] of wanted) {
      this.rulesets.set(family, ruleset);
    }
  }

  /** Runs commands of `ip`, all of them; gives back what it complained about. */
  async batch(commands: readonly string[]): Promise<string> {
    if (commands.length === 0) {
      return "";
    }
    try {
      await this.namespace.run("ip", ["-force", "-batch", "-"], `${commands.map(ipCommand).join("\n")}\n`);
      return "";
    } catch (error) {
      // Links come and go meanwhile: the next round tells whether it mattered.
      if (error instanceof CommandError) {
        return error.stderr;
      }
      throw error;
    }
  }

  /** Leaves the namespace as a router would find it: no addresses, no routes, the kernel's own order of rules. */
  async clear(devices: readonly string[]): Promise<void> {
    await this.batch([`rule add pref 0 lookup ${LOCAL_TABLE} protocol kernel`]);
    const state = await readKernelState(this.namespace);
    const present = devices.filter((device) => state.links.has(device));
    const changes = difference(
      {
        links: new Map(),
        addresses: new Map(present.map((device) => [device, []])),
        routes: new Map(),
        nextHops: new Map(),
        neighbours: new Set(),
        rules: state.rules.filter(({ priority }) => priority === 0),
      },
      state,
    );
    await this.batch([...changes.before, ...changes.after]);
    const tables = FAMILIES.map((family) => `delete table ${family} ${TABLE}\n`);
    await this.namespace.run("nft", ["-f", "-"], tables.join(""));
    await this.namespace.run("conntrack", ["-F"]);
  }
}

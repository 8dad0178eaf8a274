import type { EvaluatedRib } from "../derived/evaluated-routes";
import { probeKey } from "../derived/probes";
import type { InterfaceRow } from "../menus/interface-kinds";
import type { Values } from "../menus/menu";
import type { ObservedReachability } from "../observations";
import type { Wanted } from "./difference";
import { type KernelState, MAIN_TABLE_NUMBER } from "./kernel-state";
import type { Devices } from "./links/devices";
import { wantedLinks } from "./links/links-wanted";
import { type CheckTimers, readTimers, type WantedProbe } from "./routing/gateway-probes";
import { wantedAddresses } from "./routing/interface-addresses";
import { type Tables, wantedRoutes } from "./routing/kernel-routes";
import { wantedRules } from "./routing/kernel-rules";
import type { NextHopGroups } from "./routing/next-hop-groups";
import { FAMILIES, type Family } from "./ruleset/families";
import { InterfaceLists } from "./ruleset/interface-lists";
import type { MarkNumbers } from "./ruleset/marks";
import { compileFirewall, firewallMenusOf, type Ruleset } from "./ruleset/nft-ruleset";
import type { DhcpRows } from "./services/dhcp-servers";
import { wantedSettings } from "./settings";

/** The rows that a data plane is made of, as the API shows them. */
export interface RowSource {
  /** The rows of a menu; the one row of a singleton. */
  rows(path: string): readonly Values[];
  /** The rows of every kind of interface. */
  interfaces(): readonly InterfaceRow[];
  /** The addresses of `/ip/address` where clients hold what they do. */
  addresses(reachability: ObservedReachability): readonly Values[];
  /** What becomes of the routes where ports and gateways fare so. */
  rib(reachability: ObservedReachability): EvaluatedRib;
}

/** What keeps its numbers from one compilation to the next. */
export interface Numbers {
  readonly connectionMarks: MarkNumbers;
  readonly packetMarks: MarkNumbers;
  readonly nextHops: NextHopGroups;
}

/** Compiles the rows of this moment: what the kernel is to hold, which gateways are to be asked. */
export class RowCompiler {
  private readonly tables: Tables;
  private readonly rib: EvaluatedRib;

  constructor(
    private readonly source: RowSource,
    private readonly devices: Devices,
    private readonly numbers: Numbers,
    private readonly seed: number,
    private readonly reachability: ObservedReachability,
  ) {
    this.rib = source.rib(reachability);
    this.tables = readTables(source.rows("routing/table"));
  }

  /** @param held the next-hop objects that the kernel has */
  wanted(held: KernelState["nextHops"]): Wanted {
    const { source, tables, devices } = this;
    const { nextHops } = this.numbers;
    nextHops.begin(held);
    const routes = wantedRoutes(this.rib, tables, devices, nextHops);
    return {
      links: wantedLinks(devices, source.rows("interface/bridge/port")),
      addresses: wantedAddresses(source.addresses(this.reachability), devices),
      routes,
      nextHops: nextHops.wanted,
      neighbours: new Set([...nextHops.neighbours, ...this.askedByArp]),
      rules: wantedRules(source.rows("routing/rule"), this.one("routing/settings"), tables, devices),
    };
  }

  get rulesets(): ReadonlyMap<Family, Ruleset> {
    return new Map(FAMILIES.map((family) => [family, this.ruleset(family)]));
  }

  private ruleset(family: Family): Ruleset {
    const { source, tables, devices } = this;
    return compileFirewall(
      {
        rules: new Map(firewallMenusOf(family).map((menu) => [menu, source.rows(menu)])),
        addressList: family === "ip" ? source.rows("ip/firewall/address-list") : [],
      },
      {
        devices,
        lists: new InterfaceLists(
          source.rows("interface/list"),
          source.rows("interface/list/member"),
          devices.portNames,
        ),
        ...this.numbers,
        tables,
        classifierSeed: this.seed,
        family,
        fastPath: this.one("ip/settings")["allow-fast-path"] !== "false",
      },
    );
  }

  /** @param links the devices that are there by now */
  settings(links: KernelState["links"]): ReadonlyMap<string, string> {
    const present = this.devices.all.filter((device) => links.has(device));
    return wantedSettings(this.one("ip/settings"), present, this.seed);
  }

  /** One probe for all routes that would ask the same. */
  get probes(): readonly WantedProbe[] {
    const wanted = new Map<string, WantedProbe>();
    for (const { row, nextHop } of this.rib.routes) {
      const { probe, hops } = nextHop;
      if (probe === undefined || hops.length === 0 || row.values["disabled"] === "true") {
        continue;
      }
      const devices = new Set(hops.map((hop) => this.devices.of(hop.interface)));
      wanted.set(probeKey(probe), { probe, devices: [...devices] });
    }
    return [...wanted.values()];
  }

  /** Neighbours that checks ask for: their entries stay while they are silent. */
  private get askedByArp(): readonly string[] {
    return this.probes
      .filter(({ probe }) => probe.kind === "arp")
      .flatMap(({ probe, devices }) => devices.map((device) => `${probe.address} dev ${device}`));
  }

  get timers(): CheckTimers {
    return readTimers(this.one("routing/settings"));
  }

  get dns(): { readonly settings: Values; readonly records: readonly Values[] } {
    return { settings: this.one("ip/dns"), records: this.source.rows("ip/dns/static") };
  }

  get dhcpServers(): DhcpRows {
    return {
      servers: this.source.rows("ip/dhcp-server"),
      pools: this.source.rows("ip/pool"),
      networks: this.source.rows("ip/dhcp-server/network"),
    };
  }

  private one(path: string): Values {
    return this.source.rows(path)[0] ?? {};
  }
}

/** Tables that the kernel knows, under the number that their row has anyway. */
function readTables(rows: readonly Values[]): Tables {
  const own = rows.filter(
    (row) => row["name"] !== "main" && row["disabled"] !== "true" && row["fib"] !== undefined,
  );
  return new Map([
    ["main", MAIN_TABLE_NUMBER],
    ...own.map((row): [string, number] => [
      row["name"] ?? "",
      Number.parseInt((row[".id"] ?? "").slice(1), 16),
    ]),
  ]);
}

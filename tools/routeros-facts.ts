import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { resourceFacts } from "./resource-facts";

/*
 * `npx tsx tools/routeros-facts.ts FOLDER`: makes the files of `lib/routeros/data`. `arguments.json` and `values.json` come
 * from `routeros-arguments.json` and `routeros-values.json` in a folder: the first has the versions that take each argument
 * of each command and menu, the second the values that a console completes. `resources.json` comes from the provider.
 */

const TARGET = join(__dirname, "../lib/routeros/data");

/** Menus that are known although no resource is a row of them: the lab serves them. */
const MORE_MENUS: readonly string[] = ["/interface", "/routing/settings", "/ipv6/firewall/raw"];

/** The properties with a fixed list of values, by menu. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  "/interface/bridge": [
    "arp",
    "ether-type",
    "frame-types",
    "multicast-router",
    "port-cost-mode",
    "protocol-mode",
  ],
  "/interface/bridge/port": ["edge", "frame-types", "learn", "multicast-router", "point-to-point"],
  "/interface/ethernet": [
    "arp",
    "cable-settings",
    "combo-mode",
    "fec-mode",
    "loop-protect",
    "rx-flow-control",
    "sfp-rate-select",
  ],
  "/interface/pppoe-client": ["allow"],
  "/interface/vlan": ["loop-protect"],
  "/ip/dhcp-client": ["add-default-route", "check-gateway", "dhcp-options", "use-broadcast"],
  "/ip/firewall/filter": [
    "action",
    "connection-nat-state",
    "connection-state",
    "connection-type",
    "dst-address-type",
    "hotspot",
    "ipv4-options",
    "reject-with",
    "tcp-flags",
  ],
  "/ip/firewall/mangle": ["action"],
  "/ip/firewall/nat": ["action"],
  "/ip/firewall/raw": ["action"],
  "/ip/settings": ["ipv4-multipath-hash-policy", "rp-filter", "tcp-timestamps"],
  "/ipv6/firewall/filter": ["action", "connection-nat-state", "dst-address-type", "reject-with"],
  "/ipv6/firewall/nat": ["action"],
  "/ipv6/firewall/raw": ["action"],
  "/routing/rule": ["action", "chain"],
};

/** The commands that change rows. */
const COMMANDS: readonly string[] = ["add", "disable", "enable", "move", "remove", "set", "unset"];

/** The first and the last version with an argument; null where the newest has it. */
type Span = readonly [first: string, last: string | null];

interface Table {
  readonly source: string;
  readonly versions: readonly string[];
  readonly menus: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly always: readonly string[]; readonly some?: Readonly<Record<string, readonly Span[]>> }
        >
      >
    >
  >;
}

interface Values {
  readonly source: string;
  readonly menus: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string[]>>>>>>;
}

function main([folder]: readonly string[]): void {
  if (folder === undefined) {
    throw new Error("no tables: write npx tsx tools/routeros-facts.ts FOLDER");
  }
  const read = (name: string) => JSON.parse(readFileSync(resolve(folder, name), "utf8"));
  const { source, versions, menus }: Table = read("routeros-arguments.json");
  const resources = resourceFacts();
  write("resources.json", { source: "terraform-routeros/routeros 1.99.1", generated, resources });
  const known = [...MORE_MENUS, ...Object.values(resources).map((resource) => resource["menu"] ?? "")];
  const taken = [...new Set(known)].filter((menu) => menus[menu] !== undefined).sort();
  write("arguments.json", {
    source: source.replace(/[,.;].*/, ""),
    generated,
    versions,
    menus: Object.fromEntries(taken.map((menu) => [menu, commandsIn(menus[menu])])),
  });
  const values: Values = read("routeros-values.json");
  write("values.json", {
    source: values.source,
    generated,
    menus: Object.fromEntries(
      Object.entries(LISTED).map(([menu, properties]) => [menu, valuesIn(values, menu, properties)]),
    ),
  });
}

const generated = new Date().toISOString().slice(0, 10);

function write(name: string, table: object): void {
  writeFileSync(join(TARGET, name), `${JSON.stringify(table, null, 2)}\n`);
}

function valuesIn({ menus }: Values, menu: string, properties: readonly string[]): Record<string, string> {
  const { add, set } = menus[menu] ?? {};
  return Object.fromEntries(
    properties.map((property) => {
      const values = (add ?? set)?.[property];
      if (values === undefined) {
        throw new Error(`the table lacks the values of ${menu} ${property}`);
      }
      return [property, [...values].sort().join(" ")];
    }),
  );
}

function commandsIn(menu: Table["menus"][string] | undefined): Record<string, string> {
  if (menu === undefined) {
    throw new Error("the table lacks a menu");
  }
  const commands = COMMANDS.flatMap((name) => {
    const { always = [], some = {} } = menu[name] ?? {};
    const words = [
      ...always,
      ...Object.entries(some).map(([argument, spans]) => `${argument}@${spans.map(spanText).join(",")}`),
    ];
    return words.length === 0 ? [] : [[name, words.sort().join(" ")]];
  });
  return Object.fromEntries(commands);
}

/** `7.16.2-` or `7.9.2-7.15.3`. */
const spanText = ([first, last]: Span): string => `${first}-${last ?? ""}`;

main(process.argv.slice(2));

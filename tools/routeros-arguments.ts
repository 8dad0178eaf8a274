import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/*
 * `npx tsx tools/routeros-arguments.ts FILE`: makes `lib/routeros/data/arguments.json` from a table of the arguments that
 * devices take, one entry for each argument of each command and menu with the versions that have it.
 */

const TARGET = join(__dirname, "../lib/routeros/data/arguments.json");

/** The menus of the resources that the review and the state tool read, and those that the lab serves. */
const MENUS: readonly string[] = [
  "/interface",
  "/interface/bridge",
  "/interface/bridge/port",
  "/interface/ethernet",
  "/interface/list",
  "/interface/list/member",
  "/interface/lte",
  "/interface/pppoe-client",
  "/interface/vlan",
  "/interface/wireguard",
  "/interface/wireguard/peers",
  "/ip/address",
  "/ip/dhcp-client",
  "/ip/dns",
  "/ip/dns/static",
  "/ip/firewall/address-list",
  "/ip/firewall/connection/tracking",
  "/ip/firewall/filter",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/firewall/raw",
  "/ip/route",
  "/ip/service",
  "/ip/settings",
  "/ip/vrf",
  "/ipv6/firewall/nat",
  "/ipv6/firewall/raw",
  "/routing/rule",
  "/routing/settings",
  "/routing/table",
  "/system/identity",
  "/tool/netwatch",
  "/user",
  "/user/group",
];

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

function main([file]: readonly string[]): void {
  if (file === undefined) {
    throw new Error("no table: write npx tsx tools/routeros-arguments.ts FILE");
  }
  const { source, versions, menus }: Table = JSON.parse(readFileSync(resolve(file), "utf8"));
  const compact = {
    source: source.replace(/[,.;].*/, ""),
    generated: new Date().toISOString().slice(0, 10),
    versions,
    menus: Object.fromEntries(MENUS.map((menu) => [menu, commandsIn(menus[menu])])),
  };
  writeFileSync(TARGET, `${JSON.stringify(compact, null, 2)}\n`);
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

import ipaddr from "ipaddr.js";
import { badRequest, notInTheLab, RouterError } from "../errors";
import { MATCHERS } from "../menus/matcher-properties";
import type { Values } from "../menus/menu";
import { STAGES } from "../menus/routing";
import type { Guard } from "../row-operations";
import type { StoredRow } from "../store";
import { type Family, familyOf } from "./ruleset/families";
import { REALISED_MATCHERS } from "./ruleset/nft-matchers";
import { HOOKS } from "./ruleset/nft-ruleset";
import { REALISED_ACTIONS } from "./ruleset/rule-actions";
import { clipped, isDnsText, isDomainName } from "./services/program-text";

/** Refuses, as the row is written, whatever the data plane would have to ignore. */
export const refusals: Guard = {
  checkRow: (menu, values) => {
    if (menu in HOOKS) {
      checkRule(menu, values);
    }
    for (const [name, realised] of Object.entries(REALISED_VALUES[menu] ?? {})) {
      const value = values[name];
      if (value !== undefined && !realised(value)) {
        throw notInTheLab(`${name}=${clipped(value)}`);
      }
    }
  },
  checkRows: (menu, rows) => {
    if (menu in HOOKS) {
      checkChains(menu, rows);
    }
  },
};

const never = (): boolean => false;
const only =
  (...values: readonly string[]) =>
  (value: string): boolean =>
    values.includes(value);

/** Arguments outside the firewall of which the data plane realises only some values. */
const REALISED_VALUES: Readonly<Record<string, Readonly<Record<string, (value: string) => boolean>>>> = {
  "interface/bridge": {
    "admin-mac": never,
    arp: only("enabled"),
    "dhcp-snooping": only("false"),
    "vlan-filtering": only("false"),
  },
  "interface/bridge/port": { pvid: only("1") },
  "interface/ethernet": { arp: only("enabled") },
  "interface/pppoe-client": { "dial-on-demand": only("false"), mrru: only("disabled") },
  "interface/vlan": { arp: only("enabled"), "use-service-tag": only("false") },
  "ip/dhcp-client": {
    "add-default-route": only("no", "yes"),
    "allow-reconfigure": only("false"),
    "check-gateway": only("arp", "none", "ping"),
    "dhcp-options": (value) => !value.includes("clientid_duid"),
    dscp: only("0"),
    "use-broadcast": only("always", "both"),
    "vlan-priority": only("0"),
  },
  "ip/dhcp-server": { "use-radius": only("no") },
  "ip/dhcp-server/network": { "dns-none": only("false"), domain: isDomainName, netmask: only("0") },
  "ip/pool": { "next-pool": only("none"), ranges: (value) => !value.includes("/") },
  "ip/dns": { "mdns-repeat-ifaces": only(""), "use-doh-server": only("") },
  "ip/dns/static": {
    "address-list": never,
    cname: isDomainName,
    "forward-to": (value) => ipaddr.isValid(value),
    "mx-exchange": isDomainName,
    name: isDomainName,
    ns: never,
    regexp: never,
    "srv-target": isDomainName,
    text: isDnsText,
  },
  "ip/firewall/address-list": { address: (value) => /^[\d./-]+$/.test(value) },
  "ip/route": { "check-gateway": only("arp", "none", "ping"), "vrf-interface": never },
  "routing/rule": { action: (value) => value !== "mangle", realm: never },
  "routing/settings": { "policy-rules": (value) => [...value.split(",")].sort().join() === STAGES.join() },
};

/** Arguments of actions that change what an action does, and of which the data plane knows nothing. */
const UNREALISED_ARGUMENTS = ["randomise-ports", "log"];

/** Matchers that are realised for the other family only, or for none. */
const UNREALISED_MATCHERS: Readonly<Record<Family, readonly string[]>> = {
  ip: [],
  ip6: ["dst-address-list", "headers", "hop-limit", "per-connection-classifier", "src-address-list"],
};

function checkRule(menu: string, values: Values): void {
  const action = values["action"] ?? "accept";
  if (!(action in (REALISED_ACTIONS[menu] ?? {}))) {
    throw notInTheLab(`action=${action}`);
  }
  const unrealised = Object.keys(values).find((name) => name in MATCHERS && !(name in REALISED_MATCHERS));
  if (unrealised !== undefined) {
    throw notInTheLab(unrealised);
  }
  if (/ein-/.test(values["connection-nat-state"] ?? "")) {
    throw notInTheLab(`connection-nat-state=${values["connection-nat-state"]}`);
  }
  const unrealisedHere = UNREALISED_MATCHERS[familyOf(menu)].find((name) => name in values);
  if (unrealisedHere !== undefined) {
    throw notInTheLab(unrealisedHere);
  }
  for (const name of UNREALISED_ARGUMENTS) {
    if (values[name] === "true") {
      throw notInTheLab(name);
    }
  }
  if (["dst-nat", "src-nat"].includes(action) && !("to-addresses" in values) && !("to-ports" in values)) {
    throw notInTheLab(`${action} without to-addresses and to-ports`);
  }
  const ports = ["dccp", "sctp", "tcp", "udp", "udp-lite"];
  if (values["to-ports"] !== undefined && !ports.includes(values["protocol"] ?? "")) {
    throw badRequest("failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp");
  }
  if (values["reject-with"] === "tcp-reset" && values["protocol"] !== "tcp") {
    throw badRequest("failure: tcp-reset can be used with protocol tcp only");
  }
}

/** The chain that each translation works in. */
const TRANSLATES: Readonly<Record<string, string>> = {
  "dst-nat": "dstnat",
  masquerade: "srcnat",
  redirect: "dstnat",
  "src-nat": "srcnat",
};

/** Follows the jumps: none may lead back, or from one translation's chain to the other translation. */
function checkChains(menu: string, rows: readonly StoredRow[]): void {
  const rules = rows.map(({ values }) => values).filter((values) => values["disabled"] !== "true");
  const byChain = new Map<string, Values[]>();
  for (const rule of rules) {
    const chain = rule["chain"] ?? "";
    byChain.set(chain, [...(byChain.get(chain) ?? []), rule]);
  }
  // A chain that several jumps lead to is followed once for each start.
  const visit = (chain: string, path: readonly string[], done: Set<string>): void => {
    if (path.includes(chain)) {
      const circle = [...path.slice(path.indexOf(chain)), chain];
      throw notInTheLab(`jumps in a circle: ${circle.join(", ")}`);
    }
    if (done.has(chain)) {
      return;
    }
    for (const rule of byChain.get(chain) ?? []) {
      const [start = chain] = path;
      const needed = TRANSLATES[rule["action"] ?? ""];
      if (start in (HOOKS[menu] ?? {}) && needed !== undefined && needed !== start) {
        throw badRequest(`failure: ${rule["action"]} action is valid only in ${needed}`);
      }
      if (rule["action"] === "jump") {
        visit(rule["jump-target"] ?? "", [...path, chain], done);
      }
    }
    done.add(chain);
  };
  for (const rule of rules) {
    const target = rule["jump-target"] ?? "";
    if (rule["action"] === "jump" && target in (HOOKS[menu] ?? {})) {
      throw notInTheLab(`a jump to the built-in chain ${target}`);
    }
  }
  for (const chain of byChain.keys()) {
    visit(chain, [], new Set());
  }
}

/** The first row that a refusal would concern, for rows that were stored without a data plane. */
export function refuseStored(menus: ReadonlyMap<string, readonly StoredRow[]>): void {
  for (const [menu, rows] of menus) {
    try {
      for (const { values } of rows) {
        refusals.checkRow(menu, values);
      }
      refusals.checkRows(menu, rows);
    } catch (error) {
      if (!(error instanceof RouterError)) {
        throw error;
      }
      throw new Error(`The rows of /${menu} do not fit a data plane: ${error.detail}.`);
    }
  }
}

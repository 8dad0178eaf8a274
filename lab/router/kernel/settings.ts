import type { Values } from "../menus/menu";
import { parameterName, parameterValue } from "./services/program-text";

const yes = (value: string | undefined, fallback: boolean): string =>
  (value === undefined ? fallback : value === "true") ? "1" : "0";

const word = (words: Readonly<Record<string, string>>, value: string | undefined, fallback: string): string =>
  words[value ?? fallback] ?? words[fallback] ?? "";

const HASH_POLICIES = { l3: "0", l4: "1", "l3-inner": "2" };
const RP_FILTERS = { no: "0", strict: "1", loose: "2" };
const TIMESTAMPS = { disabled: "0", "random-offset": "1", enabled: "2" };

/** Where the kernel keeps settings that every device has of its own; the strictest of `all` and its own counts. */
const perDevice = (devices: readonly string[], name: string, value: string): [string, string][] =>
  ["all", "default", ...devices].map((device) => [`ipv4/conf/${device}/${name}`, value]);

/** `/ip/settings` as files below `/proc/sys/net`, in an order in which none undoes another. */
export function wantedSettings(
  settings: Values,
  devices: readonly string[],
  hashSeed: number,
): ReadonlyMap<string, string> {
  return new Map([
    // Forwarding resets what depends on it, so it goes first.
    ["ipv4/ip_forward", yes(settings["ip-forward"], true)],
    ...perDevice(devices, "rp_filter", word(RP_FILTERS, settings["rp-filter"], "no")),
    ...perDevice(devices, "accept_redirects", yes(settings["accept-redirects"], false)),
    ...perDevice(devices, "secure_redirects", yes(settings["secure-redirects"], true)),
    ...perDevice(devices, "send_redirects", yes(settings["send-redirects"], true)),
    ...perDevice(devices, "accept_source_route", yes(settings["accept-source-route"], false)),
    // An interface that loses its first address keeps the others.
    ...perDevice(devices, "promote_secondaries", "1"),
    ["ipv4/tcp_syncookies", yes(settings["tcp-syncookies"], false)],
    ["ipv4/tcp_timestamps", word(TIMESTAMPS, settings["tcp-timestamps"], "random-offset")],
    ["ipv4/fib_multipath_hash_policy", word(HASH_POLICIES, settings["ipv4-multipath-hash-policy"], "l3")],
    ["ipv4/fib_multipath_hash_seed", String(hashSeed)],
    // Every packet takes the routing decision, those of open connections included.
    ["ipv4/ip_early_demux", "0"],
    ["netfilter/nf_conntrack_acct", "1"],
  ]);
}

/** Settings that a kernel may lack: the seed came with Linux 6.11. */
const OPTIONAL = ["ipv4/fib_multipath_hash_seed", "netfilter/nf_conntrack_acct"];

/** A shell script that writes settings. */
export const settingsScript = (changes: ReadonlyMap<string, string>): string =>
  [...changes]
    .map(([name, value]) => {
      const file = `'/proc/sys/net/${parameterName(name)}'`;
      const write = `echo ${parameterValue(value)} > ${file}`;
      return OPTIONAL.includes(name) ? `[ ! -e ${file} ] || ${write}` : `${write} || exit 1`;
    })
    .join("\n");

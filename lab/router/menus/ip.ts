import { listedValues } from "../../../lib/routeros/listed-values";
import {
  address,
  anyAddress,
  interfaceAddress,
  lengthOfMask,
  networkOf,
  parsePrefix,
} from "../values/address-values";
import { anyText, form, integer, listOf, oneOf, textOrEmpty, wordOr, yesOrNo } from "../values/basic";
import { interfaceName } from "../values/reference-values";
import { interval } from "../values/time";
import type { LabMenu, Values } from "./menu";

const yes = { type: yesOrNo, default: "true" };
const no = { type: yesOrNo, default: "false" };

/** Address and mask become one, and the network follows the address unless it was given. */
function settleAddress(values: Values, written: ReadonlySet<string>): Values {
  const { netmask, ...kept } = values;
  const prefix = parsePrefix(values["address"] ?? "");
  if (prefix === undefined) {
    return values;
  }
  const length = netmask === undefined ? prefix.length : (lengthOfMask(netmask) ?? prefix.length);
  const moved = written.has("address") || written.has("netmask");
  const computed = networkOf(prefix.address, length);
  const network = moved && !written.has("network") ? computed : (values["network"] ?? computed);
  return { ...kept, address: `${prefix.address}/${length}`, network };
}

/** `/ip/address`. */
export const addresses: LabMenu = {
  path: "ip/address",
  firstId: 1,
  derivedIds: { ids: /^\*D[0-9A-F]{7}$/, called: "dynamic address" },
  properties: {
    address: { type: interfaceAddress, required: true },
    // Dead since RouterOS 5: still taken, of no effect, never shown.
    broadcast: { type: address, hidden: true },
    comment: { type: anyText },
    disabled: no,
    interface: { type: interfaceName, required: true },
    netmask: { type: address, hidden: true },
    network: { type: address },
  },
  fixed: {
    dynamic: "false",
    slave: "false",
    // From 7.21 on a client that sends it back is refused: terraform-provider-routeros, issue 999 and PR 984.
    vrf: { value: "main", since: "7.15", takenBackBefore: "7.21" },
  },
  unique: { by: ["address", "network"], error: "failure: already have such address" },
  settle: settleAddress,
};

/** `/ip/settings`. */
export const settings: LabMenu = {
  path: "ip/settings",
  singleton: true,
  properties: {
    "accept-redirects": no,
    "accept-source-route": no,
    "allow-fast-path": yes,
    "arp-timeout": { type: interval(), default: "30s" },
    "icmp-errors-use-inbound-interface-address": no,
    "icmp-rate-limit": { type: integer(0, 4_294_967_295), default: "10" },
    "icmp-rate-mask": { type: form(/^0x[0-9A-Fa-f]{1,8}$/), default: "0x1818" },
    "ip-forward": yes,
    "ipv4-fragment-time": { type: interval(), default: "30s" },
    "ipv4-high-fragment-thresh": { type: integer(0, 4_294_967_295), default: "4194304" },
    "ipv4-multipath-hash-policy": {
      type: oneOf(...listedValues("/ip/settings", "ipv4-multipath-hash-policy")),
      default: "l3",
    },
    "max-neighbor-entries": { type: integer(0, 4_294_967_295), default: "8192" },
    "route-cache": yes,
    "rp-filter": { type: oneOf(...listedValues("/ip/settings", "rp-filter")), default: "no" },
    "secure-redirects": yes,
    "send-redirects": yes,
    "tcp-syncookies": no,
    "tcp-timestamps": {
      type: oneOf(...listedValues("/ip/settings", "tcp-timestamps")),
      default: "random-offset",
    },
  },
  fixed: {
    "ipv4-fast-path-active": "false",
    "ipv4-fast-path-bytes": "0",
    "ipv4-fast-path-packets": "0",
    "ipv4-fasttrack-active": "false",
    "ipv4-fasttrack-bytes": "0",
    "ipv4-fasttrack-packets": "0",
  },
};

/** `/ip/dns`. */
export const dns: LabMenu = {
  path: "ip/dns",
  singleton: true,
  properties: {
    "address-list-extra-time": { type: interval(), default: "0s" },
    "allow-remote-requests": no,
    "cache-max-ttl": { type: interval(), default: "1w" },
    "cache-size": { type: integer(64, 4_294_967_295), default: "2048" },
    "doh-max-concurrent-queries": { type: integer(1, 65_535), default: "50" },
    "doh-max-server-connections": { type: integer(1, 65_535), default: "5" },
    "doh-timeout": { type: interval(), default: "5s" },
    "max-concurrent-queries": { type: integer(0, 65_535), default: "100" },
    "max-concurrent-tcp-sessions": { type: integer(0, 65_535), default: "20" },
    "max-udp-packet-size": { type: integer(50, 65_507), default: "4096" },
    "mdns-repeat-ifaces": { type: listOf(interfaceName, { emptyIsValue: true }), default: "" },
    "query-server-timeout": { type: interval(), default: "2s" },
    "query-total-timeout": { type: interval(), default: "10s" },
    servers: { type: listOf(anyAddress, { emptyIsValue: true }), default: "" },
    "use-doh-server": { type: textOrEmpty, default: "" },
    "verify-doh-cert": no,
    vrf: { type: wordOr(["main"], oneOf()), default: "main" },
  },
  fixed: { "cache-used": "41", "dynamic-servers": "" },
};

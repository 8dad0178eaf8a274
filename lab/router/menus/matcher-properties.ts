import { listedValues } from "../../../lib/routeros/listed-values";
import { address, addressRange, mac } from "../values/address-values";
import {
  anyText,
  form,
  integer,
  listOf,
  negatable,
  nonEmptyText,
  oneOf,
  textOrEmpty,
  unsupported,
  wordOr,
  yesOrNo,
} from "../values/basic";
import { interfaceListMatcher, interfaceMatcher, tableName } from "../values/reference-values";
import { interval } from "../values/time";
import type { ValueType } from "../values/type";
import type { Property } from "./menu";
import { classifier, portList, protocol } from "./packet-values";

const matchers = (types: Readonly<Record<string, ValueType>>): Record<string, Property> =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));

const range = form(/^!?\d+(-\d+)?$/);

/** Several of the values that are listed for a property, or `!` and several that must not match. */
export const listedWords = (menu: string, property: string): ValueType =>
  negatable(listOf(oneOf(...listedValues(menu, property))));

const listTimeout = wordOr(["none-dynamic", "none-static"], interval("0s", "35w3d13h13m56s"));

/** What the tables of the firewall can match on; each menu takes those that its version's command table names. */
export const MATCHERS: Readonly<Record<string, Property>> = matchers({
  "connection-bytes": form(/^\d+(-\d+)?$/),
  "connection-limit": form(/^!?\d+,\d+$/),
  "connection-mark": negatable(nonEmptyText),
  "connection-nat-state": listedWords("/ip/firewall/filter", "connection-nat-state"),
  "connection-rate": form(/^!?\d+[kMG]?(-\d+[kMG]?)?$/),
  "connection-state": listedWords("/ip/firewall/filter", "connection-state"),
  "connection-type": listedWords("/ip/firewall/filter", "connection-type"),
  content: anyText,
  dscp: negatable(integer(0, 63)),
  "dst-address": negatable(addressRange),
  "dst-address-list": negatable(nonEmptyText),
  "dst-address-type": listedWords("/ip/firewall/filter", "dst-address-type"),
  "dst-limit": form(/^!?\d+[kM]?(\/[\w]+)?,\d+,[\w-]+(\/[\w]+)?$/),
  "dst-port": negatable(portList),
  fragment: yesOrNo,
  hotspot: listedWords("/ip/firewall/filter", "hotspot"),
  "icmp-options": form(/^!?\d+(:\d+(-\d+)?)?$/),
  "in-bridge-port": interfaceMatcher,
  "in-bridge-port-list": interfaceListMatcher,
  "in-interface": interfaceMatcher,
  "in-interface-list": interfaceListMatcher,
  "ingress-priority": negatable(integer(0, 63)),
  "ipsec-policy": form(/^(in|out),(ipsec|none)$/),
  "ipv4-options": oneOf(...listedValues("/ip/firewall/filter", "ipv4-options")),
  // The menu with layer-7 patterns is not served, so no name can match.
  "layer7-protocol": oneOf(),
  limit: form(/^!?\d+[kM]?(\/\w+)?,\d+(:(bit|packet))?$/),
  nth: form(/^!?\d+,\d+$/),
  "out-bridge-port": interfaceMatcher,
  "out-bridge-port-list": interfaceListMatcher,
  "out-interface": interfaceMatcher,
  "out-interface-list": interfaceListMatcher,
  p2p: unsupported,
  "packet-mark": negatable(listOf(nonEmptyText)),
  "packet-size": range,
  "per-connection-classifier": negatable(classifier),
  port: negatable(portList),
  priority: negatable(integer(0, 63)),
  protocol: negatable(protocol),
  psd: form(/^!?\d+,[\w]+,\d+,\d+$/),
  random: integer(1, 99),
  realm: negatable(integer(0, 4_294_967_295)),
  "route-dst": address,
  "routing-mark": negatable(tableName),
  "src-address": negatable(addressRange),
  "src-address-list": negatable(nonEmptyText),
  "src-address-type": listedWords("/ip/firewall/filter", "dst-address-type"),
  "src-mac-address": negatable(mac),
  "src-port": negatable(portList),
  "tcp-flags": listOf(negatable(oneOf(...listedValues("/ip/firewall/filter", "tcp-flags")))),
  "tcp-mss": range,
  time: form(/^[\w:,-]+$/),
  "tls-host": negatable(nonEmptyText),
  tos: negatable(form(/^(\d+|0x[0-9A-Fa-f]+|[a-z-]+)$/)),
  ttl: form(/^!?(equal|greater-than|less-than|not-equal):\d+$/),
});

/** What the actions take, and what every rule may carry. */
export const ACTION_ARGUMENTS: Readonly<Record<string, Property>> = {
  ...matchers({
    "address-list": nonEmptyText,
    "address-list-timeout": listTimeout,
    comment: anyText,
    // Shown only once written, unlike in most menus.
    disabled: yesOrNo,
    "hw-offload": yesOrNo,
    "jump-target": nonEmptyText,
    log: yesOrNo,
    "log-prefix": textOrEmpty,
    "new-connection-mark": nonEmptyText,
    "new-dscp": wordOr(["from-priority", "from-priority-to-high-3-bits"], integer(0, 63)),
    "new-mss": wordOr(["clamp-to-pmtu"], integer(0, 65_535)),
    "new-packet-mark": nonEmptyText,
    "new-priority": wordOr(["from-dscp", "from-dscp-high-3-bits", "from-ingress"], integer(0, 63)),
    "new-routing-mark": tableName,
    "new-ttl": form(/^(decrement|increment|set):\d+$/),
    passthrough: yesOrNo,
    "randomise-ports": yesOrNo,
    "reject-with": oneOf(...listedValues("/ip/firewall/filter", "reject-with")),
    "same-not-by-dst": yesOrNo,
    "sniff-id": integer(0, 65_535),
    "sniff-target": address,
    "sniff-target-port": integer(0, 65_535),
    "socks5-port": integer(0, 65_535),
    "socks5-server": address,
    // Needs `/ip/socksify`, which is not served, so no name can match.
    "socksify-service": oneOf(),
    "to-addresses": addressRange,
    "to-ports": form(/^\d+(-\d+)?$/),
  }),
};

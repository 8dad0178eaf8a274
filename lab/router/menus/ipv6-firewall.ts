import { listedValues } from "../../../lib/routeros/listed-values";
import { ipv6Range } from "../values/address-values";
import {
  anyText,
  form,
  integer,
  negatable,
  nonEmptyText,
  oneOf,
  textOrEmpty,
  yesOrNo,
} from "../values/basic";
import { actionOnlyIn, tableChecks } from "./firewall-menus";
import { ACTION_ARGUMENTS, listedWords, MATCHERS } from "./matcher-properties";
import type { LabMenu, Property } from "./menu";

/** What both tables of IPv6 match on as those of IPv4 do. */
const SHARED = [
  "content",
  "dscp",
  "dst-address-list",
  "dst-limit",
  "dst-port",
  "icmp-options",
  "in-bridge-port",
  "in-bridge-port-list",
  "in-interface",
  "in-interface-list",
  "ingress-priority",
  "ipsec-policy",
  "limit",
  "nth",
  "out-bridge-port",
  "out-bridge-port-list",
  "out-interface",
  "out-interface-list",
  "packet-mark",
  "packet-size",
  "per-connection-classifier",
  "port",
  "priority",
  "protocol",
  "random",
  "src-address-list",
  "src-mac-address",
  "src-port",
  "tcp-flags",
  "tcp-mss",
  "time",
  "tls-host",
];

/** What only a table after connection tracking can match on. */
const TRACKED = [
  "connection-bytes",
  "connection-limit",
  "connection-mark",
  "connection-rate",
  "connection-state",
  "connection-type",
  "routing-mark",
];

const pick = (names: readonly string[]): Record<string, Property> =>
  Object.fromEntries(names.flatMap((name) => (MATCHERS[name] === undefined ? [] : [[name, MATCHERS[name]]])));

const addressType: Property = { type: listedWords("/ipv6/firewall/filter", "dst-address-type") };

const PROPERTIES: Readonly<Record<string, Property>> = {
  ...pick(SHARED),
  "address-list": { type: nonEmptyText },
  "address-list-timeout": ACTION_ARGUMENTS["address-list-timeout"] ?? { type: anyText },
  chain: { type: nonEmptyText, required: true },
  comment: { type: anyText },
  disabled: { type: yesOrNo },
  "dst-address": { type: negatable(ipv6Range) },
  "dst-address-type": addressType,
  headers: { type: form(/^!?[a-z]+(,[a-z]+)*(:(exact|contains))?$/) },
  "hop-limit": { type: form(/^!?(equal|greater-than|less-than|not-equal):\d+$/) },
  "jump-target": { type: nonEmptyText },
  log: { type: yesOrNo },
  "log-prefix": { type: textOrEmpty },
  "src-address": { type: negatable(ipv6Range) },
  "src-address-type": addressType,
  tos: { type: integer(0, 255) },
};

const FIXED = { bytes: "0", dynamic: "false", packets: "0" };

/** `/ipv6/firewall/raw`; the provider has no resource for it. */
export const ipv6Raw: LabMenu = {
  path: "ipv6/firewall/raw",
  firstId: 1,
  properties: {
    ...PROPERTIES,
    action: { type: oneOf(...listedValues("/ipv6/firewall/raw", "action")), default: "accept" },
  },
  fixed: FIXED,
  checks: tableChecks,
};

const FILTER_PROPERTIES: Readonly<Record<string, Property>> = {
  ...PROPERTIES,
  ...pick(TRACKED),
  action: { type: oneOf(...listedValues("/ipv6/firewall/filter", "action")), default: "accept" },
  "connection-nat-state": { type: listedWords("/ipv6/firewall/filter", "connection-nat-state") },
  "reject-with": {
    type: oneOf(...listedValues("/ipv6/firewall/filter", "reject-with")),
  },
};

/** `/ipv6/firewall/filter`. */
export const ipv6Filter: LabMenu = {
  path: "ipv6/firewall/filter",
  firstId: 1,
  properties: FILTER_PROPERTIES,
  fixed: FIXED,
  checks: tableChecks,
};

const NAT_PROPERTIES: Readonly<Record<string, Property>> = {
  ...PROPERTIES,
  ...pick(TRACKED),
  action: {
    type: oneOf(...listedValues("/ipv6/firewall/nat", "action")),
    default: "accept",
  },
  "to-address": { type: ipv6Range },
  "to-ports": { type: form(/^\d+(-\d+)?$/) },
};

/** `/ipv6/firewall/nat`. */
export const ipv6Nat: LabMenu = {
  path: "ipv6/firewall/nat",
  firstId: 1,
  properties: NAT_PROPERTIES,
  fixed: FIXED,
  checks: [...tableChecks, actionOnlyIn("redirect", "dstnat")],
};

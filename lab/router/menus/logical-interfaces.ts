import { listedValues } from "../../../lib/routeros/listed-values";
import { invalidValue } from "../errors";
import { mac } from "../values/address-values";
import {
  anyText,
  form,
  integer,
  listOf,
  nonEmptyText,
  oneOf,
  textOrEmpty,
  wordOr,
  yesOrNo,
} from "../values/basic";
import { interfaceName, nameIn } from "../values/reference-values";
import { interval } from "../values/time";
import { AMONG_INTERFACES } from "./interface-kinds";
import type { LabMenu, Property } from "./menu";

const no: Property = { type: yesOrNo, default: "false" };
const yes: Property = { type: yesOrNo, default: "true" };
const comment: Property = { type: anyText };
const name: Property = { type: nonEmptyText, required: true };
const arpTimeout: Property = { type: wordOr(["auto"], interval()), default: "auto" };
const arp: Property = {
  type: oneOf(...listedValues("/interface/bridge", "arp")),
  default: "enabled",
};
const time = (value: string): Property => ({ type: interval(), default: value });
const optional = (type: Property["type"]): Property => ({ type });

/** `/interface/pppoe-client`: dials through an interface, and is one itself while its session lasts. */
export const pppoeClients: LabMenu = {
  path: "interface/pppoe-client",
  ...AMONG_INTERFACES,
  device: "pppoe",
  properties: {
    "ac-name": { type: textOrEmpty, default: "" },
    "add-default-route": no,
    allow: {
      type: listOf(oneOf(...listedValues("/interface/pppoe-client", "allow"))),
      default: "pap,chap,mschap1,mschap2",
    },
    comment,
    "default-route-distance": { type: integer(0, 255), default: "1" },
    "dial-on-demand": no,
    disabled: yes,
    "host-uniq": { type: anyText },
    interface: { type: interfaceName, required: true },
    "keepalive-timeout": { type: wordOr(["disabled"], integer(0, 65_535)), default: "10" },
    "max-mru": { type: wordOr(["auto"], integer(512, 65_535)), default: "auto" },
    "max-mtu": { type: wordOr(["auto"], integer(512, 65_535)), default: "auto" },
    mrru: { type: wordOr(["disabled"], integer(512, 65_535)), default: "disabled" },
    name,
    password: { type: textOrEmpty, default: "" },
    // The menu with profiles is not served; these two are always there.
    profile: { type: oneOf("default", "default-encryption"), default: "default" },
    "service-name": { type: textOrEmpty, default: "" },
    "use-peer-dns": no,
    user: { type: textOrEmpty, default: "" },
  },
};

/** `/interface/vlan`. */
export const vlans: LabMenu = {
  path: "interface/vlan",
  ...AMONG_INTERFACES,
  device: "vlan",
  properties: {
    arp,
    "arp-timeout": arpTimeout,
    comment,
    disabled: no,
    interface: { type: interfaceName, required: true },
    "loop-protect": { type: oneOf(...listedValues("/interface/vlan", "loop-protect")), default: "default" },
    "loop-protect-disable-time": time("5m"),
    "loop-protect-send-interval": time("5s"),
    mtu: { type: integer(68, 65_535), default: "1500" },
    mvrp: no,
    name,
    "use-service-tag": no,
    "vlan-id": { type: integer(1, 4095), default: "1" },
  },
  fixed: { "loop-protect-status": "off" },
};

/** `/interface/bridge`: a switch of the router's own; what a device without hardware offload shows. */
export const bridges: LabMenu = {
  path: "interface/bridge",
  ...AMONG_INTERFACES,
  device: "bridge",
  properties: {
    "add-dhcp-option82": optional(yesOrNo),
    "admin-mac": optional(mac),
    "ageing-time": time("5m"),
    arp,
    "arp-timeout": arpTimeout,
    "auto-mac": yes,
    comment,
    "dhcp-agent-circuit-id": optional(anyText),
    "dhcp-agent-remote-id": optional(anyText),
    "dhcp-snooping": no,
    "dhcpv6-agent-circuit-id": optional(anyText),
    "dhcpv6-agent-remote-id": optional(anyText),
    "dhcpv6-snooping": optional(yesOrNo),
    disabled: no,
    "ether-type": optional(oneOf(...listedValues("/interface/bridge", "ether-type"))),
    "fast-forward": yes,
    "forward-delay": { type: interval("4s", "30s"), default: "15s" },
    "forward-reserved-addresses": optional(yesOrNo),
    "frame-types": optional(oneOf(...listedValues("/interface/bridge", "frame-types"))),
    "igmp-snooping": no,
    "igmp-version": optional(integer(2, 3)),
    "ingress-filtering": optional(yesOrNo),
    "last-member-interval": optional(interval()),
    "last-member-query-count": optional(integer(0, 4_294_967_295)),
    "max-hops": optional(integer(6, 40)),
    "max-learned-entries": optional(wordOr(["auto", "unlimited"], integer(0, 4_294_967_295))),
    "max-message-age": { type: interval("6s", "40s"), default: "20s" },
    "membership-interval": optional(interval()),
    "mlag-heartbeat": optional(interval()),
    "mlag-peer-port": optional(nameIn("interface", "none")),
    "mlag-priority": optional(integer(0, 255)),
    "mld-version": optional(integer(1, 2)),
    mtu: { type: wordOr(["auto"], integer(68, 65_535)), default: "auto" },
    "multicast-querier": optional(yesOrNo),
    "multicast-router": optional(oneOf(...listedValues("/interface/bridge", "multicast-router"))),
    mvrp: optional(yesOrNo),
    name,
    "port-cost-mode": optional(oneOf(...listedValues("/interface/bridge", "port-cost-mode"))),
    priority: { type: form(/^(0x[0-9A-Fa-f]{1,4}|\d{1,5})$/), default: "0x8000" },
    "protocol-mode": { type: oneOf(...listedValues("/interface/bridge", "protocol-mode")), default: "rstp" },
    pvid: optional(integer(1, 4094)),
    "querier-interval": optional(interval()),
    "querier-uses-bridge-address": optional(yesOrNo),
    "query-interval": optional(interval()),
    "query-response-interval": optional(interval()),
    "ra-guard": optional(yesOrNo),
    "region-name": optional(anyText),
    "region-revision": optional(integer(0, 65_535)),
    "startup-query-count": optional(integer(0, 4_294_967_295)),
    "startup-query-interval": optional(interval()),
    "transmit-hold-count": { type: integer(1, 10), default: "6" },
    "vlan-filtering": no,
  },
};

const PORT_PROPERTIES: Readonly<Record<string, Property>> = {
  "auto-isolate": no,
  "bpdu-guard": no,
  bridge: { type: nameIn("interface/bridge"), required: true },
  "broadcast-flood": yes,
  comment,
  disabled: no,
  edge: { type: oneOf(...listedValues("/interface/bridge/port", "edge")), default: "auto" },
  "fast-leave": no,
  "frame-types": {
    type: oneOf(...listedValues("/interface/bridge", "frame-types")),
    default: "admit-all",
  },
  horizon: { type: wordOr(["none"], integer(0, 4_294_967_295)), default: "none" },
  hw: yes,
  "ingress-filtering": yes,
  interface: { type: interfaceName, required: true },
  "internal-path-cost": optional(integer(1, 200_000_000)),
  learn: { type: oneOf(...listedValues("/interface/bridge/port", "learn")), default: "auto" },
  "multicast-router": {
    type: oneOf(...listedValues("/interface/bridge", "multicast-router")),
    default: "temporary-query",
  },
  "path-cost": optional(integer(1, 200_000_000)),
  "point-to-point": {
    type: oneOf(...listedValues("/interface/bridge/port", "point-to-point")),
    default: "auto",
  },
  priority: { type: form(/^(0x[0-9A-Fa-f]{1,2}|\d{1,3})$/), default: "0x80" },
  pvid: { type: integer(1, 4094), default: "1" },
  "restricted-role": no,
  "restricted-tcn": no,
  "tag-stacking": no,
  trusted: no,
  "unknown-multicast-flood": yes,
  "unknown-unicast-flood": yes,
};

const PORT_ARGUMENTS = Object.keys(PORT_PROPERTIES).sort();

/** `/interface/bridge/port`: what the manual and the provider's schema name, as no dump of a device is at hand. */
export const bridgePorts: LabMenu = {
  path: "interface/bridge/port",
  firstId: 0,
  commands: {
    add: [...PORT_ARGUMENTS, "copy-from"],
    disable: ["numbers"],
    enable: ["numbers"],
    remove: ["numbers"],
    set: [...PORT_ARGUMENTS, "numbers"],
    unset: ["numbers", "value-name"],
  },
  properties: PORT_PROPERTIES,
  fixed: { dynamic: "false", inactive: "false" },
  unique: { by: ["interface"], error: "failure: device already added as bridge port" },
};

const VLAN_ID = integer(1, 4094);

/** `10`, or `100-115`. */
const vlanIds: Property["type"] = {
  read: (value, argument, world) => {
    const [from, to = from, ...more] = value.split("-").map((id) => VLAN_ID.read(id, argument, world));
    if (from === undefined || to === undefined || more.length > 0 || Number(from) > Number(to)) {
      throw invalidValue(argument);
    }
    return value.includes("-") ? `${from}-${to}` : from;
  },
};

const VLAN_PROPERTIES: Readonly<Record<string, Property>> = {
  bridge: { type: nameIn("interface/bridge"), required: true },
  comment,
  disabled: no,
  "mvrp-forbidden": { type: listOf(interfaceName, { emptyIsValue: true }), default: "" },
  tagged: { type: listOf(interfaceName, { emptyIsValue: true }), default: "" },
  untagged: { type: listOf(interfaceName, { emptyIsValue: true }), default: "" },
  "vlan-ids": { type: listOf(vlanIds), required: true },
};

const VLAN_ARGUMENTS = Object.keys(VLAN_PROPERTIES).sort();

/** `/interface/bridge/vlan`: likewise. */
export const bridgeVlans: LabMenu = {
  path: "interface/bridge/vlan",
  firstId: 1,
  commands: {
    add: [...VLAN_ARGUMENTS, "copy-from"],
    disable: ["numbers"],
    enable: ["numbers"],
    remove: ["numbers"],
    set: [...VLAN_ARGUMENTS, "numbers"],
    unset: ["numbers", "value-name"],
  },
  properties: VLAN_PROPERTIES,
  // What the ports of a running bridge come to; the lab filters no VLANs.
  fixed: { "current-tagged": "", "current-untagged": "", dynamic: "false" },
};

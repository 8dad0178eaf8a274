import { toNumber } from "../../../lib/routeros/address-ranges";
import { invalidValue } from "../errors";
import { address, addressRange, destination, parsePrefix } from "../values/address-values";
import { anyText, integer, listOf, nonEmptyText, oneOf, unsupported, wordOr, yesOrNo } from "../values/basic";
import { interfaceName, nameIn } from "../values/reference-values";
import { interval } from "../values/time";
import type { ValueType } from "../values/type";
import type { LabMenu, Property } from "./menu";

const comment: Property = { type: anyText };
const name: Property = { type: nonEmptyText, required: true };

/** The commands of a menu without a dump of a device, by the manual: rows without an order. */
const commandsFor = (properties: Readonly<Record<string, Property>>, ...more: readonly string[]) => {
  const names = Object.keys(properties).sort();
  return {
    add: [...names, "copy-from"],
    remove: ["numbers"],
    set: [...names, "numbers"],
    unset: ["numbers", "value-name"],
    ...Object.fromEntries(more.map((command) => [command, ["numbers"]])),
  };
};

const notHere = (...names: readonly string[]): Record<string, Property> =>
  Object.fromEntries(names.map((each) => [each, { type: unsupported }]));

/** `10.0.0.10-10.0.0.99`, also of one address; as a pool shows it. */
const poolRange: ValueType = {
  read: (value, argument, world) => {
    const [from = "", to = from, ...more] = value.split("-");
    if (value.includes("/")) {
      const { address: first, length } = parsePrefix(addressRange.read(value, argument, world)) ?? {};
      if (first === undefined || length === undefined) {
        throw invalidValue(argument);
      }
      return value;
    }
    for (const end of [from, to]) {
      address.read(end, argument, world);
    }
    if (more.length > 0 || toNumber(from) > toNumber(to)) {
      throw invalidValue(argument);
    }
    return from === to ? from : `${from}-${to}`;
  },
};

const POOL_PROPERTIES: Readonly<Record<string, Property>> = {
  comment,
  name,
  "next-pool": { type: wordOr(["none"], nameIn("ip/pool")) },
  ranges: { type: listOf(poolRange), required: true },
};

/** `/ip/pool`: addresses that services such as DHCP servers assign. */
export const pools: LabMenu = {
  path: "ip/pool",
  firstId: 1,
  commands: commandsFor(POOL_PROPERTIES),
  properties: POOL_PROPERTIES,
  unique: { by: ["name"], error: "failure: pool with such name exists" },
};

const SERVER_PROPERTIES: Readonly<Record<string, Property>> = {
  "address-pool": { type: nameIn("ip/pool", "static-only"), default: "static-only" },
  authoritative: { type: oneOf("after-10sec-delay", "after-2sec-delay", "no", "yes"), default: "yes" },
  comment,
  disabled: { type: yesOrNo, default: "true" },
  interface: { type: interfaceName, required: true },
  "lease-time": { type: interval(), default: "30m" },
  name,
  "use-radius": { type: oneOf("accounting", "no", "yes"), default: "no" },
  ...notHere(
    "add-arp",
    "address-lists",
    "allow-dual-stack-queue",
    "always-broadcast",
    "bootp-lease-time",
    "bootp-support",
    "client-mac-limit",
    "conflict-detection",
    "delay-threshold",
    "dhcp-option-set",
    "dynamic-lease-identifiers",
    "insert-queue-before",
    "lease-script",
    "parent-queue",
    "relay",
    "src-address",
    "support-broadband-tr101",
    "use-framed-as-classless",
    "use-reconfigure",
  ),
};

/** `/ip/dhcp-server`: one per interface, which lends the addresses of a pool. */
export const dhcpServers: LabMenu = {
  path: "ip/dhcp-server",
  firstId: 1,
  commands: commandsFor(SERVER_PROPERTIES, "disable", "enable"),
  properties: SERVER_PROPERTIES,
  fixed: { dynamic: "false" },
  unique: { by: ["name"], error: "failure: server with such name already exists" },
};

const NETWORK_PROPERTIES: Readonly<Record<string, Property>> = {
  address: { type: destination, required: true },
  comment,
  "dns-none": { type: yesOrNo },
  "dns-server": { type: listOf(address) },
  domain: { type: anyText },
  gateway: { type: address },
  netmask: { type: integer(0, 32) },
  "ntp-server": { type: listOf(address) },
  ...notHere(
    "boot-file-name",
    "caps-manager",
    "dhcp-option",
    "dhcp-option-set",
    "next-server",
    "ntp-none",
    "wins-server",
  ),
};

/** `/ip/dhcp-server/network`: what the clients of a network are told beside their address. */
export const dhcpNetworks: LabMenu = {
  path: "ip/dhcp-server/network",
  firstId: 1,
  commands: commandsFor(NETWORK_PROPERTIES),
  properties: NETWORK_PROPERTIES,
  fixed: { dynamic: "false" },
  unique: { by: ["address"], error: "failure: already have such network" },
};

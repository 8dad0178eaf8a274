import { listedValues } from "../../../lib/routeros/listed-values";
import { badRequest, invalidValue, missingArguments } from "../errors";
import { addressRange } from "../values/address-values";
import { anyText, nonEmptyText, oneOf, unsupported, yesOrNo } from "../values/basic";
import type { ValueType } from "../values/type";
import { ACTION_ARGUMENTS, MATCHERS } from "./matcher-properties";
import { type Check, type LabMenu, rowCheck, type Values } from "./menu";
import { WITH_PORTS } from "./packet-values";

const PORTS = ["port", "src-port", "dst-port"];

const portsNeedProtocol = rowCheck(
  (values) =>
    PORTS.every((port) => values[port] === undefined) || WITH_PORTS.includes(values["protocol"] ?? ""),
  () => badRequest("failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp"),
);

/** What an action cannot do without. */
const NEEDS: Readonly<Record<string, string>> = {
  "add-dst-to-address-list": "address-list",
  "add-src-to-address-list": "address-list",
  "change-mss": "new-mss",
  jump: "jump-target",
  "mark-connection": "new-connection-mark",
  "mark-packet": "new-packet-mark",
  "mark-routing": "new-routing-mark",
};

const need = (action: string | undefined): string | undefined => NEEDS[action ?? ""];

const actionHasArgument = rowCheck(
  (values) => {
    const needed = need(values["action"]);
    return needed === undefined || values[needed] !== undefined;
  },
  (values) => missingArguments([need(values["action"]) ?? ""]),
);

const tcpOnly = rowCheck(
  (values) =>
    values["protocol"] === "tcp" ||
    (values["tcp-flags"] === undefined &&
      values["tcp-mss"] === undefined &&
      values["action"] !== "change-mss"),
  () => badRequest("failure: tcp options can be used with protocol tcp only"),
);

const matchesInterface = (values: Values, side: "in" | "out"): boolean =>
  values[`${side}-interface`] !== undefined || values[`${side}-interface-list`] !== undefined;

/** Packets have no outgoing interface before routing, and no incoming one after it. */
const interfaceIsKnown: readonly Check[] = [
  rowCheck(
    (values) =>
      !matchesInterface(values, "out") || !["prerouting", "input", "dstnat"].includes(values["chain"] ?? ""),
    () => badRequest("failure: outgoing interface matching not possible in input and prerouting chains"),
  ),
  rowCheck(
    (values) =>
      !matchesInterface(values, "in") || !["output", "postrouting", "srcnat"].includes(values["chain"] ?? ""),
    () => badRequest("failure: incoming interface matching not possible in output and postrouting chains"),
  ),
];

const BUILTIN_CHAINS = ["prerouting", "input", "forward", "output", "postrouting", "srcnat", "dstnat"];

/** Built-in chains in which an action makes no sense; a chain of one's own may be jumped to from anywhere. */
export const actionOnlyIn = (action: string, ...chains: readonly string[]): Check =>
  rowCheck(
    ({ chain = "", action: chosen }) =>
      chosen !== action || chains.includes(chain) || !BUILTIN_CHAINS.includes(chain),
    () => badRequest(`failure: ${action} action is valid only in ${chains.join(" and ")}`),
  );

/** What holds for the rules of every table. */
export const tableChecks: readonly Check[] = [
  portsNeedProtocol,
  tcpOnly,
  actionHasArgument,
  ...interfaceIsKnown,
];

/** A firewall table: an ordered menu of rules that differ in their actions and in a few arguments. */
const table = (name: string, checks: readonly Check[] = []): LabMenu => ({
  path: `ip/firewall/${name}`,
  firstId: 1,
  properties: {
    ...MATCHERS,
    ...ACTION_ARGUMENTS,
    action: { type: oneOf(...listedValues(`/ip/firewall/${name}`, "action")), default: "accept" },
    chain: { type: nonEmptyText, required: true },
  },
  fixed: { bytes: "0", dynamic: "false", packets: "0" },
  checks: [...tableChecks, ...checks],
});

export const filter = table("filter");

export const raw = table("raw");

export const nat = table("nat", [
  actionOnlyIn("masquerade", "srcnat"),
  actionOnlyIn("src-nat", "srcnat"),
  actionOnlyIn("dst-nat", "dstnat"),
  actionOnlyIn("redirect", "dstnat"),
]);

export const mangle = table("mangle", [actionOnlyIn("mark-routing", "prerouting", "output")]);

/** An address, a network, a range, or a host name that a router would resolve. */
const listedAddress: ValueType = {
  read: (value, argument, world) => {
    if (/^[\d./-]+$/.test(value)) {
      return addressRange.read(value, argument, world);
    }
    if (!/^(?!.*\.\.)(?=.*[a-zA-Z])[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)) {
      throw invalidValue(argument);
    }
    return value;
  },
};

const now = (): string => new Date().toISOString().slice(0, 19).replace("T", " ");

/** `/ip/firewall/address-list`; entries that expire are not implemented. */
export const addressList: LabMenu = {
  path: "ip/firewall/address-list",
  firstId: 1,
  properties: {
    address: { type: listedAddress, required: true },
    comment: { type: anyText },
    disabled: { type: yesOrNo, default: "false" },
    dynamic: { type: unsupported },
    list: { type: nonEmptyText, required: true },
    timeout: { type: unsupported },
  },
  fixed: { dynamic: "false" },
  unique: { by: ["address", "list"], error: "failure: already have such entry" },
  settle: (values) => ({ "creation-time": now(), ...values }),
};

import type { InterfaceNames } from "../model/interface-names";
import type { RowTexts } from "./row-change";

/** Properties of rules that are said elsewhere, or say nothing about packets. */
const NO_MATCHERS: ReadonlySet<string> = new Set([
  "action",
  "chain",
  "comment",
  "disabled",
  "log",
  "log-prefix",
  "passthrough",
  "to-addresses",
  "to-ports",
  "new-connection-mark",
  "new-routing-mark",
  "new-packet-mark",
  "jump-target",
  "reject-with",
  "protocol",
  "dst-port",
  "port",
  "src-address",
  "src-address-list",
  "dst-address",
  "dst-address-list",
  "in-interface",
  "in-interface-list",
  "out-interface",
  "out-interface-list",
]);

/** A rule in words: `accept tcp 22 from 10.0.0.0/8 on fibre`. */
export function ruleInWords(rule: RowTexts, names: InterfaceNames): string {
  return [actionText(rule), matchText(rule, names)].filter((part) => part !== "").join(" ");
}

/** The packets that a rule matches: `tcp 22 from 10.0.0.0/8 on fibre`. */
function matchText(rule: RowTexts, names: InterfaceNames): string {
  const others = Object.entries(rule).filter(([name]) => !NO_MATCHERS.has(name));
  return [
    serviceOf(rule),
    ...word("from", rule["src-address"]),
    ...word("from list", rule["src-address-list"]),
    ...word("to", rule["dst-address"]),
    ...word("to list", rule["dst-address-list"]),
    ...word("on", arrivesBy(rule, names)),
    ...word("out by", leavesBy(rule, names)),
    ...others.map(([name, value]) => `${name}=${value}`),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Protocol and port: `tcp 3389`. */
export function serviceOf({ protocol, "dst-port": dstPort, port }: RowTexts): string {
  return [protocol, dstPort ?? port].filter((part) => part !== undefined).join(" ");
}

/** Where a rule's packets come in: `fibre`, `list WAN`. */
export function arrivesBy(rule: RowTexts, names: InterfaceNames): string | undefined {
  return interfaceText(rule, "in", names);
}

function leavesBy(rule: RowTexts, names: InterfaceNames): string | undefined {
  return interfaceText(rule, "out", names);
}

function interfaceText(rule: RowTexts, side: "in" | "out", names: InterfaceNames): string | undefined {
  const [single, list] = [rule[`${side}-interface`], rule[`${side}-interface-list`]];
  return single === undefined
    ? list && negated(list, (name) => `list ${name}`)
    : negated(single, named(names));
}

/** An interface as its owner calls it. */
export function named(names: InterfaceNames): (name: string) => string {
  return (name) => names.nameOf(name) ?? name;
}

function negated(value: string, text: (name: string) => string): string {
  return value.startsWith("!") ? `anything but ${text(value.slice(1))}` : text(value);
}

function actionText(rule: RowTexts): string {
  const { action = "accept" } = rule;
  const target = targetOf(rule);
  const mark = rule["new-connection-mark"] ?? rule["new-routing-mark"] ?? rule["new-packet-mark"];
  const what = mark ?? rule["jump-target"] ?? rule["reject-with"];
  return [action, ...(what === undefined ? [] : [what]), ...(target === "" ? [] : [`to ${target}`])].join(
    " ",
  );
}

/** Where NAT sends a rule's packets: `192.168.0.10`, with the port where it changes. */
export function targetOf(rule: RowTexts): string {
  const { "to-addresses": address = "", "to-ports": port } = rule;
  const isOther = port !== undefined && port !== rule["dst-port"];
  return isOther ? `${address}${address === "" ? "port " : ":"}${port}` : address;
}

function word(before: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${before} ${value.replace(/^!/, "anything but ")}`];
}

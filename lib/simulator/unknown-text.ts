import { describe, type RowReference } from "./row-reference";
import type { UnknownReason, UnreachableReason } from "./unknown-reason";

/** A reason as a clause without a full stop: `gateway of /ip/route *1 is known only after the apply`. */
export function unknownText(reason: UnknownReason): string {
  switch (reason.kind) {
    case "value-after-apply":
      return `${reason.property} of ${describe(reason.row)} is known only after the apply`;
    case "missing-value":
      return `${describe(reason.row)} has no ${reason.property}`;
    case "invalid-value":
      return `${settingText(reason)} is not a valid value`;
    case "unsupported-value":
      return `this tool does not support ${settingText(reason)}`;
    case "undecided-matcher":
      return `whether ${settingText(reason)} matches depends on something outside the plan`;
    case "unsupported-feature":
      return `this tool does not support ${reason.feature}`;
    case "nat-in-chain":
      return `this tool does not support NAT in chain ${reason.chain} (${describe(reason.row)})`;
    case "own-address-undecided":
      return `whether ${reason.address} is an address of the router depends on ${describe(reason.row)}`;
    case "gateway-undecided":
      return `whether ${reason.address} is reachable depends on ${describe(reason.row)}, whose values are known only after the apply`;
    case "gateway-outside-rows":
      return `whether ${reason.address} is reachable depends on ${OUTSIDE_TEXTS[reason.because](reason.row)}`;
    case "script-may-reroute":
      return `the script of ${describe(reason.row)} may change routes then`;
    case "source-address-unknown":
      return `the address of ${reason.interface} is not known`;
    case "redirect-address-unknown":
      return `the address that ${describe(reason.row)} redirects to is not known`;
    case "reply-address-unknown":
      return "the address that replies come back to is known only after the apply";
    case "route-place-unknown":
      return `${describe(reason.row)} may apply here: its table or destination is known only after the apply`;
    case "gateway-list":
      return `${describe(reason.row)} does not have exactly one gateway, as RouterOS 7 requires`;
    case "blackhole-beside-gateway":
      return "a blackhole and a gateway have equal distance, and which of them RouterOS uses is not documented";
    case "group-without-next-hop":
      return "the group of equal routes has no next hop";
    case "fasttracked":
      return "most packets of a FastTracked connection skip mangle";
    case "reply-classifier":
      return `how RouterOS classifies reply packets by ${reason.fields} is not documented`;
    case "jump-depth":
      return `${describe(reason.row)} jumps in a loop or through more than ${reason.most} chains`;
    case "jump-count":
      return `the chains of ${reason.table} jump more than ${reason.most} times`;
    case "hash-branches":
      return `hashes can send one flow in more than ${reason.most} ways`;
    case "hash-questions":
      return `the rules that one flow can meet ask for more than ${reason.most} hash results`;
    case "hash-remainders":
      return `the denominators of the classifiers that one flow meets have too many factors in common (more than ${reason.most} cases)`;
  }
}

const OUTSIDE_TEXTS: Readonly<
  Record<Extract<UnknownReason, { kind: "gateway-outside-rows" }>["because"], (row: RowReference) => string>
> = {
  lease: (row) => `the lease of ${describe(row)}`,
  script: (row) => `the script of ${describe(row)}, which can add routes`,
  addresses: () => "addresses that are not in the plan",
};

function settingText({
  property,
  value,
  row,
}: Extract<UnknownReason, { readonly property: string; readonly value: string }>): string {
  return `${property}=${value}${row === undefined ? "" : ` of ${describe(row)}`}`;
}

/** Why a gateway cannot be used, as a clause without a full stop. */
export function unreachableText(reason: UnreachableReason): string {
  switch (reason.kind) {
    case "check-failed":
      return `${reason.address} does not answer its ${reason.check} check`;
    case "own-address":
      return `${reason.address} is the router's own address`;
    case "interface-down":
      return `${reason.interface} is not running`;
    case "no-gateway":
      return "the route has no gateway";
    case "no-table":
      return `there is no table ${reason.table}`;
    case "blackhole":
      return `a blackhole route covers ${reason.address}`;
    case "no-route":
      return `no route with a scope up to ${reason.targetScope} leads to ${reason.address}`;
  }
}

import { MAIN_TABLE } from "../../../routeros/route-fields";
import {
  type Flow,
  followFlow,
  followReply,
  type ModelRow,
  type Outcome,
  type RouterState,
  type RowReference,
  type UnknownReason,
  unknownText,
} from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { BrokenReplyLink, Finding, Severity } from "../../findings/finding";
import { hasNoFib } from "../../model/routing-tables";
import { known, lookUp, resourcesOf } from "../../model/values";
import { shareText } from "../../text/distribution-text";
import { egressesText } from "../../text/egress-text";
import { listed } from "../../text/list-text";
import { type RoutedWan, routedWans } from "../../traffic/wans";

/**
 * The reply path of each WAN: whether the replies to a connection that comes in by it, to the router's own address there,
 * leave by it again. A packet is followed; where its replies leave by another WAN, the first broken link is named: connection
 * mark, routing mark, table, or route.
 */
export const replyPath: StateCheck = (view) => {
  // With one WAN there is no other that replies could leave by.
  if (view.wans.length < 2) {
    return [];
  }
  return routedWans(view.wans).flatMap((wan) => check(wan, view));
};

/** The connections that are tried from outside: the first that the firewall accepts is followed. */
const PROBES = [
  { protocol: "tcp", dstPort: 22 },
  { protocol: "tcp", dstPort: 443 },
  { protocol: "tcp", dstPort: 8291 },
  { protocol: "udp", dstPort: 13231 },
  { protocol: "icmp" },
];

/** The outcome of the first probe that arrives; if none does, of the first whose outcome is unknown. */
function probeInbound(state: RouterState, flow: Omit<Flow, "protocol">): Outcome | undefined {
  let unknown: Outcome | undefined;
  for (const probe of PROBES) {
    const [outcome] = followFlow(state, { ...flow, ...probe });
    if (outcome?.egress.kind === "local") {
      return outcome;
    }
    unknown ??= outcome?.egress.kind === "unknown" ? outcome : undefined;
  }
  return unknown;
}

function check(wan: RoutedWan, view: View): readonly Finding[] {
  const { snapshot } = view;
  const { names } = view.change;
  const state = snapshot.state();
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  const common = { id: "reply-path", subject: wan.interface } as const;
  const name = names.of(wan.interface);
  if (own === undefined || typeof own.address !== "string") {
    return [
      {
        ...common,
        severity: "note",
        verdict: "unknown",
        resources: [],
        message: `It is unknown whether replies leave by ${name}, because the plan does not know its address.`,
      },
    ];
  }
  const from = { inInterface: wan.interface, srcAddress: view.origins[0].flow.dstAddress, srcPort: 50002 };
  const arrived = probeInbound(state, { ...from, dstAddress: own.address });
  if (arrived?.egress.kind === "unknown") {
    return [unknownFinding(wan, name, arrived.egress.reason, own.row)];
  }
  if (arrived?.connection === undefined) {
    return [];
  }
  const replies = followReply(state, arrived.connection, undefined);
  const unknown = replies.find(({ egress }) => egress.kind === "unknown");
  if (unknown?.egress.kind === "unknown") {
    return [unknownFinding(wan, name, unknown.egress.reason, own.row)];
  }
  const misrouted = replies.filter(
    ({ egress }) => !(egress.kind === "out" && egress.interface === wan.interface),
  );
  const [first] = misrouted;
  if (first === undefined) {
    return [
      {
        ...common,
        severity: "note",
        verdict: "pass",
        resources: [...new Set(replies.flatMap(rowsOfReply))],
        message: `Replies to connections that come in by ${name} leave by ${name}.`,
      },
    ];
  }
  const share = misrouted.reduce((sum, outcome) => sum + outcome.share, 0);
  const part = share > 1 - 1e-9 ? "Replies" : `${shareText(share)} of the replies`;
  const { link, rows } = brokenLink(arrived, first, view);
  const isOffered = link.kind !== "no-connection-mark" || offers(arrived, view);
  return [
    {
      ...common,
      severity: isOffered ? "error" : severityOfUnoffered(wan, view),
      verdict: "fail",
      resources: [...new Set(rows)],
      reason: { kind: "reply-path", link },
      message: `${part} to connections that come in by ${name} do not leave by it (${egressesText(misrouted, names)}), because ${linkText(link)}.`,
      remediation: remediationOf(link, wan.interface),
    },
  ];
}

/** Whether connections are meant to come in: a rule accepts this one, or WireGuard listens. */
function offers(arrived: Outcome, { snapshot }: View): boolean {
  return (
    rowsOf(arrived, "/ip/firewall/filter").length > 0 || snapshot.enabled("/interface/wireguard").length > 0
  );
}

/**
 * What stray replies cost where nothing is offered, so that connections come in only because no rule drops them: nothing on a
 * backup WAN, and little where no rule of the plan is about connection marks.
 */
function severityOfUnoffered({ interface: wan }: RoutedWan, { snapshot, origins }: View): Severity {
  const main = lookUp(snapshot.state(), MAIN_TABLE, origins[0].flow.dstAddress);
  if (main !== undefined && !main.hops.some((hop) => hop.interface === wan)) {
    return "note";
  }
  const mangle = snapshot.enabled("/ip/firewall/mangle");
  return mangle.some(marksOrReads) ? "error" : "warning";
}

/** Whether a rule is about connection marks, as the rules for replies are. */
function marksOrReads(rule: ModelRow): boolean {
  return known(rule, "action") === "mark-connection" || rule.has("connection-mark");
}

function unknownFinding(wan: RoutedWan, name: string, reason: UnknownReason, row: ModelRow): Finding {
  return {
    id: "reply-path",
    severity: "warning",
    verdict: "unknown",
    subject: wan.interface,
    resources: resourcesOf([row]),
    reason: { kind: "unknown", reasons: [reason] },
    message: `It is unknown whether replies to connections that come in by ${name} leave by it: ${unknownText(reason)}.`,
    remediation: "Review the plan again when the value is known, or test this after the apply.",
  };
}

/** The first link that is missing or wrong on the path of a reply, and the rows that cause it. */
function brokenLink(
  arrived: Outcome,
  reply: Outcome,
  { snapshot, origins }: View,
): { readonly link: BrokenReplyLink; readonly rows: readonly string[] } {
  const mark = arrived.connectionMark;
  if (mark === undefined) {
    return { link: { kind: "no-connection-mark" }, rows: [] };
  }
  const routingRules = rowsOf(reply, "/ip/firewall/mangle").filter(
    ({ id }) => snapshot.row(id)?.properties["action"] === "mark-routing",
  );
  const last = routingRules.at(-1);
  if (last === undefined) {
    return {
      link: { kind: "no-routing-mark", mark },
      rows: rowsOf(arrived, "/ip/firewall/mangle").map(({ id }) => id),
    };
  }
  const table = String(snapshot.row(last.id)?.properties["new-routing-mark"] ?? "");
  const found = lookUp(snapshot.state(), table, origins[0].flow.dstAddress);
  if (found === undefined) {
    const unused = snapshot
      .enabled("/routing/table")
      .filter((row) => known(row, "name") === table && hasNoFib(row));
    if (unused.length > 0) {
      return { link: { kind: "table-without-fib", table }, rows: [...resourcesOf(unused), last.id] };
    }
    const routes = snapshot.enabled("/ip/route").filter((route) => known(route, "routing-table") === table);
    return { link: { kind: "table-without-route", table }, rows: [...resourcesOf(routes), last.id] };
  }
  return {
    link: { kind: "table-by-other-wan", table, nextHops: found.hops.map(({ text }) => text) },
    rows: [...found.routes.map(({ row }) => row.reference.id), last.id],
  };
}

function linkText(link: BrokenReplyLink): string {
  switch (link.kind) {
    case "no-connection-mark":
      return "no rule marks these connections";
    case "no-routing-mark":
      return `no rule sets a routing mark for replies with connection-mark=${link.mark}`;
    case "table-without-route":
      return `table ${link.table} has no usable route, so they are routed as if they had no mark`;
    case "table-without-fib":
      return `table ${link.table} has fib = false, so RouterOS does not look it up`;
    case "table-by-other-wan":
      return `table ${link.table} leads to ${listed(link.nextHops) || "a blackhole"}`;
  }
}

function remediationOf(link: BrokenReplyLink, wan: string): string {
  switch (link.kind) {
    case "no-connection-mark":
      return `Mark them in chain input or prerouting (in-interface=${wan}), and mark the routing of their replies for a table of ${wan}.`;
    case "no-routing-mark":
      return `Add a rule to chain output that matches connection-mark=${link.mark} and marks routing.`;
    case "table-without-route":
      return `Add a default route by ${wan} to table ${link.table}.`;
    case "table-without-fib":
      return `Set fib = true on the routing table ${link.table}.`;
    case "table-by-other-wan":
      return `Give table ${link.table} one default route, with a gateway in the network of ${wan}.`;
  }
}

/** The rules and routes that decide about a reply; of the routing decisions, the last one counts. */
function rowsOfReply(reply: Outcome): string[] {
  const routes =
    reply.trace.filter(({ rows }) => rows.some(({ menu }) => menu === "/ip/route")).at(-1)?.rows ?? [];
  return [...rowsOf(reply, "/ip/firewall/mangle"), ...routes].map(({ id }) => id);
}

function rowsOf({ trace }: Outcome, menu: string): readonly RowReference[] {
  return trace.flatMap(({ rows }) => rows.filter((row) => row.menu === menu));
}

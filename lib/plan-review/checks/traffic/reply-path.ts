import { MAIN_TABLE } from "../../../routeros/route-fields";
import {
  type ModelRow,
  type Outcome,
  type RouterState,
  type RowReference,
  type UnknownReason,
  unknownText,
} from "../../../simulator";
import { isFullShare } from "../../../simulator/packets/share-comparison";
import type { StateCheck, View } from "../../findings/check-types";
import type { BrokenReplyLink, Finding, Severity } from "../../findings/finding";
import { hasNoFib } from "../../model/routing-tables";
import { known, lookUp, resourcesOf } from "../../model/values";
import { shareText } from "../../text/distribution-text";
import { unlessText, whenDown } from "../../text/down-text";
import { egressesText } from "../../text/egress-text";
import { listed } from "../../text/list-text";
import { ALL_UP, type FailureRow, hasOtherWan, rowsWithUp, stateIn } from "../../traffic/failure-rows";
import { type RouterReplies, routerReplies } from "../../traffic/router-replies";
import { type RoutedWan, routedWans } from "../../traffic/wans";

/**
 * The reply path of each WAN: whether the replies to a connection that comes in by it, to the router's own address there,
 * leave by it again. A packet is followed; where its replies leave by another WAN, the first broken link is named: connection
 * mark, routing mark, table, or route. Every row of the failure matrix in which the WAN is up is tried.
 */
export const replyPath: StateCheck = (view) => {
  // With one WAN there is no other that replies could leave by.
  if (view.wans.length < 2) {
    return [];
  }
  return routedWans(view.wans).flatMap((wan) => check(wan, view));
};

interface InRow {
  readonly row: FailureRow;
  readonly replies: RouterReplies;
}

/** The replies with all WANs up are what counts, unless they go wrong only while another WAN is down. */
function check(wan: RoutedWan, view: View): readonly Finding[] {
  const { snapshot, origins, failureSets } = view;
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  if (own === undefined || typeof own.address !== "string") {
    return [unknownAddress(wan, view)];
  }
  const ends = { from: origins[0].flow.dstAddress, to: own.address };
  const all = rowsWithUp(wan, failureSets).flatMap((row): InRow[] => {
    const replies = routerReplies(stateIn(snapshot, row), wan, ends);
    return replies === undefined ? [] : [{ row, replies }];
  });
  const { row, replies } = all.find((each) => each.replies.kind === "wrong") ?? all[0] ?? {};
  switch (replies?.kind) {
    case undefined:
      return [];
    case "unknown":
      return [unknownFinding(wan, view, replies.reason, own.row)];
    case "right":
      return [rightFinding(wan, view, replies.replies, all.every(isCertain))];
    case "wrong":
      return [wrongFinding(wan, view, replies, row ?? ALL_UP, exceptions(all, wan, view))];
  }
}

function isCertain({ replies: { kind } }: InRow): boolean {
  return kind !== "unknown";
}

/** The sets of WANs that must be down for the replies to leave rightly, although there is another WAN to leave by. */
function exceptions(all: readonly InRow[], wan: RoutedWan, { wans }: View): readonly (readonly string[])[] {
  return all
    .filter(({ replies }) => replies.kind === "right")
    .map(({ row }) => row.down.map((other) => other.interface))
    .filter((down) => hasOtherWan(wan, down, wans));
}

function unknownAddress(wan: RoutedWan, { change: { names } }: View): Finding {
  return {
    id: "reply-path",
    severity: "note",
    verdict: "unknown",
    subject: wan.interface,
    resources: [],
    message: `It is unknown whether replies leave by ${names.of(wan.interface)}, because the plan does not know its address.`,
  };
}

function unknownFinding(
  wan: RoutedWan,
  { change: { names } }: View,
  reason: UnknownReason,
  row: ModelRow,
): Finding {
  return {
    id: "reply-path",
    severity: "warning",
    verdict: "unknown",
    subject: wan.interface,
    resources: resourcesOf([row]),
    reason: { kind: "unknown", reasons: [reason] },
    message: `It is unknown whether replies to connections that come in by ${names.of(wan.interface)} leave by it: ${unknownText(reason)}.`,
    remediation: "Review the plan again when the value is known, or test this after the apply.",
  };
}

function rightFinding(
  wan: RoutedWan,
  { change: { names } }: View,
  replies: readonly Outcome[],
  isCertainInEveryRow: boolean,
): Finding {
  const name = names.of(wan.interface);
  return {
    id: "reply-path",
    severity: "note",
    verdict: "pass",
    subject: wan.interface,
    resources: [...new Set(replies.flatMap(rowsOfReply))],
    message: `Replies to connections that come in by ${name} leave by ${name}${isCertainInEveryRow ? "" : " while all WANs are up"}.`,
  };
}

function wrongFinding(
  wan: RoutedWan,
  view: View,
  { arrived, misrouted }: Extract<RouterReplies, { kind: "wrong" }>,
  row: FailureRow,
  unless: readonly (readonly string[])[],
): Finding {
  const { names } = view.change;
  const [first] = misrouted;
  const { link, rows } = brokenLink(arrived, first ?? arrived, stateIn(view.snapshot, row), view);
  const isOffered = arrived.connectionMark !== undefined || offers(arrived, view);
  const share = misrouted.reduce((sum, outcome) => sum + outcome.share, 0);
  const part = isFullShare(share) ? "replies" : `${shareText(share)} of the replies`;
  const down = row.down.map((other) => other.interface);
  const exception = down.length === 0 ? unlessText(unless, names) : "";
  const sentence = `${part} to connections that come in by ${names.of(wan.interface)} do not leave by it (${egressesText(misrouted, names)})${exception}, because ${linkText(link)}.`;
  return {
    id: "reply-path",
    severity: isOffered ? "error" : severityOfUnoffered(wan, view),
    verdict: "fail",
    subject: wan.interface,
    resources: [...new Set(rows)],
    reason: { kind: "reply-path", link, down, unless },
    message: whenDown(down, sentence, names),
    remediation: remediationOf(link, wan.interface),
  };
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

/** The first link that is missing or wrong on the path of a reply, and the rows that cause it. */
function brokenLink(
  arrived: Outcome,
  reply: Outcome,
  state: RouterState,
  { snapshot, origins }: View,
): { readonly link: BrokenReplyLink; readonly rows: readonly string[] } {
  const mark = arrived.connectionMark;
  const hasMainRoute = lookUp(state, MAIN_TABLE, origins[0].flow.dstAddress) !== undefined;
  if (reply.egress.kind === "unreachable" && !hasMainRoute) {
    return { link: { kind: "main-without-route" }, rows: [] };
  }
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
  const found = lookUp(state, table, origins[0].flow.dstAddress);
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
    case "main-without-route":
      return "table main has no route for them, and RouterOS looks there before it marks its own packets";
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
    case "main-without-route":
      return `Add a default route by ${wan} to table main too, with a larger distance than those of the other WANs.`;
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

import {
  type Flow,
  followFlow,
  followReply,
  type ModelRow,
  type Outcome,
  type RouterState,
  type RowReference,
} from "../../simulator";
import type { StateCheck, View } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { known, lookUp, resourcesOf } from "../model/values";
import { formatShare } from "../traffic/distribution";
import { egressesOf } from "../traffic/egresses";
import { type RoutedWan, routedWans } from "../traffic/wans";

/**
 * The reply path of each WAN: whether the answers to a connection that comes in by it, to the router's own address there,
 * leave by it again. Proved by a packet's walk; where it goes wrong, the first broken link is named: mark, routing
 * mark, table, route, gateway.
 */
export const replyPath: StateCheck = (view) => {
  // With one way out there is no other to take.
  if (view.wans.length < 2) {
    return [];
  }
  return routedWans(view.wans).flatMap((wan) => walk(wan, view));
};

/** What somebody outside tries: the first that the firewall lets in is followed. */
const KNOCKS = [
  { protocol: "tcp", dstPort: 22 },
  { protocol: "tcp", dstPort: 443 },
  { protocol: "tcp", dstPort: 8291 },
  { protocol: "udp", dstPort: 13231 },
  { protocol: "icmp" },
];

/** What becomes of the first knock that arrives; of none, the first of which nobody can tell. */
function probeInbound(state: RouterState, flow: Omit<Flow, "protocol">): Outcome | undefined {
  let untold: Outcome | undefined;
  for (const each of KNOCKS) {
    const [outcome] = followFlow(state, { ...flow, ...each });
    if (outcome?.egress.kind === "local") {
      return outcome;
    }
    untold ??= outcome?.egress.kind === "unknown" ? outcome : undefined;
  }
  return untold;
}

function walk(wan: RoutedWan, view: View): readonly Finding[] {
  const { snapshot } = view;
  const state = snapshot.state();
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  const common = { id: "reply-path", subject: wan.interface } as const;
  if (own === undefined || typeof own.address !== "string") {
    return [
      {
        ...common,
        severity: "note",
        verdict: "unknown",
        resources: [],
        message: `Whether answers leave by ${wan.interface} cannot be told: the plan does not know its address.`,
      },
    ];
  }
  const from = { inInterface: wan.interface, srcAddress: view.origins[0].flow.dstAddress, srcPort: 50002 };
  const arrived = probeInbound(state, { ...from, dstAddress: own.address });
  if (arrived?.egress.kind === "unknown") {
    return [cannotTell(wan, arrived.egress.reason, own.row)];
  }
  if (arrived?.connection === undefined) {
    return [];
  }
  const replies = followReply(state, arrived.connection, undefined);
  const doubt = replies.find(({ egress }) => egress.kind === "unknown");
  if (doubt?.egress.kind === "unknown") {
    return [cannotTell(wan, doubt.egress.reason, own.row)];
  }
  const astray = replies.filter(
    ({ egress }) => !(egress.kind === "out" && egress.interface === wan.interface),
  );
  const [worst] = astray;
  if (worst === undefined) {
    return [
      {
        ...common,
        severity: "note",
        verdict: "pass",
        resources: [...new Set(replies.flatMap(linksOf))],
        message: `Answers to connections that come in by ${wan.interface} leave by ${wan.interface}.`,
      },
    ];
  }
  const share = formatShare(astray.reduce((sum, outcome) => sum + outcome.share, 0));
  const { why, rows, remediation } = brokenLink(wan, arrived, worst, view);
  return [
    {
      ...common,
      severity: "error",
      verdict: "fail",
      resources: [...new Set(rows)],
      message: `${share === "all" ? "The" : `${share} of the`} answers to connections that come in by ${wan.interface} go astray (${egressesOf(astray)}): ${why}.`,
      remediation,
    },
  ];
}

function cannotTell(wan: RoutedWan, reason: string, row: ModelRow): Finding {
  return {
    id: "reply-path",
    severity: "warning",
    verdict: "unknown",
    subject: wan.interface,
    resources: resourcesOf([row]),
    message: `Whether answers to connections that come in by ${wan.interface} leave by it cannot be told: ${reason}.`,
    remediation: "Review this part again when the value is known, or test it after the apply.",
  };
}

interface BrokenLink {
  readonly why: string;
  readonly rows: readonly string[];
  readonly remediation: string;
}

/** The first link that fails on the way of an answer. */
function brokenLink(wan: RoutedWan, arrived: Outcome, reply: Outcome, view: View): BrokenLink {
  const { snapshot } = view;
  const port = wan.interface;
  const mark = arrived.connectionMark;
  const marking = rowsOf(arrived, "/ip/firewall/mangle");
  if (mark === undefined) {
    return {
      why: `no rule marks connections that come in by ${port}`,
      rows: [],
      remediation: `Mark them in chain input or prerouting (in-interface=${port}), and send their answers to a table of ${port}.`,
    };
  }
  const steering = rowsOf(reply, "/ip/firewall/mangle").filter(
    ({ id }) => snapshot.row(id)?.properties["action"] === "mark-routing",
  );
  const last = steering.at(-1);
  if (last === undefined) {
    return {
      why: `no rule sends answers with connection-mark=${mark} to a table`,
      rows: marking.map(({ id }) => id),
      remediation: `Add a rule in chain output that matches connection-mark=${mark} and marks routing.`,
    };
  }
  const table = String(snapshot.row(last.id)?.properties["new-routing-mark"] ?? "");
  const routes = snapshot.enabled("/ip/route").filter((route) => known(route, "routing-table") === table);
  const found = lookUp(snapshot.state(), table, view.origins[0].flow.dstAddress);
  if (found === undefined) {
    return {
      why: `table ${table} has no usable route, so that they are routed as if they had no mark`,
      rows: [...resourcesOf(routes), last.id],
      remediation: `Give table ${table} a default route by ${port}.`,
    };
  }
  return {
    why: `table ${table} leads to ${found.hops.map(({ text }) => text).join(" and ") || "a blackhole"}`,
    rows: [...found.routes.map(({ row }) => row.reference.id), last.id],
    remediation: `Give table ${table} one default route, by a gateway in ${port}'s network.`,
  };
}

/** The rules and routes that an answer owes its way to; the first decision of the router's own packets is undone by a mark. */
function linksOf(reply: Outcome): string[] {
  const marks = rowsOf(reply, "/ip/firewall/mangle");
  const routes =
    reply.trace.filter(({ rows }) => rows.some(({ menu }) => menu === "/ip/route")).at(-1)?.rows ?? [];
  return [...marks, ...routes].map(({ id }) => id);
}

function rowsOf({ trace }: Outcome, menu: string): readonly RowReference[] {
  return trace.flatMap(({ rows }) => rows.filter((row) => row.menu === menu));
}

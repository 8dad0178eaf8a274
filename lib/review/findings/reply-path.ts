import {
  followFlow,
  followReply,
  formatWay,
  type ModelRow,
  type Outcome,
  type RowReference,
} from "../../routing";
import { known, lookUp, resourcesOf } from "../model/reading";
import { formatShare } from "../traffic/distribution";
import { typicalDestination } from "../traffic/origins";
import type { Wan } from "../traffic/wans";
import type { StateFamily, View } from "./family";
import type { Claim } from "./finding";
import { nearest } from "./spelling";

/**
 * The reply path of each WAN: whether the answers to a connection that comes in by it, to the router's own address there,
 * leave by it again. Proved by a packet's walk; where it goes wrong, the first broken link is named: mark, routing
 * mark, table, route, gateway.
 */
export const replyPath: StateFamily = (view) => {
  // With one way out there is no other to take.
  if (view.wans.length < 2) {
    return [];
  }
  const wans = view.wans.slice(0, MOST_WANS);
  const routed = wans.filter(({ gateways }) => gateways.length > 0);
  return [
    ...routed.flatMap((wan) => [...walk(wan, view), ...forwards(wan, view)]),
    ...wans.flatMap((wan) => wrongTables(wan, view)),
  ];
};

/** Each WAN's proof walks through every rule; so many are worked out for one router. */
const MOST_WANS = 32;

/** What somebody outside tries: the first that the firewall lets in is followed. */
const KNOCKS = [
  { protocol: "tcp", dstPort: 22 },
  { protocol: "tcp", dstPort: 443 },
  { protocol: "tcp", dstPort: 8291 },
  { protocol: "udp", dstPort: 13231 },
  { protocol: "icmp" },
];

function walk(wan: Wan, view: View): readonly Claim[] {
  const { snapshot } = view;
  const state = snapshot.state();
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  const common = { id: "reply-path", subject: wan.interface } as const;
  if (own === undefined || typeof own.address !== "string") {
    return [
      {
        ...common,
        severity: "note",
        verdict: "cannot tell",
        resources: [],
        sentence: `Whether answers leave by ${wan.interface} cannot be told: the plan does not know its address.`,
      },
    ];
  }
  const from = { inInterface: wan.interface, srcAddress: typicalDestination(view.change), srcPort: 50002 };
  const knocks = KNOCKS.map((knock) =>
    followFlow(state, { ...from, ...knock, dstAddress: String(own.address) }),
  );
  const [arrived] =
    knocks.find(([outcome]) => outcome?.way.kind === "local") ??
    knocks.find(([outcome]) => outcome?.way.kind === "cannot tell") ??
    [];
  if (arrived?.way.kind === "cannot tell") {
    return [cannotTell(wan, arrived.way.reason, own.row)];
  }
  if (arrived?.connection === undefined) {
    return [];
  }
  const replies = followReply(state, arrived.connection, undefined);
  const doubt = replies.find(({ way }) => way.kind === "cannot tell");
  if (doubt?.way.kind === "cannot tell") {
    return [cannotTell(wan, doubt.way.reason, own.row)];
  }
  const astray = replies.filter(({ way }) => !(way.kind === "out" && way.interface === wan.interface));
  const [worst] = astray;
  if (worst === undefined) {
    return [
      {
        ...common,
        severity: "note",
        verdict: "holds",
        resources: [...new Set(replies.flatMap(linksOf))],
        sentence: `Answers to connections that come in by ${wan.interface} leave by ${wan.interface}.`,
      },
    ];
  }
  const share = formatShare(astray.reduce((sum, outcome) => sum + outcome.share, 0));
  const { why, rows, advice } = brokenLink(wan, arrived, worst, view);
  return [
    {
      ...common,
      severity: "error",
      verdict: "broken",
      resources: [...new Set(rows)],
      sentence: `${share === "1" ? "The" : `${share} of the`} answers to connections that come in by ${wan.interface} go astray (${ways(astray)}): ${why}.`,
      advice,
    },
  ];
}

/** The port forwards that connections of one WAN are tried on. */
const MOST_FORWARDS = 16;

/** The answers of hosts behind port forwards, which are routed as any packet of the LAN unless a mark says otherwise. */
function forwards(wan: Wan, view: View): readonly Claim[] {
  const { snapshot } = view;
  const state = snapshot.state();
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  const rules = snapshot
    .enabled("/ip/firewall/nat")
    .filter((rule) => known(rule, "action") === "dst-nat" && known(rule, "chain") === "dstnat");
  return rules.slice(0, MOST_FORWARDS).flatMap((rule): Claim[] => {
    const [arrived] = followFlow(state, {
      inInterface: wan.interface,
      srcAddress: typicalDestination(view.change),
      srcPort: 50002,
      dstAddress: known(rule, "dst-address")?.replace(/\/32$/, "") ?? String(own?.address ?? "0.0.0.0"),
      protocol: known(rule, "protocol") ?? "tcp",
      dstPort: Number.parseInt(known(rule, "dst-port") ?? "80", 10),
    });
    const isForwarded = arrived?.trace.some(({ rows }) => rows.some(({ id }) => id === rule.reference.id));
    if (arrived?.connection === undefined || arrived.way.kind !== "out" || isForwarded !== true) {
      return [];
    }
    const astray = followReply(state, arrived.connection).filter(
      ({ way }) => way.kind === "out" && way.interface !== wan.interface,
    );
    return astray.length === 0
      ? []
      : [
          {
            id: "forward-reply-path",
            severity: "error",
            verdict: "broken",
            subject: `${wan.interface} ${rule.reference.id}`,
            resources: [rule.reference.id, ...rowsOf(arrived, "/ip/firewall/mangle").map(({ id }) => id)],
            sentence: `${formatShare(astray.reduce((sum, { share }) => sum + share, 0))} of the answers to connections that are forwarded from ${wan.interface} leave by ${ways(astray)}: marks in chains input and output are for connections to the router only.`,
            advice: `Mark new connections of ${wan.interface} in chain prerouting, and mark the routing of their answers there too.`,
          },
        ];
  });
}

function cannotTell(wan: Wan, reason: string, row: ModelRow): Claim {
  return {
    id: "reply-path",
    severity: "warning",
    verdict: "cannot tell",
    subject: wan.interface,
    resources: resourcesOf([row]),
    sentence: `Whether answers to connections that come in by ${wan.interface} leave by it cannot be told: ${reason}.`,
    advice: "Review this part again when the value is known, or test it after the apply.",
  };
}

function ways(outcomes: readonly Outcome[]): string {
  return [...new Set(outcomes.map(({ way }) => formatWay(way)))].slice(0, 4).join(", ");
}

interface BrokenLink {
  readonly why: string;
  readonly rows: readonly string[];
  readonly advice: string;
}

/** The first link that fails on the way of an answer. */
function brokenLink(wan: Wan, arrived: Outcome, reply: Outcome, view: View): BrokenLink {
  const { snapshot } = view;
  const port = wan.interface;
  const mark = arrived.connectionMark;
  const marking = rowsOf(arrived, "/ip/firewall/mangle");
  if (mark === undefined) {
    return {
      why: `no rule marks connections that come in by ${port}`,
      rows: [],
      advice: `Mark them in chain input or prerouting (in-interface=${port}), and send their answers to a table of ${port}.`,
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
      advice: `Add a rule in chain output that matches connection-mark=${mark} and marks routing.`,
    };
  }
  const table = String(snapshot.row(last.id)?.properties["new-routing-mark"] ?? "");
  const routes = snapshot.enabled("/ip/route").filter((route) => known(route, "routing-table") === table);
  const found = lookUp(snapshot.state(), table, view.origins[0].flow.dstAddress);
  if (found === undefined) {
    return {
      why: `table ${table} has no usable route, so that they are routed as if they had no mark`,
      rows: [...resourcesOf(routes), last.id],
      advice: `Give table ${table} a default route by ${port}.`,
    };
  }
  return {
    why: `table ${table} leads to ${found.hops.map(({ text }) => text).join(" and ") || "a blackhole"}`,
    rows: [...found.routes.map(({ row }) => row.reference.id), last.id],
    advice: `Give table ${table} one default route, by a gateway in ${port}'s network.`,
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

/** Routes that lead out by another WAN than the one whose connections are sent to their table, also where another fault hides it. */
function wrongTables(wan: Wan, { snapshot, origins }: View): readonly Claim[] {
  const mangle = snapshot.enabled("/ip/firewall/mangle");
  const marks = new Set(
    mangle
      .filter(
        (rule) =>
          known(rule, "action") === "mark-connection" && known(rule, "in-interface") === wan.interface,
      )
      .map((rule) => known(rule, "new-connection-mark")),
  );
  const rules = mangle.filter(
    (rule) => known(rule, "action") === "mark-routing" && marks.has(known(rule, "connection-mark")),
  );
  const tables = snapshot.enabled("/routing/table").flatMap((row) => known(row, "name") ?? []);
  return rules.flatMap((rule): Claim[] => {
    const named = known(rule, "new-routing-mark") ?? "";
    // A misspelled table is a fault of its own, which shall not hide this one.
    const table = tables.includes(named) ? named : nearest(named, tables);
    const found =
      table === undefined ? undefined : lookUp(snapshot.state(), table, origins[0].flow.dstAddress);
    const wrong = found?.hops.filter((hop) => hop.interface !== wan.interface) ?? [];
    if (wrong.length === 0) {
      return [];
    }
    return [
      {
        id: "table-leads-elsewhere",
        severity: "error",
        verdict: "broken",
        subject: `${wan.interface} ${table}`,
        resources: [...new Set(wrong.flatMap(({ rows }) => rows.map(({ id }) => id))), rule.reference.id],
        sentence: `Connections of ${wan.interface} are sent to table ${table}, which leads out by ${wrong.map(({ text }) => text).join(" and ")}.`,
        advice: `Write a gateway of ${wan.interface}'s network, or send the other WAN's connections to this table.`,
      },
    ];
  });
}

import { groupBy } from "../../../collections/group-by";
import { parseGateway } from "../../../routeros/route-fields";
import {
  CannotTell,
  type ModelRow,
  type UnknownReason,
  type UnreachableReason,
  unknownText,
  unreachableText,
} from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known, knownOfRoute, resourcesOf } from "../../model/values";
import { listed } from "../../text/list-text";
import { unresolved } from "./recursive-routes";

/** Gateways that RouterOS accepts although packets do not reach them, or reach another gateway. */
export const gateways: StateCheck = (view) => {
  const routes = view.snapshot.enabled("/ip/route").filter((route) => known(route, "gateway"));
  return [...routes.flatMap((route) => check(route, view)), ...repeated(routes), ...shared(routes, view)];
};

function check(route: ModelRow, view: View): readonly Finding[] {
  const text = known(route, "gateway") ?? "";
  const resources = resourcesOf([route]);
  const common = { subject: resources[0] ?? "", resources };
  if (text.includes(",")) {
    return [
      {
        ...common,
        id: "gateway-list",
        severity: "error",
        verdict: "fail",
        message: `gateway=${text} is a list, which only RouterOS 6 accepts; a route of RouterOS 7 has one gateway.`,
        remediation: "Write one route for each gateway: equal routes share the traffic.",
      },
    ];
  }
  const { address } = parseGateway(text);
  const own = address === undefined ? undefined : view.snapshot.own.at(address);
  if (own !== undefined) {
    const wan = view.change.names.of(own.interface);
    return [
      {
        ...common,
        id: "gateway-own-address",
        severity: "error",
        verdict: "fail",
        resources: [...resources, own.row.reference.id],
        message: `gateway=${text} is the router's own address on ${wan}, so the route is never active.`,
        remediation: `Write the address of the next router in the network of ${wan}.`,
      },
    ];
  }
  const reached = view.snapshot.reachability.get(route.reference.id);
  if (address === undefined || reached === undefined) {
    return [];
  }
  if (reached instanceof CannotTell) {
    const { reason } = reached;
    return reason.kind !== "gateway-outside-rows"
      ? []
      : [{ ...common, ...(unresolved(route, address, view) ?? undecided(text, reason)) }];
  }
  return reached.reachable
    ? []
    : [{ ...common, ...(unresolved(route, address, view) ?? unreachable(text, reached.reason)) }];
}

/** Shares that depend on it are unknown too, and say so: this is for the record. */
function undecided(text: string, reason: UnknownReason): Omit<Finding, "subject" | "resources"> {
  return {
    id: "gateway-outside-subnet",
    severity: "note",
    verdict: "unknown",
    reason: { kind: "unknown", reasons: [reason] },
    message: `It is unknown whether the route by gateway=${text} is active: ${unknownText(reason)}.`,
  };
}

function unreachable(text: string, reason: UnreachableReason): Omit<Finding, "subject" | "resources"> {
  // An address that no row of the plan gives the router: 127.0.0.1 and its like.
  if (reason.kind === "own-address") {
    return {
      id: "gateway-own-address",
      severity: "error",
      verdict: "fail",
      message: `gateway=${text} is the router's own loopback address, so the route is never active.`,
      remediation: "Write the address of the next router, or blackhole if packets are to be discarded.",
    };
  }
  return {
    id: "gateway-outside-subnet",
    severity: "error",
    verdict: "fail",
    message: `gateway=${text} is in no network of the router (${unreachableText(reason)}), so the route is never active.`,
    remediation:
      "Write a gateway in the network of the WAN, or give the WAN an address in the gateway's network.",
  };
}

/** Routes of one group that have the same gateway: the article's way to weight. */
function repeated(routes: readonly ModelRow[]): readonly Finding[] {
  const groups = groupBy(routes, (route) => {
    const text = known(route, "gateway") ?? "";
    const place = (["dst-address", "routing-table", "distance"] as const).map((name) =>
      knownOfRoute(route, name),
    );
    return text.includes(",") ? undefined : [...place, text].join(" ");
  });
  return [...groups]
    .filter(([, group]) => group.length > 1)
    .map(
      ([place, group]): Finding => ({
        id: "gateway-repeated",
        severity: "warning",
        verdict: "unknown",
        subject: place,
        resources: resourcesOf(group),
        message: `${group.length} equal routes have gateway ${known(group[0] as ModelRow, "gateway")}; whether RouterOS 7 counts it ${group.length} times is not documented, and this report counts it once.`,
        remediation: "Use per-connection-classifier rules for weights instead.",
      }),
    );
}

/** Gateways in the networks of two interfaces: RouterOS can use either of them. */
function shared(routes: readonly ModelRow[], view: View): readonly Finding[] {
  return [...groupBy(routes, (route) => known(route, "gateway"))].flatMap(([text, group]): Finding[] => {
    const { address, interface: named } = parseGateway(text);
    if (address === undefined || named !== undefined || text.includes(",")) {
      return [];
    }
    const near = view.snapshot.own.near(address);
    const interfaces = [...new Set(near.map((each) => each.interface))];
    if (interfaces.length < 2) {
      return [];
    }
    return [
      {
        id: "gateway-shared",
        severity: "error",
        verdict: "fail",
        subject: text,
        resources: [...resourcesOf(group), ...near.map(({ row }) => row.reference.id)],
        message: `gateway=${text} is in the networks of ${listed(interfaces.map((each) => view.change.names.of(each)))}, so each of these routes can leave by any of them.`,
        remediation: `Write ${listed(interfaces.map((name) => `${address}%${name}`))}.`,
      },
    ];
  });
}

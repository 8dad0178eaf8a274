import { groupBy } from "../../collections/group-by";
import { parseGateway } from "../../routeros/route-fields";
import { CannotTell, type ModelRow } from "../../simulator";
import type { StateCheck, View } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { known, knownOfRoute, resourcesOf } from "../model/values";

/** Gateways that RouterOS takes and that lead nowhere, or elsewhere. */
export const gateways: StateCheck = (view) => {
  const routes = view.snapshot.enabled("/ip/route").filter((route) => known(route, "gateway"));
  return [...routes.flatMap((route) => judge(route, view)), ...repeated(routes), ...shared(routes, view)];
};

function judge(route: ModelRow, view: View): readonly Finding[] {
  const text = known(route, "gateway") ?? "";
  const [id] = resourcesOf([route]);
  const common = { subject: id ?? "", resources: resourcesOf([route]) };
  if (text.includes(",")) {
    return [
      {
        ...common,
        id: "gateway-list",
        severity: "error",
        verdict: "fail",
        message: `gateway=${text} is a list, which RouterOS 6 took; RouterOS 7 takes one gateway.`,
        remediation: "Write one route for each gateway: equal routes share the traffic.",
      },
    ];
  }
  const { address } = parseGateway(text);
  if (address === undefined) {
    return [];
  }
  const own = view.snapshot.own.at(address);
  if (own !== undefined) {
    return [
      {
        ...common,
        id: "gateway-own-address",
        severity: "error",
        verdict: "fail",
        resources: [...common.resources, own.row.reference.id],
        message: `gateway=${text} is the router's own address on ${own.interface}: the route is never active.`,
        remediation: `Write the address of the next router in ${own.interface}'s network.`,
      },
    ];
  }
  return outside(route, text, view).map((claim) => ({ ...claim, ...common }));
}

function outside(
  route: ModelRow,
  text: string,
  view: View,
): readonly Omit<Finding, "subject" | "resources">[] {
  const found = view.snapshot.reachability.get(route.reference.id);
  if (
    found === undefined ||
    found instanceof CannotTell ||
    found.reachable ||
    /own address/.test(found.why)
  ) {
    return [];
  }
  // Whether an address is outside the plan, or given by an ISP, the plan does not say.
  const knowsAddresses =
    view.snapshot.enabled("/ip/address").length > 0 && view.snapshot.enabled("/ip/dhcp-client").length === 0;
  return [
    {
      id: "gateway-outside-subnet",
      severity: knowsAddresses ? "error" : "warning",
      verdict: knowsAddresses ? "fail" : "unknown",
      message: knowsAddresses
        ? `gateway=${text} is in no network of the router's (${found.why}): the route is never active.`
        : `Whether gateway=${text} is in a network of the router's cannot be told: the plan does not have all its addresses.`,
      remediation: knowsAddresses
        ? "Write a gateway of the WAN's own network, or give the WAN an address in the gateway's."
        : undefined,
    },
  ];
}

/** Routes of one group that name one gateway more than once: the article's way to weight. */
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
        message: `${group.length} equal routes name gateway ${known(group[0] as ModelRow, "gateway")}: whether RouterOS 7 gives it ${group.length} shares or one is not published; one is assumed.`,
        remediation: "Weight by per-connection-classifier instead.",
      }),
    );
}

/** Gateways that lie in the networks of two interfaces, so that it is open by which one they are reached. */
function shared(routes: readonly ModelRow[], view: View): readonly Finding[] {
  return [...groupBy(routes, (route) => known(route, "gateway"))].flatMap(([text, group]): Finding[] => {
    const { address, interface: port } = parseGateway(text);
    if (address === undefined || port !== undefined || text.includes(",")) {
      return [];
    }
    const near = view.snapshot.own.near(address);
    const ports = [...new Set(near.map((each) => each.interface))];
    if (ports.length < 2) {
      return [];
    }
    return [
      {
        id: "gateway-shared",
        severity: "error",
        verdict: "fail",
        subject: text,
        resources: [...resourcesOf(group), ...near.map(({ row }) => row.reference.id)],
        message: `gateway=${text} lies in the networks of ${ports.join(" and ")}: routes that mean one of them lead out by either.`,
        remediation: `Write ${ports.map((name) => `${address}%${name}`).join(" and ")}.`,
      },
    ];
  });
}

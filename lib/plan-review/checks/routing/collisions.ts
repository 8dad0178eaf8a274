import { groupBy } from "../../../collections/group-by";
import { readOwnershipComment } from "../../../routeros/ownership-comment";
import type { ModelRow } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { isDefaultRoute, known, knownOfRoute, resourcesOf } from "../../model/values";
import { listed } from "../../text/list-text";
import { compareNames } from "../../traffic/compare-names";

/** Names, addresses and distances that two parts of a configuration both use. */
export const collisions: StateCheck = (view) => [
  ...duplicates(view, "/routing/table", "name", "table-duplicate", "routing table"),
  ...duplicates(view, "/ip/address", "address", "address-duplicate", "address"),
  ...sharedMarks(view),
  ...joinedGroups(view),
  ...besideClient(view),
];

/** Rows that a router refuses because it already has such a row. */
function duplicates(
  { snapshot }: View,
  menu: string,
  property: string,
  id: "table-duplicate" | "address-duplicate",
  what: string,
): readonly Finding[] {
  return [...groupBy(snapshot.router.rows(menu), (row) => known(row, property))]
    .filter(([, rows]) => rows.length > 1)
    .map(
      ([value, rows]): Finding => ({
        id,
        severity: "error",
        verdict: "fail",
        subject: value,
        resources: resourcesOf(rows),
        message: `${rows.length} rows create ${what} ${value}, and RouterOS accepts only the first.`,
        remediation: "Keep one of them, or give each its own value.",
      }),
    );
}

/** One connection mark for connections of two WANs: the rules that match it cannot tell the WANs apart. */
function sharedMarks({ snapshot, wans, change: { names } }: View): readonly Finding[] {
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const mangle = snapshot.enabled("/ip/firewall/mangle");
  const steering = new Set(
    mangle
      .filter((rule) => known(rule, "action") === "mark-routing")
      .map((rule) => known(rule, "connection-mark")),
  );
  const writers = mangle.filter(
    (rule) => known(rule, "action") === "mark-connection" && uplinks.has(known(rule, "in-interface") ?? ""),
  );
  return [...groupBy(writers, (rule) => known(rule, "new-connection-mark"))].flatMap(
    ([mark, rules]): Finding[] => {
      const marked = [...new Set(rules.map((rule) => known(rule, "in-interface") ?? ""))].sort(compareNames);
      return marked.length < 2 || !steering.has(mark)
        ? []
        : [
            {
              id: "mark-shared",
              severity: "error",
              verdict: "fail",
              subject: mark,
              resources: resourcesOf(rules),
              message: `Connections of ${listed(marked.map((wan) => names.of(wan)))} get the same mark, ${mark}, so all their replies leave by one WAN.`,
              remediation: "Give the connections of each WAN a mark of their own.",
            },
          ];
    },
  );
}

/** Default routes of different owners that form one ECMP group because their distance is equal. */
function joinedGroups({ snapshot }: View): readonly Finding[] {
  const defaults = snapshot.enabled("/ip/route").filter(isDefaultRoute);
  const groups = groupBy(
    defaults,
    (route) => `table ${knownOfRoute(route, "routing-table")}, distance ${knownOfRoute(route, "distance")}`,
  );
  return [...groups].flatMap(([place, routes]): Finding[] => {
    const [first] = routes;
    const owners = [...new Set(routes.map((route) => ownerOf(route)))];
    return owners.length < 2 || first === undefined
      ? []
      : [
          {
            id: "distance-collision",
            severity: "error",
            verdict: "fail",
            subject: place,
            resources: resourcesOf(routes),
            message: `Default routes of ${owners.length} owners (${owners.sort(compareNames).join(", ")}) are in table ${knownOfRoute(first, "routing-table")} with the same distance ${knownOfRoute(first, "distance")}, so RouterOS balances traffic over all of them.`,
            remediation: "Give the routes of one owner another distance, or make them one gateway.",
          },
        ];
  });
}

/** Default routes of a DHCP client that share traffic with a static one unless the configuration sets both distances. */
function besideClient({ snapshot, change: { configuration, names } }: View): readonly Finding[] {
  const defaults = snapshot.enabled("/ip/route").filter(isDefaultRoute);
  const menuOf = (route: ModelRow): string => snapshot.row(route.reference.id)?.menu ?? "";
  const isSet = (route: ModelRow): boolean => {
    const block = snapshot.row(route.reference.id)?.change.block ?? "";
    const configured = configuration.blocks.get(block)?.configured;
    return DISTANCES.some((name) => configured?.has(name));
  };
  const groups = groupBy(
    defaults,
    (route) => `table ${knownOfRoute(route, "routing-table")}, distance ${knownOfRoute(route, "distance")}`,
  );
  return [...groups].flatMap(([place, routes]): Finding[] => {
    const clients = routes.filter((route) => menuOf(route) === "/ip/dhcp-client");
    const others = routes.filter((route) => menuOf(route) === "/ip/route");
    const [client, other] = [clients[0], others[0]];
    if (client === undefined || other === undefined || [...clients, ...others].every(isSet)) {
      return [];
    }
    const wan = String(snapshot.row(client.reference.id)?.properties["interface"] ?? "");
    return [
      {
        id: "distance-collision",
        severity: "warning",
        verdict: "fail",
        subject: place,
        resources: resourcesOf([...others, ...clients]),
        message: `The DHCP client on ${names.of(wan)} adds a default route with distance ${knownOfRoute(client, "distance")}, which ${other.reference.id} has too, so RouterOS balances traffic over both.`,
        remediation:
          "Set default_route_distance of the client and distance of the route to different values, or set both if they are to share traffic.",
      },
    ];
  });
}

const DISTANCES = ["default_route_distance", "default_route_tables", "distance"];

const ROUTE_ROLES = /^(?:default-route|policy-route|dhcp-client)/;

/** The gateway that a route belongs to, by its comment. */
function ownerOf({ reference: { comment } }: ModelRow): string {
  const { owner, role = "" } = readOwnershipComment(comment) ?? {};
  return owner !== undefined && ROUTE_ROLES.test(role) ? owner : "routes without an owner";
}

import type { PlannedChange } from "./planned-change";
import type { RouterRow } from "./rest-client";
import type { RowsOfMenus } from "./router-rows";

/** Attributes that name an interface. */
const NAMES_INTERFACE = ["interface", "in_interface", "out_interface"];

/**
 * One sentence for each conflict between a plan and a router: interfaces that are missing and addresses that exist,
 * both of which the router rejects, and default routes that would join the gateway's ECMP group.
 */
export function collisionsOf(
  before: RowsOfMenus,
  interfaces: readonly string[],
  plan: readonly PlannedChange[],
): readonly string[] {
  return [
    ...missingInterfaces(interfaces, plan),
    ...presentAddresses(before.get("ip/address") ?? [], plan),
    ...joiningRoutes(before.get("ip/route") ?? [], plan),
  ];
}

function missingInterfaces(interfaces: readonly string[], plan: readonly PlannedChange[]): string[] {
  const named = plan.flatMap(({ change: { after } }) => NAMES_INTERFACE.map((name) => after?.[name]));
  const missing = [...new Set(named)].filter(
    (name): name is string => typeof name === "string" && name !== "" && !interfaces.includes(name),
  );
  return missing.map(
    (name) => `the router has no interface ${name}, only ${interfaces.join(", ")}: edit main.ts.`,
  );
}

function presentAddresses(rows: readonly RouterRow[], plan: readonly PlannedChange[]): string[] {
  const created = plan
    .filter(({ type, change }) => type === "routeros_ip_address" && change.actions.includes("create"))
    .map(({ change }) => change.after?.["address"]);
  return rows
    .filter(({ address }) => created.includes(address))
    .map(
      ({ address, interface: name }) =>
        `the router refuses a second ${address}, which ${name} has: leave \`address\` out of that LAN, or import the row and know that destroy removes it.`,
    );
}

function joiningRoutes(rows: readonly RouterRow[], plan: readonly PlannedChange[]): string[] {
  const ours = plan
    .filter(({ type }) => type === "routeros_ip_route")
    .map(({ change }) => change.before?.["id"]);
  return rows
    .filter((row) => joinsTheGroup(row) && !ours.includes(row[".id"]))
    .map(
      ({ gateway }) =>
        `the router's default route by ${gateway} would join the gateway's ECMP group: remove it, or give it another distance.`,
    );
}

function joinsTheGroup(row: RouterRow): boolean {
  return (
    (row["dst-address"] ?? "0.0.0.0/0") === "0.0.0.0/0" &&
    (row["distance"] ?? "1") === "1" &&
    (row["routing-table"] ?? "main") === "main" &&
    row["blackhole"] === undefined &&
    row["disabled"] !== "true"
  );
}

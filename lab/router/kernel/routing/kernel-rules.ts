import type { Values } from "../../menus/menu";
import { LOCAL_TABLE, MAIN_TABLE_NUMBER, type Rule } from "../kernel-state";
import type { Devices } from "../links/devices";
import { routingMark } from "../ruleset/marks";
import type { Tables } from "./kernel-routes";

/** Where the stages of the decision begin: each has room for its rules. */
const FIRST_PRIORITY = 1000;
const STAGE_SIZE = 4000;
/** The kernel's own rules come last and look into main once more, and into a table that is empty. */
export const LAST_PRIORITY = 32_766;

const DEFAULT_STAGES = "mangle,vrf-lookup,vrf-unreach,local,user,main";

/**
 * The stages of RouterOS' routing decision as kernel rules: routing marks come before the router's own addresses,
 * then its rules, then main. A lookup that finds nothing falls through to the next.
 */
export function wantedRules(
  rules: readonly Values[],
  settings: Values,
  tables: Tables,
  devices: Devices,
): readonly Rule[] {
  const stages = (settings["policy-rules"] ?? DEFAULT_STAGES).split(",");
  return stages.flatMap((stage, i) => {
    const priority = FIRST_PRIORITY + i * STAGE_SIZE;
    const own = rules.filter((row) => (row["chain"] ?? "user") === stage && isActive(row));
    return [
      ...stageRules(stage, tables).map((text) => ({ priority, text })),
      ...own
        .flatMap((row) => userRule(row, tables, devices))
        .map((text, j) => ({ priority: priority + 1 + j, text })),
    ];
  });
}

const isActive = (row: Values): boolean => row["disabled"] !== "true" && row["inactive"] !== "true";

function stageRules(stage: string, tables: Tables): readonly string[] {
  switch (stage) {
    case "mangle":
      return [...tables.values()].map((table) => `fwmark ${routingMark(table)} lookup ${table}`);
    case "local":
      return [`lookup ${LOCAL_TABLE}`];
    case "main":
      return [`lookup ${MAIN_TABLE_NUMBER}`];
    default:
      return [];
  }
}

const selector = (word: string, network: string | undefined): string =>
  network === undefined || network.endsWith("/0") ? "" : `${word} ${network}`;

/** One row of `/routing/rule`; a table that is to have the last word needs a second kernel rule. */
function userRule(row: Values, tables: Tables, devices: Devices): readonly string[] {
  const port = row["interface"];
  const mark = row["routing-mark"] === undefined ? undefined : tables.get(row["routing-mark"]);
  const table = row["table"] === "local" ? LOCAL_TABLE : tables.get(row["table"] ?? "main");
  if (row["routing-mark"] !== undefined && mark === undefined) {
    return [];
  }
  const selectors = [
    selector("from", row["src-address"]),
    selector("to", row["dst-address"]),
    mark === undefined ? "" : `fwmark ${routingMark(mark)}`,
    port === undefined ? "" : `iif ${devices.of(port)}`,
  ];
  const rule = (...action: readonly string[]): string =>
    [...selectors, ...action].filter((part) => part !== "").join(" ");
  const suppressed = row["min-prefix"] === undefined ? "" : `suppress_prefixlength ${row["min-prefix"]}`;
  const lookup = table === undefined ? [] : [rule(`lookup ${table}`, suppressed)];
  switch (row["action"]) {
    case "drop":
      return [rule("blackhole")];
    case "unreachable":
      return [rule("unreachable")];
    case "lookup-only-in-table":
      return [...lookup, rule("unreachable")];
    default:
      return lookup;
  }
}

import { MENU_OF } from "../../../routeros/menus";
import { UNIQUE_FIELDS } from "../../../routeros/row-identity";
import { dictionary } from "../../../text/dictionary";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { RouterChange } from "../../model/router-change";
import type { ResourceChange } from "../../plan/resource-change";
import { tablesOfStaleFib } from "./stale-fib";

/** Values that RouterOS refuses during the apply because another row still has them, and rows that are created again. */
export const valueInUse: ChangeCheck = ({ change }) => [...taken(change), ...replaced(change)];

interface Handover {
  readonly value: string;
  readonly giver: ResourceChange;
  readonly taker: ResourceChange;
}

/** Values that one row gives up and another takes in the same apply. */
function taken({ changes, dependencies }: RouterChange): readonly Finding[] {
  const handovers = UNIQUE_FIELDS.flatMap(([menu, name]) => handoversIn(changes, menu, name));
  const givesTo = new Map(handovers.map((handover) => [handover.giver, handover]));
  return handovers.map((handover): Finding => {
    const { value, giver, taker } = handover;
    const returned = givesTo.get(taker);
    const common = { subject: value, resources: [taker.address, giver.address] };
    if (returned?.taker === giver) {
      return {
        ...common,
        id: "two-applies-needed",
        severity: "error",
        verdict: "fail",
        message: `${taker.address} and ${giver.address} exchange ${value} and ${returned.value}: RouterOS rejects whichever update comes first, because the value is in use.`,
        remediation: `Give ${taker.address} an unused value and apply; then set the final values and apply again.`,
      };
    }
    // A new row never waits for the deletion of an old one.
    const isLater = dependencies.stageOf(taker.block) > dependencies.stageOf(giver.block);
    const isSettled =
      isLater || (giver.action === "update" && dependencies.waitsFor(taker.block, giver.block));
    return {
      ...common,
      id: "value-in-use",
      severity: isSettled ? "note" : "error",
      verdict: isSettled ? "pass" : "unknown",
      message: isSettled
        ? `${taker.address} takes ${value} after ${giver.address} gives it up.`
        : `${taker.address} takes ${value}, which ${giver.address} gives up in the same apply; RouterOS refuses it if Terraform writes it first.`,
      remediation: isSettled
        ? undefined
        : giver.action === "delete"
          ? "Move the resource in the state with a moved block instead of creating a new one, or do it in two applies."
          : `Add depends_on so that ${taker.address} waits for ${giver.address}, or do it in two applies.`,
    };
  });
}

function handoversIn(changes: readonly ResourceChange[], menu: string, name: string): readonly Handover[] {
  const own = changes.filter(({ type, mode }) => MENU_OF[type] === menu && mode === "managed");
  const givers = new Map<string, ResourceChange>();
  for (const change of own) {
    const [was, is] = [change.before?.get(name), change.after?.get(name)];
    if (typeof was === "string" && was !== is) {
      givers.set(was, change);
    }
  }
  return own.flatMap((taker) => {
    const value = taker.after?.get(name);
    const giver =
      typeof value === "string" && taker.before?.get(name) !== value ? givers.get(value) : undefined;
    return giver === undefined || giver === taker || typeof value !== "string"
      ? []
      : [{ value, giver, taker }];
  });
}

/** Rows that are deleted and created again instead of updated. */
function replaced(change: RouterChange): readonly Finding[] {
  // Tables with an outdated fib have a finding of their own.
  const stale = new Set(tablesOfStaleFib(change));
  return change.changes
    .filter((one) => one.action === "delete-create" && MENU_OF[one.type] !== undefined && !stale.has(one))
    .map(
      (change): Finding => ({
        id: "row-replaced",
        // Who asks for it with -replace knows.
        severity: change.reason === "replace_by_request" ? "note" : "warning",
        verdict: "fail",
        subject: change.address,
        resources: [change.address],
        message: `The row is deleted and created again (${causeOf(change)}), so it is missing for a while and ends up last in its menu.`,
        remediation:
          "Create the new row first (lifecycle create_before_destroy) if the router can have both at once.",
      }),
    );
}

const REASONS = dictionary({
  replace_because_tainted: "it is tainted because an earlier apply failed",
  replace_by_request: "requested with -replace",
  replace_by_triggers: "replace_triggered_by",
});

function causeOf({ replacedFor, reason = "" }: ResourceChange): string {
  return replacedFor.length > 0
    ? `${replacedFor.join(", ")} cannot be updated in place`
    : (REASONS[reason] ?? "Terraform gives no reason");
}

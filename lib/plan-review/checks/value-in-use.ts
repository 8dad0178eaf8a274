import { MENU_OF } from "../../routeros/menus";
import { UNIQUE_FIELDS } from "../../routeros/row-identity";
import { dictionary } from "../../text/dictionary";
import type { ChangeCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import type { RouterChange } from "../model/router-change";
import type { ResourceChange } from "../plan/resource-change";
import { tablesOfStaleFib } from "./stale-fib";

/** What a router refuses in the middle of an apply because another row still has it, and rows that go and come again. */
export const valueInUse: ChangeCheck = ({ change }) => [...taken(change), ...replaced(change)];

interface Handover {
  readonly value: string;
  readonly giver: ResourceChange;
  readonly taker: ResourceChange;
}

/** A value that one row gives up and another takes, in one apply. */
function taken({ changes, dependencies }: RouterChange): readonly Finding[] {
  const handovers = UNIQUE_FIELDS.flatMap(([menu, name]) => handoversIn(changes, menu, name));
  const givesTo = new Map(handovers.map((handover) => [handover.giver, handover]));
  return handovers.map((handover): Finding => {
    const { value, giver, taker } = handover;
    const back = givesTo.get(taker)?.taker === giver;
    const common = { subject: value, resources: [taker.address, giver.address] };
    if (back) {
      return {
        ...common,
        id: "two-applies-needed",
        severity: "error",
        verdict: "fail",
        message: `${taker.address} and ${giver.address} swap ${value} and what the other has: the router refuses the first of the two, whichever it is.`,
        remediation: `Give ${taker.address} a value that is free and apply; then give both what they shall have, and apply again.`,
      };
    }
    // A removal comes before what waits for it; nothing makes a new row wait for an old one's removal.
    const isSettled = giver.action === "update" && dependencies.waitsFor(taker.block, giver.block);
    return {
      ...common,
      id: "value-in-use",
      severity: isSettled ? "note" : "error",
      verdict: isSettled ? "pass" : "unknown",
      message: isSettled
        ? `${taker.address} takes ${value} after ${giver.address} has given it up.`
        : `${taker.address} takes ${value}, which ${giver.address} gives up in the same apply: where Terraform makes it first, the router refuses it because it already has such a row.`,
      remediation: isSettled
        ? undefined
        : giver.action === "delete"
          ? "Move it in the state (a moved block) instead of making it anew, or do it in two applies."
          : "Let the taker depend on the giver, or do it in two applies.",
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

/** Rows that are removed and made again instead of changed. */
function replaced(change: RouterChange): readonly Finding[] {
  // Those have a finding of their own.
  const stale = new Set(tablesOfStaleFib(change));
  return change.changes
    .filter((one) => one.action === "delete-create" && MENU_OF[one.type] !== undefined && !stale.has(one))
    .map(
      (change): Finding => ({
        id: "row-replaced",
        severity: "warning",
        verdict: "fail",
        subject: change.address,
        resources: [change.address],
        message: `The row is removed and made again (${causeOf(change)}): in between it is not there, and afterwards it is the last of its menu.`,
        remediation:
          "Make the new one first (lifecycle create_before_destroy) where the router takes both at once.",
      }),
    );
}

const REASONS = dictionary({
  replace_because_tainted: "it is tainted: an earlier apply broke off",
  replace_by_request: "asked for by -replace",
  replace_by_triggers: "replace_triggered_by",
});

function causeOf({ replacedFor, reason = "" }: ResourceChange): string {
  return replacedFor.length > 0
    ? `${replacedFor.join(", ")} cannot change in place`
    : (REASONS[reason] ?? "Terraform does not say why");
}

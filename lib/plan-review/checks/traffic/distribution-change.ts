import { unknownText } from "../../../simulator";
import { isFullShare, isLargerShare, isNoShare } from "../../../simulator/packets/share-comparison";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import { changesRouter } from "../../plan/resource-change";
import { distributionText, partText, shareText } from "../../text/distribution-text";
import { capitalized } from "../../text/list-text";
import { type Distribution, REFUSING } from "../../traffic/distribution";
import type { MovedConnections } from "../../traffic/moved-flows";
import type { Origin } from "../../traffic/origin";
import type { ShareChange } from "../../traffic/share-changes";

type Unlocated = Omit<Finding, "resources">;

/** How new connections are distributed, and which open ones move. */
export const distributionChange: ChangeCheck = ({ change, shares }) => {
  const changed = new Set(change.changes.filter(changesRouter).map(({ address }) => address));
  return shares.flatMap((each) => {
    const resources = resourcesOf(each).filter((address) => changed.has(address));
    return [...newConnections(each, change.names), ...openConnections(each, change.names)].map(
      (finding): Finding => ({ ...finding, resources }),
    );
  });
};

/** The resources of the rows that carry connections, after the apply or before it. */
function resourcesOf({ before, after }: ShareChange): readonly string[] {
  const traces = [after, before].flatMap((side) =>
    (side?.outcomes ?? []).flatMap(({ trace, otherTraces }) => [trace, ...otherTraces].flat()),
  );
  return [...new Set(traces.flatMap(({ rows }) => rows.map(({ id }) => id)))];
}

function newConnections(
  { origin, before, after, isChanged }: ShareChange,
  names: InterfaceNames,
): readonly Unlocated[] {
  const unknown = after?.unknown ?? [];
  if (!isChanged && unknown.length === 0) {
    return [];
  }
  const common = {
    id: "distribution-change",
    subject: origin.id,
    before: before === undefined ? "not known" : distributionText(before, names),
    after: after === undefined ? "not known" : distributionText(after, names),
  } as const;
  if (unknown.length > 0) {
    return [
      {
        ...common,
        severity: "warning",
        verdict: "unknown",
        ...(isEqualJson(before?.unknown, unknown) ? { since: "existing" as const } : {}),
        reason: { kind: "unknown", reasons: unknown },
        message: `It is unknown where new connections from ${origin.name} go: ${unknown.map(unknownText).join("; ")}.`,
        remediation: REVIEW_AGAIN,
      },
    ];
  }
  const lost = after?.lost ?? 0;
  if (before === undefined && after?.lossCauses.join() === "dropped") {
    return [
      {
        ...common,
        severity: "note",
        verdict: "pass",
        message: capitalized(
          `${partText(lost, `new connections from ${origin.name}`)} are dropped by a rule.`,
        ),
      },
    ];
  }
  if (isLargerShare(lost, before?.lost ?? 0) && !isRefused(origin, after)) {
    return [
      {
        ...common,
        severity: "error",
        verdict: "fail",
        message: capitalized(
          `${partText(lost, `new connections from ${origin.name}`)} are lost after the apply.`,
        ),
        remediation: "Add a usable route for them, or keep the one they have.",
      },
    ];
  }
  return [
    {
      ...common,
      severity: "note",
      verdict: "pass",
      message:
        before === undefined
          ? `The plan adds a default route for new connections from ${origin.name}.`
          : `New connections from ${origin.name} are distributed differently.`,
    },
  ];
}

function isEqualJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a rule names connections of a LAN in order to lose them: that is its purpose. */
function isRefused({ kind }: Origin, after: Distribution | undefined): boolean {
  return kind === "class" && after !== undefined && after.lossCauses.every((cause) => REFUSING.has(cause));
}

/** What to do about a result that is unknown. */
const REVIEW_AGAIN = "Review the plan again when the value is known, or test this after the apply.";

const APPLY_WHEN_QUIET = "Apply when few connections are open.";

function openConnections({ origin, moved, after }: ShareChange, names: InterfaceNames): readonly Unlocated[] {
  // Connections that are all lost have a finding already.
  if (moved === undefined || isFullShare(after?.lost ?? 0)) {
    return [];
  }
  const common = {
    id: "connections-move",
    subject: origin.id,
    reason: { kind: "moved-connections", moved },
    remediation: APPLY_WHEN_QUIET,
  } as const;
  if (!isNoShare(moved.share)) {
    const severity = !isNoShare(moved.broken) ? "warning" : "note";
    return [{ ...common, severity, verdict: "fail", message: movedText(moved, origin.name, names) }];
  }
  return isNoShare(moved.rehashed)
    ? []
    : [
        {
          ...common,
          severity: "warning",
          verdict: "unknown",
          message: `It is unknown how many of the open connections from ${origin.name} move, because a new hash decides about ${shareText(moved.rehashed)} of them.`,
        },
      ];
}

function movedText(moved: MovedConnections, origin: string, names: InterfaceNames): string {
  const from = [...moved.from].map(([wan, share]) => `${shareText(share)} from ${names.of(wan)}`).join(", ");
  const what = isFullShare(moved.share)
    ? `All open connections from ${origin} move`
    : `At least ${shareText(moved.share)} of the open connections from ${origin} move (${from})`;
  const leftOut = !isNoShare(moved.leftOut)
    ? `; ${shareText(moved.leftOut)} were not followed because they can take too many ways`
    : "";
  return `${what}${breaksText(moved)}${leftOut}.`;
}

function breaksText({ share, broken }: MovedConnections): string {
  if (isNoShare(broken)) {
    return "; none of them changes its source address, so they continue where every ISP routes it";
  }
  return isNoShare(share - broken)
    ? " and change their source address, which breaks TCP connections"
    : `; ${shareText(broken)} change their source address, which breaks TCP connections`;
}

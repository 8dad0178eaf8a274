import type { ChangeCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { changesRouter } from "../plan/resource-change";
import { formatDistribution, formatPart, formatShare } from "../traffic/distribution";
import type { ShareChange } from "../traffic/share-changes";

/** How new connections spread, and which open ones move. */
export const distributionChange: ChangeCheck = ({ change, shares: changes }) => {
  const changed = new Set(change.changes.filter(changesRouter).map(({ address }) => address));
  return changes.flatMap((each) => {
    const resources = onTheWay(each).filter((address) => changed.has(address));
    return [...spread(each), ...moves(each)].map((claim) => ({ ...claim, resources }));
  });
};

/** The resources whose rows carry connections, after the apply or before it. */
function onTheWay({ before, after }: ShareChange): readonly string[] {
  const traces = [after, before].flatMap((side) =>
    (side?.outcomes ?? []).flatMap(({ trace, otherTraces }) => [trace, ...otherTraces].flat()),
  );
  return [...new Set(traces.flatMap(({ rows }) => rows.map(({ id }) => id)))];
}

function spread({ origin, before, after, isChanged }: ShareChange): readonly Omit<Finding, "resources">[] {
  const doubts = after?.doubts ?? [];
  if (!isChanged && doubts.length === 0) {
    return [];
  }
  const texts = {
    subject: origin.name,
    before: before === undefined ? "not known" : formatDistribution(before),
    after: after === undefined ? "not known" : formatDistribution(after),
  };
  if (doubts.length > 0) {
    return [
      {
        ...texts,
        id: "distribution-change",
        severity: "warning",
        verdict: "unknown",
        message: `How new connections of ${origin.name} spread cannot be told: ${doubts.join("; ")}.`,
        remediation: "Review this part again when the value is known, or test it after the apply.",
      },
    ];
  }
  const lost = after?.lost ?? 0;
  const isWorse = lost > (before?.lost ?? 0) + 1e-9;
  return [
    {
      ...texts,
      id: "distribution-change",
      severity: isWorse ? "error" : "note",
      verdict: isWorse ? "fail" : "pass",
      message: isWorse
        ? `After the apply ${formatPart(lost, `new connections of ${origin.name}`)} go nowhere.`
        : before === undefined
          ? `The plan gives new connections of ${origin.name} a way out.`
          : `New connections of ${origin.name} spread otherwise than before.`,
      remediation: isWorse ? "Give them a route that is usable, or leave the one they have." : undefined,
    },
  ];
}

function moves({ origin, moved, after }: ShareChange): readonly Omit<Finding, "resources">[] {
  // Of connections that all go nowhere enough is said.
  if (moved === undefined || (after?.lost ?? 0) > 1 - 1e-9) {
    return [];
  }
  if (moved.share < 1e-9) {
    return moved.rehashed < 1e-9
      ? []
      : [
          {
            id: "connections-move",
            severity: "warning",
            verdict: "unknown",
            subject: origin.name,
            message: `How many of the open connections of ${origin.name} move cannot be told: the hash decides anew about ${formatShare(moved.rehashed)} of them.`,
            remediation: "Apply when few connections are open.",
          },
        ];
  }
  const from = [...moved.from].map(([name, share]) => `${formatShare(share)} from ${name}`).join(", ");
  const isAll = moved.share > 1 - 1e-9;
  const left =
    moved.leftOut > 1e-9
      ? `; ${formatShare(moved.leftOut)} were not followed, in too many ways to follow`
      : "";
  const breaks =
    moved.broken > 1e-9
      ? `${formatShare(moved.broken)} have a WAN's source: TCP among them breaks`
      : "none of them has a WAN's source, so they go on where every ISP routes their addresses";
  return [
    {
      id: "connections-move",
      severity: moved.broken > 1e-9 ? "warning" : "note",
      verdict: "fail",
      subject: origin.name,
      message: `${isAll ? "All" : `At least ${formatShare(moved.share)} of the`} open connections of ${origin.name} move${isAll ? "" : ` (${from})`}; ${breaks}${left}.`,
      remediation: "Apply when few connections are open.",
    },
  ];
}

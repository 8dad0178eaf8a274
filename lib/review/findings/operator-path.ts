import { followFlow, followReply, formatWay } from "../../routing";
import { isAddress } from "../../routing/ipv4";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import type { Danger } from "../transient/dangers";
import type { ChangeFamily } from "./family";

/** Whether the machine that Terraform runs on still reaches the router once the plan is applied. */
export const operatorPath: ChangeFamily = ({ change, options: { operator } }) => {
  if (operator === undefined || change.after.isEmpty) {
    return [];
  }
  const target = targetOf(change, operator);
  const common = { id: "operator-path", subject: operator } as const;
  if (target === undefined) {
    return [
      {
        ...common,
        severity: "warning",
        verdict: "cannot tell",
        resources: [],
        sentence: `Whether ${operator} still reaches the router cannot be told: the plan does not show at which of its addresses.`,
        advice: "State hosturl in the provider block, with an address of the router.",
      },
    ];
  }
  const before = change.before.isEmpty ? undefined : pathIn(change.before, operator, target);
  const after = pathIn(change.after, operator, target);
  const texts = { ...common, before: before?.text ?? "nothing of the plan", after: after.text };
  switch (after.kind) {
    case "works":
      return [
        {
          ...texts,
          severity: "note",
          verdict: "holds",
          resources: [],
          sentence: `${operator} reaches the router at ${target} and is answered, once the plan is applied.`,
        },
      ];
    case "cannot tell":
      return [
        {
          ...texts,
          severity: "warning",
          verdict: "cannot tell",
          resources: [],
          sentence: `Whether ${operator} still reaches the router at ${target} cannot be told: ${after.text}.`,
          advice: "Have another way to the router before you apply.",
        },
      ];
    default:
      return [
        {
          ...texts,
          severity: "error",
          verdict: "broken",
          resources: [...after.resources, ...goneWith(change, target)],
          sentence: `The plan cuts off who applies it: ${operator} no longer reaches the router at ${target}, or is not answered on the same way.`,
          advice: "Keep the way that the session uses until there is another, in two applies.",
        },
      ];
  }
};

/** The address that the session is held with: the provider's host, or the router's address in the operator's network. */
function targetOf(change: RouterChange, operator: string): string | undefined {
  const host = change.host?.replace(/:\d+$/, "");
  if (host !== undefined && isAddress(host)) {
    return host;
  }
  const near = [change.before, change.after].flatMap(({ own }) => own.near(operator));
  const [first] = near.map(({ address }) => address).filter((address) => typeof address === "string");
  return first;
}

/** What is wrong with the operator's path at a moment of the apply. */
export function pathDanger(
  snapshot: Snapshot,
  change: RouterChange,
  operator: string | undefined,
): readonly Danger[] {
  const target = operator === undefined ? undefined : targetOf(change, operator);
  if (operator === undefined || target === undefined) {
    return [];
  }
  const path = pathIn(snapshot, operator, target);
  return path.kind !== "broken"
    ? []
    : [
        {
          id: "window-operator-cut",
          subject: operator,
          sentence: `${operator} does not reach the router at ${target} (${path.text}), and the apply breaks off there`,
          extent: 1,
        },
      ];
}

interface Path {
  readonly kind: "works" | "broken" | "cannot tell";
  readonly text: string;
  readonly resources: readonly string[];
}

function pathIn(snapshot: Snapshot, operator: string, target: string): Path {
  const state = snapshot.state();
  const own = snapshot.own.at(target);
  if (own === undefined) {
    return { kind: "broken", text: `no row gives the router ${target}`, resources: [] };
  }
  const [near] = snapshot.own.near(operator);
  const inInterface = near?.interface ?? own.interface;
  const [arrived] = followFlow(state, {
    inInterface,
    protocol: "tcp",
    srcAddress: operator,
    srcPort: 50003,
    dstAddress: target,
    dstPort: 443,
  });
  if (arrived?.connection === undefined || arrived.way.kind !== "local") {
    const text = arrived === undefined ? "nothing" : formatWay(arrived.way);
    const rows = arrived?.trace.flatMap((step) => step.rows.map(({ id }) => id)) ?? [];
    return { kind: arrived?.way.kind === "cannot tell" ? "cannot tell" : "broken", text, resources: rows };
  }
  const replies = followReply(state, arrived.connection, inInterface);
  const astray = replies.filter(({ way }) => !(way.kind === "out" && way.interface === inInterface));
  const [worst] = astray;
  if (worst === undefined) {
    return { kind: "works", text: `in and out by ${inInterface}`, resources: [] };
  }
  return {
    kind: worst.way.kind === "cannot tell" ? "cannot tell" : "broken",
    text: `in by ${inInterface}, answered by ${formatWay(worst.way)}`,
    resources: worst.trace.flatMap(({ rows }) => rows.map(({ id }) => id)),
  };
}

/** The rows that gave the router the address, where the plan takes it away. */
function goneWith({ before, after }: RouterChange, target: string): readonly string[] {
  const own = before.own.at(target);
  return own !== undefined && after.own.at(target) === undefined ? [own.row.reference.id] : [];
}

import type { ApplyOrder } from "./apply-order";
import type { IntermediateState } from "./candidates";
import type { Evaluation } from "./evaluation";
import type { Hazard } from "./hazards";
import type { Operation } from "./operations";

/** A hazard that an apply can pass through, and that is neither there before nor after. */
export interface TransientFault {
  readonly hazard: Hazard;
  /** The operation that starts it, where one alone does. */
  readonly opener?: Operation;
  /** The operation that ends it, where one alone does. */
  readonly closer?: Operation;
  /** Whether the fault is there between opener and closer, and Terraform always does the opener first. */
  readonly isInEveryOrder: boolean;
  /** Whether the closer cannot come first: it waits for the opener, or is refused without what that creates. */
  readonly isForced: boolean;
  /** Whether a `depends_on` can make the opener wait for the closer. */
  readonly isAvoidable: boolean;
}

/** How many operations are tried as the one that starts or ends a fault. */
const MOST_TRIED = 40;

/** For how many of those that end a fault one that can wait for it is looked for. */
const MOST_CLOSERS = 3;

/** Finds the operations that start and end a hazard. */
export class Explanation {
  public constructor(
    private readonly order: ApplyOrder,
    private readonly evaluation: Evaluation,
  ) {}

  /** Whether a hazard starts with the last operation of a state; where it was there before, another state shows it. */
  public startsWith({ done, last }: IntermediateState, hazard: Hazard): boolean {
    const before = new Set([...done].filter((other) => other !== last));
    return last === undefined || this.evaluation.has(before, hazard) !== true;
  }

  public explain({ done, last }: IntermediateState, hazard: Hazard): TransientFault {
    const openers = this.openersOf({ done, last }, hazard);
    const closers = this.closersOf(done, hazard);
    for (const closer of closers) {
      const opener = openers.find((operation) => this.order.canWait(operation, closer));
      if (opener !== undefined) {
        return { hazard, opener, closer, isInEveryOrder: false, isForced: false, isAvoidable: true };
      }
    }
    const opener = last ?? openers[0];
    const [closer] = closers;
    const [isInEveryOrder, isForced] =
      opener === undefined || closer === undefined
        ? [false, false]
        : [this.isAlways(opener, closer, hazard), this.order.needs(closer, opener)];
    return { hazard, opener, closer, isInEveryOrder, isForced, isAvoidable: false };
  }

  /** The operations without which, and without all that wait for them, the hazard is not there; the likeliest first. */
  private openersOf({ done, last }: IntermediateState, hazard: Hazard): readonly Operation[] {
    // What was done last is likelier than what was done before.
    return byLikelihood(
      [...(last === undefined ? [] : [last]), ...[...done].reverse()],
      OPENERS[hazard.id],
      hazard.subject,
    )
      .slice(0, MOST_TRIED)
      .filter((operation) => {
        const waiting = this.order.from(operation);
        const without = new Set([...done].filter((other) => !waiting.has(other)));
        return this.evaluation.has(without, hazard) === false;
      });
  }

  /** Some operations that end the hazard, the likeliest first. */
  private closersOf(done: ReadonlySet<Operation>, hazard: Hazard): readonly Operation[] {
    const open = this.order.operations.filter((operation) => !done.has(operation));
    const closers: Operation[] = [];
    for (const operation of byLikelihood(open, CLOSERS[hazard.id]).slice(0, MOST_TRIED)) {
      if (closers.length < MOST_CLOSERS && this.ends(operation, done, hazard)) {
        closers.push(operation);
      }
    }
    return closers;
  }

  /** Whether an operation ends a hazard, and nothing that it needs does. */
  private ends(operation: Operation, done: ReadonlySet<Operation>, hazard: Hazard): boolean {
    const needed = [...this.order.upTo(operation)].filter((other) => other !== operation);
    const isThere = (more: readonly Operation[]) => this.evaluation.has(new Set([...done, ...more]), hazard);
    return (
      isThere([...needed, operation]) === false &&
      (needed.every((other) => done.has(other)) || isThere(needed) !== false)
    );
  }

  /** Whether no order avoids a hazard: it is there right before the closer, however much else is done. */
  private isAlways(opener: Operation, closer: Operation, hazard: Hazard): boolean {
    const least = new Set([...this.order.upTo(closer)].filter((operation) => operation !== closer));
    return (
      least.has(opener) &&
      [least, this.order.without(closer)].every((done) => this.evaluation.has(done, hazard) !== false)
    );
  }
}

type MenusByHazard = Readonly<Record<Hazard["id"], readonly string[]>>;

/** What makes packets leave by a WAN. */
const LEADING_OUT = [
  "routeros_ip_address",
  "routeros_ip_dhcp_client",
  "routeros_interface_pppoe_client",
  "routeros_ip_route",
];

/** The types of resources that start a hazard, the likeliest first. */
const OPENERS: MenusByHazard = {
  "transient-unmasqueraded": LEADING_OUT,
  "transient-mark-into-empty-table": ["routeros_ip_firewall_mangle"],
  "transient-without-route": ["routeros_routing_rule", "routeros_ip_firewall_mangle"],
  "transient-operator-cut": [],
};

/** The types of resources that end a hazard, the likeliest first. */
const CLOSERS: MenusByHazard = {
  "transient-unmasqueraded": [
    "routeros_ip_firewall_nat",
    "routeros_interface_list_member",
    "routeros_interface_list",
    "routeros_ip_firewall_addr_list",
  ],
  "transient-mark-into-empty-table": ["routeros_ip_route", ...LEADING_OUT],
  "transient-without-route": ["routeros_ip_route", ...LEADING_OUT],
  "transient-operator-cut": ["routeros_ip_address", "routeros_ip_route"],
};

/**
 * Operations by the likelihood of their types, those of a rule that names the subject before all; among equals, and among all
 * other types, in their order.
 */
function byLikelihood(
  operations: readonly Operation[],
  types: readonly string[],
  subject?: string,
): readonly Operation[] {
  const place = ({ change: { type, after } }: Operation): number => {
    const found = types.indexOf(type);
    return found === -1
      ? types.length
      : subject !== undefined && after?.get("new_routing_mark") === subject
        ? found - 1
        : found;
  };
  return [...operations].sort((a, b) => place(a) - place(b));
}

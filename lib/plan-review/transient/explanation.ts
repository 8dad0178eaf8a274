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
  /** Whether Terraform always does the opener before the closer, so that every possible order has the fault. */
  readonly isInEveryOrder: boolean;
}

/** How many operations are tried as the one that starts or ends a fault. */
const MOST_TRIED = 40;

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

  public explain(state: IntermediateState, hazard: Hazard): TransientFault {
    const opener = state.last ?? this.openerOf(state, hazard);
    const closer = this.closerOf(state, hazard);
    const isInEveryOrder =
      opener !== undefined && closer !== undefined && this.order.upTo(closer).has(opener);
    return { hazard, opener, closer, isInEveryOrder };
  }

  /** An operation without which, and without all that wait for it, the hazard is not there. */
  private openerOf({ done }: IntermediateState, hazard: Hazard): Operation | undefined {
    // The operation that was done last is the most likely one.
    return [...done]
      .reverse()
      .slice(0, MOST_TRIED)
      .find((operation) => {
        const waiting = this.order.from(operation);
        const without = new Set([...done].filter((other) => !waiting.has(other)));
        return this.evaluation.has(without, hazard) === false;
      });
  }

  /** The operation that ends the hazard. */
  private closerOf({ done }: IntermediateState, hazard: Hazard): Operation | undefined {
    return this.order.operations
      .filter((operation) => !done.has(operation))
      .slice(0, MOST_TRIED)
      .find((operation) => {
        const more = new Set([...done, ...this.order.upTo(operation)]);
        return this.evaluation.has(more, hazard) === false;
      });
  }
}

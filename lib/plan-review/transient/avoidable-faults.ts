import type { ApplyOrder } from "./apply-order";
import type { TransientFault } from "./explanation";
import type { Operation } from "./operations";

/** A `depends_on` that avoids a fault: the operation that is to wait, and the one that it is to wait for. */
interface Wait {
  readonly waiting: Operation;
  readonly first: Operation;
}

/** Faults, of which none is called avoidable where all that is to wait would wait in a circle. */
export function withoutCircles(
  faults: readonly TransientFault[],
  order: Pick<ApplyOrder, "waits">,
): readonly TransientFault[] {
  const waits = faults.flatMap(waitOf);
  return faults.map((fault) => {
    const [wait] = waitOf(fault);
    return wait !== undefined && isCircular(wait, waits, order) ? { ...fault, isAvoidable: false } : fault;
  });
}

function waitOf({ opener, closer, isAvoidable }: TransientFault): readonly Wait[] {
  return isAvoidable && opener !== undefined && closer !== undefined
    ? [{ waiting: opener, first: closer }]
    : [];
}

/** Whether what is to be waited for waits itself, for others that are to wait. */
function isCircular(
  { waiting, first }: Wait,
  waits: readonly Wait[],
  order: Pick<ApplyOrder, "waits">,
): boolean {
  const behind = [first];
  for (const operation of behind) {
    if (order.waits(operation, waiting)) {
      return true;
    }
    const next = waits.filter((wait) => order.waits(operation, wait.waiting)).map((wait) => wait.first);
    behind.push(...next.filter((other) => !behind.includes(other)));
  }
  return false;
}

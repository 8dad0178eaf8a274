import type { Flow, RouterState } from "../../../simulator";
import { formatEgress } from "../../../simulator";
import type { RouterChange } from "../../model/router-change";
import { distributionOf } from "../distribution";
import { type FailureRows, stateIn } from "../failure-rows";
import { lostAnswers } from "../lost-answers";

/** How routers treat flows: before and after, and in every row of the failure matrix. */
export class Treatments {
  private readonly states: readonly RouterState[];

  public constructor({ before, after }: RouterChange, { rows }: FailureRows) {
    const all = [{ down: [] }, ...rows];
    this.states = [before, after].flatMap((snapshot) => all.map((row) => stateIn(snapshot, row)));
  }

  /** How many states flows are followed in. */
  public get size(): number {
    return this.states.length;
  }

  /** A text that is equal for flows that are treated alike. */
  public of(flow: Flow): string {
    return this.states.map((state) => this.treatment(state, flow)).join("\n");
  }

  /** Whether a flow goes nowhere but where table main leads. */
  public followsMain(flow: Flow): boolean {
    return this.states.every((state) =>
      distributionOf(state, flow).outcomes.every(({ table = "main" }) => table === "main"),
    );
  }

  private treatment(state: RouterState, flow: Flow): string {
    const ways = distributionOf(state, flow).outcomes.map(({ egress, share, source }) => {
      const by = source === flow.srcAddress ? "itself" : String(source);
      return `${formatEgress(egress)} ${share.toFixed(9)} ${by}`;
    });
    const lost = lostAnswers(state, flow).map(({ wan, share }) => `${wan} ${share.toFixed(9)}`);
    return [...ways, ...lost].join("; ");
  }
}

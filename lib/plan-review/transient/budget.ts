/** How many rows all states with one operation done or open may have together: about a second of work. */
const ROWS_OF_SINGLE_STATES = 60_000;

/** The same for states in which several operations are done together. */
const ROWS_OF_JOINT_STATES = 60_000;

/** The same for the states that are evaluated again to explain a fault. */
const ROWS_OF_EXPLANATIONS = 40_000;

/** At least so many states are looked at, however large the plan. */
const FEWEST_STATES = 8;

/** How much work a search for transient faults may do. It depends on the size of the plan only, never on the clock. */
export class Budget {
  /** How many states with several operations done are looked at. */
  public readonly jointStates: number;
  private evaluations: number;

  /**
   * @param rows how many resources the plan has
   * @param weight how much more work than usual a state is
   */
  public constructor(
    rows: number,
    private readonly weight: number,
  ) {
    this.evaluations = ROWS_OF_EXPLANATIONS / (rows * weight);
    this.jointStates = Math.max(1, Math.floor(ROWS_OF_JOINT_STATES / (rows * weight)));
  }

  /** How many states with one operation done or open are looked at. */
  public singleStates(relevantRows: number): number {
    const most = Math.floor(ROWS_OF_SINGLE_STATES / Math.max(1, relevantRows * this.weight));
    return Math.max(FEWEST_STATES, most);
  }

  /** Takes the work of one evaluation. */
  public spend(): void {
    this.evaluations -= 1;
  }

  /** Adds evaluations that do not count. */
  public grant(evaluations: number): void {
    this.evaluations += evaluations;
  }

  /** Whether there is work left for explanations. */
  public get isLeft(): boolean {
    return this.evaluations > 0;
  }
}

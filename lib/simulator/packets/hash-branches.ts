import { CannotTell } from "../model";
import { HashRemainders } from "./hash-remainders";

/**
 * What hashes decide. The result of a hash cannot be known without the router's own function and seed. But the possible
 * results, and the share of flows that each gets, follow from the rows. So a packet's walk takes a {@link HashBranches}
 * wherever a router would hash, and {@link enumerate} runs the walk once for every combination of results.
 */

/** What one hash picks from. An option that is listed twice has two shares. */
export class Choice {
  public readonly options: readonly string[];
  /** How many shares each option has. */
  public readonly weights: readonly number[];
  /** Names all options: choices from the same options are the same choice. */
  private readonly name: string;
  private readonly keys = new Map<string, string>();

  public constructor(listed: readonly string[]) {
    const weights = new Map<string, number>();
    for (const option of listed) {
      weights.set(option, (weights.get(option) ?? 0) + 1);
    }
    this.options = [...weights.keys()];
    this.weights = [...weights.values()];
    this.name = listed.join(" ");
  }

  /** What a hash over some values picks from these options, as a key of {@link Memory}. */
  public keyOf(hash: string, hashed: string): string {
    // The names of many options are long: one text for all packets with these values.
    const short = `${hash} ${hashed}`;
    const key = this.keys.get(short) ?? `${hash} ${this.name} ${hashed}`;
    this.keys.set(short, key);
    return key;
  }
}

/** What is already settled about the hashes of a flow: the same values always hash to the same. */
export interface Memory {
  readonly picks: ReadonlyMap<string, string>;
  readonly remainders: ReadonlyMap<string, HashRemainders>;
}

/** Nothing settled yet. */
export const NO_MEMORY: Memory = { picks: new Map(), remainders: new Map() };

/** One combination of hash results: the result of the walk, and the share of all flows. */
export interface Enumerated<Result> {
  readonly share: number;
  readonly result: Result;
  readonly memory: Memory;
}

/** A place where a walk may part: the branch that is taken, and the shares of all branches; those without any are none. */
interface Fork {
  readonly taken: number;
  readonly weights: readonly number[];
  readonly sum: number;
}

/** At most so many combinations are enumerated for one walk. */
const TOO_MANY_WAYS = 20_000;

/** At most so many options are enumerated for one hash. */
const TOO_MANY_OPTIONS = 2_000;

/** At most so many hashes are asked for one walk, in all its combinations: those of a few hundred classifiers in a chain. */
const TOO_MANY_QUESTIONS = 40_000;

/** Decides, within one run of a walk, how each hash falls. */
export class HashBranches {
  /** Copies of what was settled before, made when there is something to add: there is one branches for each walk. */
  private picks?: Map<string, string>;
  private remainders?: Map<string, HashRemainders>;
  private depth = 0;
  private passed = 1;

  /** @param path for each fork on the way, the branch to take; grows by the first branch of each new fork */
  public constructor(
    private readonly settled: Memory,
    private readonly path: Fork[],
  ) {}

  /** The share of all flows for which the hashes fall as they did in this run. */
  public get share(): number {
    return this.passed;
  }

  /** How many hashes were asked in this run. */
  public get questions(): number {
    return this.depth;
  }

  public get memory(): Memory {
    const { picks, remainders } = this.settled;
    return { picks: this.picks ?? picks, remainders: this.remainders ?? remainders };
  }

  /** Picks one of several by a hash: over the same values and options it has one answer. */
  public pick(hash: string, choice: Choice, hashed: readonly string[]): string {
    const key = choice.keyOf(hash, hashed.join(" "));
    const known = (this.picks ?? this.settled.picks).get(key);
    if (known !== undefined) {
      return known;
    }
    if (choice.options.length > TOO_MANY_OPTIONS) {
      throw tooManyWays(TOO_MANY_OPTIONS);
    }
    const option = choice.options[this.fork(() => choice.weights)];
    if (option === undefined) {
      throw new RangeError("nothing to pick from");
    }
    this.picks ??= new Map(this.settled.picks);
    this.picks.set(key, option);
    return option;
  }

  /** Whether a hash has a remainder modulo a denominator; what is known of it from other remainders holds. */
  public classify(key: string, denominator: number, remainder: number): boolean {
    const known = this.knownOf(key);
    const matches = this.fork(() => known.weightsOf(denominator, remainder)) === 0;
    known.learn(denominator, remainder, matches);
    return matches;
  }

  /** What this run knows of a hash. */
  private knownOf(key: string): HashRemainders {
    this.remainders ??= new Map([...this.settled.remainders].map(([each, known]) => [each, known.copy()]));
    const known = this.remainders.get(key) ?? HashRemainders.unknown();
    this.remainders.set(key, known);
    return known;
  }

  /** @param weigh is asked only where no earlier run came by */
  private fork(weigh: () => readonly number[]): number {
    const step = this.path[this.depth] ?? forkOf(weigh());
    this.path[this.depth] = step;
    this.depth += 1;
    this.passed *= (step.weights[step.taken] ?? 0) / step.sum;
    return step.taken;
  }
}

function forkOf(weights: readonly number[]): Fork {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { taken: nextBranch(weights, 0), weights, sum };
}

/** The first branch from one on that any flow takes; -1 behind the last. */
function nextBranch(weights: readonly number[], from: number): number {
  return weights.findIndex((weight, branch) => branch >= from && weight > 0);
}

/**
 * Runs a walk once for every way that its hashes can fall; the shares add up to 1.
 *
 * @throws CannotTell where there are too many combinations
 */
export function enumerate<Result>(
  memory: Memory,
  run: (branches: HashBranches) => Result,
): Enumerated<Result>[] {
  const enumerated: Enumerated<Result>[] = [];
  const path: Fork[] = [];
  let questions = 0;
  do {
    const branches = new HashBranches(memory, path);
    const result = run(branches);
    enumerated.push({ share: branches.share, result, memory: branches.memory });
    questions += branches.questions;
    if (enumerated.length > TOO_MANY_WAYS) {
      throw tooManyWays(TOO_MANY_WAYS);
    }
    if (questions > TOO_MANY_QUESTIONS) {
      throw new CannotTell({ kind: "hash-questions", most: TOO_MANY_QUESTIONS });
    }
  } while (advance(path));
  return enumerated;
}

function tooManyWays(most: number): CannotTell {
  return new CannotTell({ kind: "hash-branches", most });
}

/** Moves a path to the next branch that was not taken; false where there is none. */
function advance(path: Fork[]): boolean {
  for (let last = path.pop(); last !== undefined; last = path.pop()) {
    const next = nextBranch(last.weights, last.taken + 1);
    if (next !== -1) {
      path.push({ ...last, taken: next });
      return true;
    }
  }
  return false;
}

import { CannotTell } from "../model";

/**
 * What hashes decide. The result of a hash cannot be known without the router's own function and seed. But the possible
 * results, and the share of flows that each gets, follow from the rows. So a packet's walk takes a {@link HashBranches}
 * wherever a router would hash, and {@link enumerate} runs the walk once for every combination of results.
 */

/** The remainders that a hash may still have, modulo a number. */
interface Residues {
  readonly modulus: number;
  readonly residues: readonly number[];
}

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
  readonly classes: ReadonlyMap<string, Residues>;
}

/** Nothing settled yet. */
export const NO_MEMORY: Memory = { picks: new Map(), classes: new Map() };

/** One combination of hash results: the result of the walk, and the share of all flows. */
export interface Enumerated<Result> {
  readonly share: number;
  readonly result: Result;
  readonly memory: Memory;
}

/** A place where a walk parts: the branch that is taken, of how many branches and shares. */
interface Fork {
  taken: number;
  readonly of: number;
  readonly shares: number;
}

/** At most so many combinations are enumerated for one walk. */
const TOO_MANY_WAYS = 20_000;

/** At most so many options are enumerated for one hash. */
const TOO_MANY_OPTIONS = 2_000;

/** At most so many remainders are tracked for one flow. */
const TOO_MANY_REMAINDERS = 10_000;

/** Decides, within one run of a walk, how each hash falls. */
export class HashBranches {
  /** Copies of what was settled before, made when there is something to add: there is one branches for each walk. */
  private picks?: Map<string, string>;
  private classes?: Map<string, Residues>;
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

  public get memory(): Memory {
    return { picks: this.picks ?? this.settled.picks, classes: this.classes ?? this.settled.classes };
  }

  /** Picks one of several by a hash: over the same values and options it has one answer. */
  public pick(hash: string, choice: Choice, hashed: readonly string[]): string {
    const key = choice.keyOf(hash, hashed.join(" "));
    const known = (this.picks ?? this.settled.picks).get(key);
    if (known !== undefined) {
      return known;
    }
    const option = choice.options[this.fork(choice.weights)];
    if (option === undefined) {
      throw new RangeError("nothing to pick from");
    }
    this.picks ??= new Map(this.settled.picks);
    this.picks.set(key, option);
    return option;
  }

  /** Whether a hash has a remainder modulo a denominator; what is known of it from other remainders holds. */
  public classify(key: string, denominator: number, remainder: number): boolean {
    const known = (this.classes ?? this.settled.classes).get(key) ?? { modulus: 1, residues: [0] };
    const modulus = (known.modulus / gcd(known.modulus, denominator)) * denominator;
    if (modulus > TOO_MANY_REMAINDERS) {
      throw new CannotTell({ kind: "hash-remainders", most: TOO_MANY_REMAINDERS });
    }
    const finer = known.residues.flatMap((residue) =>
      Array.from({ length: modulus / known.modulus }, (_, i) => residue + i * known.modulus),
    );
    const inside = finer.filter((residue) => residue % denominator === remainder);
    const outside = finer.filter((residue) => residue % denominator !== remainder);
    const matches =
      outside.length === 0 || (inside.length > 0 && this.fork([inside.length, outside.length]) === 0);
    this.classes ??= new Map(this.settled.classes);
    this.classes.set(key, { modulus, residues: matches ? inside : outside });
    return matches;
  }

  private fork(weights: readonly number[]): number {
    if (weights.length === 1) {
      return 0;
    }
    if (weights.length > TOO_MANY_OPTIONS) {
      throw tooManyWays(TOO_MANY_OPTIONS);
    }
    const known = this.path[this.depth];
    const step = known ?? {
      taken: 0,
      of: weights.length,
      shares: weights.reduce((sum, weight) => sum + weight, 0),
    };
    this.path[this.depth] = step;
    this.depth += 1;
    this.passed *= (weights[step.taken] ?? 0) / step.shares;
    return step.taken;
  }
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
  do {
    const branches = new HashBranches(memory, path);
    const result = run(branches);
    enumerated.push({ share: branches.share, result, memory: branches.memory });
    if (enumerated.length > TOO_MANY_WAYS) {
      throw tooManyWays(TOO_MANY_WAYS);
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
    if (last.taken + 1 < last.of) {
      path.push({ ...last, taken: last.taken + 1 });
      return true;
    }
  }
  return false;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

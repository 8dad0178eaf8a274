import { CannotTell } from "../model";

/** How many of the hashes that fit have a remainder, and how many have another one. Only their ratio counts. */
export type RemainderWeights = readonly [has: number, hasNot: number];

/** At most so many cases are told apart to find out how the remainders of one hash go together. */
const TOO_MANY_CASES = 1_000;

/**
 * What is known of one hash from the remainders that rules asked for. Remainders modulo coprime numbers say nothing about
 * each other. Those modulo other numbers have digits in common, which are told apart. So nothing lists all remainders.
 */
export class HashRemainders {
  private constructor(private readonly byModulus: Map<number, KnownRemainders>) {}

  /** Of a hash of which nothing is known. */
  public static unknown(): HashRemainders {
    return new HashRemainders(new Map());
  }

  public copy(): HashRemainders {
    const copies = [...this.byModulus].map(
      ([modulus, { is, not }]) => [modulus, { is, not: new Set(not) }] as const,
    );
    return new HashRemainders(new Map(copies));
  }

  /** Which part of the hashes that fit has a remainder. */
  public weightsOf(modulus: number, remainder: number): RemainderWeights {
    const { is, not } = this.byModulus.get(modulus) ?? NOTHING;
    if (is !== undefined || not.has(remainder) || remainder >= modulus) {
      return is === remainder ? [1, 0] : [0, 1];
    }
    const others = this.relatedTo(modulus);
    if (others.length === 0) {
      return [1, modulus - not.size - 1];
    }
    const part = (conditions: Conditions): number => new Cases().partOf([...others, conditions]);
    return [
      part(conditionsOf(modulus, { is: remainder, not })),
      part(conditionsOf(modulus, { not: new Set([...not, remainder]) })),
    ];
  }

  /** Keeps in mind whether the hash has a remainder. */
  public learn(modulus: number, remainder: number, isSo: boolean): void {
    const known = this.byModulus.get(modulus) ?? { not: new Set<number>() };
    this.byModulus.set(modulus, known);
    if (isSo) {
      known.is = remainder;
    } else if (remainder < modulus) {
      known.not.add(remainder);
    }
  }

  /** What is known modulo other numbers that have a factor in common with this one, directly or through others. */
  private relatedTo(modulus: number): readonly Conditions[] {
    const open = [...this.byModulus].filter(([other]) => other !== modulus);
    const related: Conditions[] = [];
    const moduli = [modulus];
    for (const each of moduli) {
      for (let i = open.length - 1; i >= 0; i -= 1) {
        const [other, known] = open[i] as (typeof open)[number];
        if (gcd(each, other) > 1) {
          related.push(conditionsOf(other, known));
          moduli.push(other);
          open.splice(i, 1);
        }
      }
    }
    return related;
  }
}

/** What is known of a hash modulo one number: its remainder, or some that it does not have. */
interface KnownRemainders {
  is?: number;
  readonly not: Set<number>;
}

const NOTHING: KnownRemainders = { not: new Set() };

/** The remainders modulo a number that a hash has one of, or none of. */
interface Conditions {
  readonly modulus: number;
  /** The modulus without the factors whose digits are settled. */
  readonly left: number;
  readonly remainders: readonly number[];
  readonly hasOne: boolean;
}

function conditionsOf(modulus: number, { is, not }: KnownRemainders): Conditions {
  const remainders = is === undefined ? [...not] : [is];
  return { modulus, left: modulus, remainders, hasOne: is !== undefined };
}

/** Counts hashes case by case: by the digits that remainders modulo several numbers have in common. */
class Cases {
  private count = 0;

  /** The part of all hashes that meets all conditions; exactly 0 where none does. */
  public partOf(conditions: readonly Conditions[]): number {
    this.count += 1;
    if (this.count > TOO_MANY_CASES) {
      throw new CannotTell({ kind: "hash-remainders", most: TOO_MANY_CASES });
    }
    const factor = commonFactor(conditions);
    return factor === undefined
      ? conditions.reduce((part, each) => part * partAlone(each), 1)
      : this.partByDigit(conditions, factor);
  }

  private partByDigit(all: readonly Conditions[], factor: number): number {
    const others = all.filter(({ left }) => left % factor !== 0);
    const concerned = all.filter(({ left }) => left % factor === 0);
    const place = placeOf(concerned[0] as Conditions, factor);
    const digitOf = (remainder: number): number => Math.floor(remainder / place) % factor;
    const digits = new Set<number>();
    for (const { remainders } of concerned) {
      for (const remainder of remainders) {
        digits.add(digitOf(remainder));
      }
    }
    const withDigit = (digit: number): readonly Conditions[] =>
      concerned.map(({ modulus, left, remainders, hasOne }) => ({
        modulus,
        left: left / factor,
        remainders: remainders.filter((remainder) => digitOf(remainder) === digit),
        hasOne,
      }));
    let sum = 0;
    for (const digit of digits) {
      const narrowed = withDigit(digit);
      sum += narrowed.some(isImpossible) ? 0 : this.partOf([...others, ...narrowed.filter(isOpen)]);
    }
    const hasOtherDigits = digits.size < factor && !concerned.some(({ hasOne }) => hasOne);
    return (sum + (hasOtherDigits ? (factor - digits.size) * this.partOf(others) : 0)) / factor;
  }
}

/** The smallest prime factor that the moduli of two conditions have in common. */
function commonFactor(conditions: readonly Conditions[]): number | undefined {
  for (const [i, { left }] of conditions.entries()) {
    for (const other of conditions.slice(i + 1)) {
      const common = gcd(left, other.left);
      if (common > 1) {
        return smallestFactor(common);
      }
    }
  }
  return undefined;
}

/** The part of all hashes that meets conditions which have nothing to do with others. */
function partAlone({ left, remainders, hasOne }: Conditions): number {
  return (hasOne ? remainders.length : left - remainders.length) / left;
}

/** What the next digit in the base of a prime factor counts: all conditions with that factor have settled as many of them. */
function placeOf({ modulus, left }: Conditions, factor: number): number {
  let place = 1;
  for (let settled = modulus / left; settled % factor === 0; settled /= factor) {
    place *= factor;
  }
  return place;
}

function isImpossible({ left, remainders, hasOne }: Conditions): boolean {
  return hasOne ? remainders.length === 0 : left === remainders.length;
}

/** Whether conditions still exclude any hash. */
function isOpen({ left, remainders, hasOne }: Conditions): boolean {
  return hasOne ? left > 1 : remainders.length > 0;
}

function smallestFactor(number: number): number {
  for (let factor = 2; factor * factor <= number; factor += 1) {
    if (number % factor === 0) {
      return factor;
    }
  }
  return number;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

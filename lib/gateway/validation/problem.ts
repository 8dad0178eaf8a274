import type { FAULT_TEXTS } from "./fault-text";
import type { REMEDY_TEXTS } from "./remedy-text";

/** One thing that is wrong with the props of a gateway, as data; `problemText` makes a sentence of it. */
export interface Problem {
  /** The place of the value in the props, such as `wans[0].gateway`. */
  readonly path: string;
  /** The name of the LAN, WAN, policy, forward or record that the path leads to; absent where the path or value tells it. */
  readonly name?: string;
  /** The value as given; absent where it is missing or secret. */
  readonly value?: unknown;
  /** What is wrong with the value. */
  readonly fault: ProblemFault;
  /** What to write instead; absent where the fault tells it. */
  readonly remedy?: ProblemRemedy;
}

/** What is wrong: an id with the arguments of its text. */
export type ProblemFault = ReasonOf<typeof FAULT_TEXTS, 1>;

/** What to write instead: an id with the arguments of its text. */
export type ProblemRemedy = ReasonOf<typeof REMEDY_TEXTS, 0>;

/** The ids of a table of texts, each with the arguments that its text takes in one of its parameters. */
type ReasonOf<Texts, Place extends number> = {
  [Id in keyof Texts]: { readonly id: Id } & Readonly<ArgumentsOf<Texts[Id], Place>>;
}[keyof Texts];

// biome-ignore lint/suspicious/noExplicitAny: any text, whatever its parameters.
type ArgumentsOf<Text, Place extends number> = Text extends (...args: any) => string
  ? Parameters<Text> extends { readonly [At in Place]: infer Arguments }
    ? Arguments
    : unknown
  : never;

/** The id of a reason, or a reason with its arguments: an id alone will do where it has none. */
type ReasonOrId<Reason extends { readonly id: string }> =
  | Reason
  | (Reason extends { readonly id: infer Id } ? (Record<"id", Id> extends Reason ? Id : never) : never);

/** A problem of a value; a fault or remedy without arguments may be given by its id. */
export function problem(
  path: string,
  value: unknown,
  fault: ReasonOrId<ProblemFault>,
  remedy?: ReasonOrId<ProblemRemedy>,
): Problem {
  return {
    path,
    value,
    fault: (typeof fault === "string" ? { id: fault } : fault) as ProblemFault,
    ...(remedy !== undefined && {
      remedy: (typeof remedy === "string" ? { id: remedy } : remedy) as ProblemRemedy,
    }),
  };
}

/** A value and its place in the props. */
export interface PlacedValue {
  readonly path: string;
  readonly value: string;
}

/** A problem for every value that an earlier place has too. */
export function duplicates(values: readonly PlacedValue[], remedy: ReasonOrId<ProblemRemedy>): Problem[] {
  const first = new Map<string, string>();
  return values.flatMap(({ path, value }) => {
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, path);
      return [];
    }
    return [problem(path, value, { id: "duplicate", earlier }, remedy)];
  });
}

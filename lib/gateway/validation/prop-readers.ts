import { nearest } from "../../text/nearest";
import { UNPRINTABLE } from "../../text/printable";
import { constructPath, shown } from "../../text/shown";
import type { TokenResolver } from "../token-resolver";
import { itemsOf, propsOf, Unreadable } from "./copied-props";
import { type Problem, type ProblemRemedy, problem } from "./problem";

/** How the props of one gateway are read. */
export interface PropsReading {
  /** Tells tokens from literals. */
  readonly values: TokenResolver;
  /** What was found wrong so far. */
  readonly problems: Problem[];
  /** What turns data into what a program would pass; undefined for the props of a program. */
  readonly data?: DataReading;
}

/** What turns the data of a gateway into what a program would pass. */
export interface DataReading {
  /** A token of the value of a variable of Terraform that is declared as sensitive. */
  variable(name: string): string;
}

/**
 * Reads the value of a prop and adds a problem for each mistake in it. It returns a copy: later changes to what the
 * program passed have no effect.
 */
export type PropReader = (value: unknown, path: string, reading: PropsReading) => unknown;

/** A reader for each prop, so that none is forgotten. */
export type ReadersOf<Props> = { readonly [Prop in keyof Required<Props>]: PropReader };

/** The path of the props as a whole. */
const PROPS = "props";

/**
 * RouterOS' command tables give no limit for names and comments. A PPP user name has one octet for its length (RFC 1334),
 * and nothing that people write is longer.
 */
const MOST_CHARACTERS = 255;

/** A prop that may be left out. */
export function optional(read: PropReader): PropReader {
  return (value, path, reading) => (value === undefined ? undefined : read(value, path, reading));
}

/** Any string, or a token of one. */
export const text: PropReader = (value, path, { values, problems }) => {
  const fault =
    typeof value === "string" ? stringProblem(value, path, values) : typeProblem(value, path, values);
  if (fault === undefined) {
    return value;
  }
  problems.push(fault);
  return undefined;
};

/** A string that is not a token: it decides which rows are made, or is compared with others. */
export const literal: PropReader = (value, path, reading) => {
  if (typeof value !== "string" || !reading.values.isToken(value)) {
    return text(value, path, reading);
  }
  reading.problems.push(problem(path, value, "token"));
  return undefined;
};

function stringProblem(value: string, path: string, values: TokenResolver): Problem | undefined {
  const written = value.replace(/\$\{TfToken\[[\w:.-]+\]\}/g, "");
  if (/[$%]\{/.test(written)) {
    return problem(path, value, "template", "write-string-token");
  }
  if (UNPRINTABLE.test(value)) {
    return problem(path, value, "control-character", "remove-characters");
  }
  return written.length > MOST_CHARACTERS && !values.isToken(value)
    ? problem(
        path,
        value,
        { id: "too-long", characters: written.length, most: MOST_CHARACTERS },
        "write-shorter",
      )
    : undefined;
}

function typeProblem(value: unknown, path: string, values: TokenResolver): Problem {
  if (value === undefined) {
    return problem(path, value, "missing", "write-string");
  }
  if (constructPath(value) !== undefined) {
    return problem(path, value, "not-a-string", "write-attribute");
  }
  return values.isToken(value)
    ? problem(path, value, "not-a-string", "write-string-token")
    : problem(path, value, "not-a-string");
}

/** A whole number of a range. */
export function wholeNumber(from: number, to: number): PropReader {
  return (value, path, { values, problems }) => {
    if (values.isToken(value)) {
      problems.push(problem(path, value, "token"));
      return undefined;
    }
    if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) {
      return value;
    }
    problems.push(problem(path, value, { id: "not-a-whole-number", from, to }));
    return undefined;
  };
}

/** `true` or `false`. */
export const boolean: PropReader = (value, path, { values, problems }) => {
  if (typeof value === "boolean") {
    return value;
  }
  problems.push(problem(path, value, values.isToken(value) ? "token" : "not-a-boolean"));
  return undefined;
};

/** A member of an enum. */
export function choice(members: Record<string, string>, name: string): PropReader {
  const inCode = Object.keys(members).map((member) => `${name}.${member}`);
  const inData = Object.values(members).map((member) => JSON.stringify(member));
  return (value, path, { values, problems, data }) => {
    if (typeof value === "string" && Object.values(members).includes(value)) {
      return value;
    }
    problems.push(choiceProblem(value, path, data === undefined ? inCode : inData, values));
    return undefined;
  };
}

function choiceProblem(
  value: unknown,
  path: string,
  choices: readonly string[],
  values: TokenResolver,
): Problem {
  if (value === undefined) {
    return problem(path, value, "missing", { id: "write-either", choices });
  }
  return values.isToken(value)
    ? problem(path, value, "token", { id: "write-either", choices })
    : problem(path, value, { id: "not-a-choice", choices });
}

/**
 * A list of what a reader reads. A token for the whole list is refused: its length decides which rows are made.
 *
 * @param example what to write, as code
 */
export function list(item: PropReader, example: string): PropReader {
  const remedy: ProblemRemedy = { id: "write", code: example };
  return (value, path, reading) => {
    const { values, problems } = reading;
    if (!Array.isArray(value)) {
      problems.push(problem(path, value, value === undefined ? "missing" : "not-a-list", remedy));
      return [];
    }
    const items = itemsOf(value);
    if (values.isToken(items)) {
      problems.push(problem(path, value, "token-list", remedy));
      return [];
    }
    if (items.length < value.length) {
      problems.push(problem(`${path}[${items.length}]`, undefined, "hole", "write-or-remove-comma"));
    }
    return items.map((one, i) => readAt(item, () => one, `${path}[${i}]`, reading));
  };
}

/** Some props, each with its reader; any other prop is refused by its name. */
export interface ObjectShape {
  /** What has these props, as in "is not a property of a LAN". */
  readonly of: string;
  readonly props: Readonly<Record<string, PropReader>>;
  /** What to write instead of something else, as code. */
  readonly example?: string;
  /** Props of other objects, each with what to write to use it, as code. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** An object that is written as `{ ... }`. */
export function object(shape: ObjectShape): PropReader {
  const { props, example: code = "{ ... }" } = shape;
  return (value, path, reading) => {
    const given = propsOf(value);
    if (given === undefined) {
      const isInstance = typeof value === "object" && value !== null && !Array.isArray(value);
      const fault = isInstance ? "not-a-plain-object" : "not-an-object";
      reading.problems.push(problem(path === "" ? PROPS : path, value, fault, { id: "write", code }));
      return undefined;
    }
    const result: Record<string, unknown> = {};
    for (const [name, read] of Object.entries(props)) {
      const copy = readAt(read, () => given[name], below(path, name), reading);
      if (copy !== undefined) {
        result[name] = copy;
      }
    }
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(props, name) && given[name] !== undefined) {
        reading.problems.push(unknownProp(name, path, shape));
      }
    }
    return result;
  };
}

/** The value of an unknown prop is not shown: it may be a password under a misspelt name. */
function unknownProp(name: string, path: string, shape: ObjectShape): Problem {
  return problem(below(path, name), undefined, { id: "unknown-prop", of: shape.of }, instead(name, shape));
}

/** What to write in place of an unknown prop. */
function instead(name: string, { props, elsewhere = {} }: ObjectShape): ProblemRemedy {
  const choices = Object.keys(props);
  const other = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  if (other !== undefined) {
    return { id: "remove-or-write", code: other };
  }
  const meant = choices.find((prop) => prop.toLowerCase() === name.toLowerCase()) ?? nearest(name, choices);
  return meant === undefined ? { id: "remove-or-write-either", choices } : { id: "write", code: meant };
}

/** Reads what may throw when it is read, such as a getter or a proxy. */
export function readAt(
  read: PropReader,
  produce: () => unknown,
  path: string,
  reading: PropsReading,
): unknown {
  try {
    const value = produce();
    if (value instanceof Unreadable) {
      throw value.error;
    }
    return read(value, path, reading);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : thrown;
    const at = path === "" ? PROPS : path;
    reading.problems.push(problem(at, undefined, { id: "unreadable", error }, "write-plain-value"));
    return undefined;
  }
}

function below(path: string, name: string): string {
  if (!/^[\p{L}_$][\p{L}\d_$]*$/u.test(name)) {
    return `${path}[${shown(name)}]`;
  }
  return path === "" ? name : `${path}.${name}`;
}

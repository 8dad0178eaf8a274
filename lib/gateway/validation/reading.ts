import { nearest } from "../../text/nearest";
import { UNPRINTABLE } from "../../text/printable";
import { constructPath, shown } from "../../text/shown";
import type { TokenResolver } from "../token-resolver";
import { itemsOf, propsOf, Unreadable } from "./given";
import { problem } from "./problem";

/** A reading of props: how tokens are told, and what was found wrong so far. */
export interface Reading {
  readonly values: TokenResolver;
  readonly problems: string[];
}

/**
 * Reads the value of a prop and says what is wrong with it. It returns a copy: nothing that a program changes or computes
 * afterwards is looked at again.
 */
export type Shape = (value: unknown, prop: string, reading: Reading) => unknown;

/** What is wrong with a value, and what to write instead. */
type Fault = readonly [fault: string, remedy: string];

/** The path of the props as a whole. */
const PROPS = "props";

const A_LITERAL = "is a token, known only to Terraform";

/**
 * RouterOS' command tables give no limit for names and comments. A PPP user name has one octet for its length (RFC 1334),
 * and nothing that people write is longer.
 */
const MOST_CHARACTERS = 255;

/** A prop that may be left out. */
export function optional(shape: Shape): Shape {
  return (value, prop, reading) => (value === undefined ? undefined : shape(value, prop, reading));
}

/** Any text, or a token of one. */
export const text: Shape = (value, prop, { values, problems }) => {
  const fault = typeof value === "string" ? textFault(value, values) : noTextFault(value, values);
  if (fault === undefined) {
    return value;
  }
  problems.push(problem(prop, value, ...fault));
  return undefined;
};

/** A text that is written out, since it shapes the plan or is compared with others. */
export const literal: Shape = (value, prop, reading) => {
  if (typeof value !== "string" || !reading.values.isToken(value)) {
    return text(value, prop, reading);
  }
  reading.problems.push(problem(prop, value, A_LITERAL, "write a literal"));
  return undefined;
};

function textFault(value: string, values: TokenResolver): Fault | undefined {
  const written = value.replace(/\$\{TfToken\[[\w:.-]+\]\}/g, "");
  if (/[$%]\{/.test(written)) {
    return ["holds a template, which Terraform would fill in", "write a token, such as variable.stringValue"];
  }
  if (UNPRINTABLE.test(value)) {
    return ["holds a control character or an invisible one", "write it without"];
  }
  return written.length > MOST_CHARACTERS && !values.isToken(value)
    ? [`has ${written.length} characters, and ${MOST_CHARACTERS} are the most`, "write a shorter one"]
    : undefined;
}

function noTextFault(value: unknown, values: TokenResolver): Fault {
  if (value === undefined) {
    return ["is missing", "write a string"];
  }
  if (constructPath(value) !== undefined) {
    return ["is a construct and not a text", "write one of its attributes, such as its name"];
  }
  return values.isToken(value)
    ? ["is a token of something else than a text", "write a token of a string, such as variable.stringValue"]
    : ["is not a text", "write a string"];
}

/** A number that is written out. */
export function number(
  fault: string,
  remedy: string,
  isSound: (value: number) => boolean = () => true,
): Shape {
  return (value, prop, { values, problems }) => {
    if (values.isToken(value)) {
      problems.push(problem(prop, value, A_LITERAL, remedy));
    } else if (typeof value !== "number" || !isSound(value)) {
      problems.push(problem(prop, value, fault, remedy));
    } else {
      return value;
    }
    return undefined;
  };
}

/** `true` or `false`. */
export const boolean: Shape = (value, prop, { values, problems }) => {
  if (typeof value === "boolean") {
    return value;
  }
  const fault = values.isToken(value) ? A_LITERAL : "is not a boolean";
  problems.push(problem(prop, value, fault, "write true or false"));
  return undefined;
};

/** A member of an enum. */
export function choice(choices: Record<string, string>, name: string): Shape {
  const remedy = `write ${Object.keys(choices)
    .map((member) => `${name}.${member}`)
    .join(" or ")}`;
  return (value, prop, { values, problems }) => {
    if (typeof value === "string" && Object.values(choices).includes(value)) {
      return value;
    }
    const fault = value === undefined ? "is missing" : values.isToken(value) ? A_LITERAL : `is no ${name}`;
    problems.push(problem(prop, value, fault, remedy));
    return undefined;
  };
}

/** A list of what a shape reads. A token for the whole of it is refused: how long it is shapes the plan. */
export function list(item: Shape, remedy: string): Shape {
  return (value, prop, reading) => {
    const { values, problems } = reading;
    if (!Array.isArray(value)) {
      problems.push(problem(prop, value, "is not a list", remedy));
      return [];
    }
    const items = itemsOf(value);
    if (values.isToken(items)) {
      problems.push(problem(prop, value, "is a token, and its length shapes the plan", remedy));
      return [];
    }
    if (items.length < value.length) {
      problems.push(`${prop}[${items.length}]: is a hole in the list: write a value, or take the comma out`);
    }
    return items.map((one, i) => readAt(item, () => one, `${prop}[${i}]`, reading));
  };
}

/** Some props, each by its shape; any other is refused by its name. */
export interface ObjectShape {
  /** What has these props, as in "is not a prop of a LAN". */
  readonly of: string;
  readonly props: Readonly<Record<string, Shape>>;
  /** What to write where there is something else. */
  readonly remedy?: string;
  /** What else has a prop that this has not. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** An object that is written as `{ ... }`. */
export function object(shape: ObjectShape): Shape {
  const { of, props, remedy = "write { ... }" } = shape;
  return (value, prop, reading) => {
    const given = propsOf(value);
    if (given === undefined) {
      const isInstance = typeof value === "object" && value !== null && !Array.isArray(value);
      const fault = isInstance ? "is not a plain object" : "is not an object";
      reading.problems.push(problem(prop === "" ? PROPS : prop, value, fault, remedy));
      return undefined;
    }
    const result: Record<string, unknown> = {};
    for (const [name, read] of Object.entries(props)) {
      const copy = readAt(read, () => given[name], below(prop, name), reading);
      if (copy !== undefined) {
        result[name] = copy;
      }
    }
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(props, name) && given[name] !== undefined) {
        // Its value is not shown: it may be a misspelt password.
        reading.problems.push(`${below(prop, name)}: is not a prop of ${of}: ${instead(name, shape)}`);
      }
    }
    return result;
  };
}

/** What to write in place of an unknown prop. */
function instead(name: string, { props, elsewhere = {} }: ObjectShape): string {
  const known = Object.keys(props);
  const other = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  const meant = known.find((prop) => prop.toLowerCase() === name.toLowerCase()) ?? nearest(name, known);
  if (other !== undefined) {
    return `leave it out, or write ${other}`;
  }
  return meant === undefined
    ? `leave it out${known.length === 0 ? "" : `, or write one of ${known.join(", ")}`}`
    : `write ${meant}`;
}

/** Reads what may throw when it is looked at, such as a getter or a proxy. */
export function readAt(shape: Shape, value: () => unknown, prop: string, reading: Reading): unknown {
  try {
    const read = value();
    if (read instanceof Unreadable) {
      throw read.error;
    }
    return shape(read, prop, reading);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    reading.problems.push(
      `${prop === "" ? PROPS : prop}: cannot be read, it throws ${shown(reason)}: write a plain value`,
    );
    return undefined;
  }
}

function below(prop: string, name: string): string {
  if (!/^[\p{L}_$][\p{L}\d_$]*$/u.test(name)) {
    return `${prop}[${shown(name)}]`;
  }
  return prop === "" ? name : `${prop}.${name}`;
}

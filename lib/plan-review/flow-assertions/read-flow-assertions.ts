import { isNode, LineCounter, parseDocument } from "yaml";
import { isAddress } from "../../routeros/ipv4";
import { PROTOCOLS } from "../../simulator/firewall/matchers";
import { shortened } from "../../text/printable";
import type { Expectation, FlowAssertion } from "./flow-assertion";
import { FlowAssertionsError } from "./flow-assertions-error";

/** How many letters a file of questions may have, how many questions, and how many problems are named of it. */
const MOST_LETTERS = 1_000_000;
const MOST_QUESTIONS = 1_000;
const MOST_PROBLEMS = 20;

/**
 * Reads a YAML file of questions; `docs/questions.schema.json` is its shape.
 *
 * @throws QuestionsError with every problem, each with its line
 */
export function readFlowAssertions(text: string): readonly FlowAssertion[] {
  if (text.length > MOST_LETTERS) {
    throw new FlowAssertionsError([
      `the file has more than ${MOST_LETTERS} letters: ask at most ${MOST_QUESTIONS} questions in one run`,
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  // What comes after the first error of syntax only follows from it.
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    const [what = ""] = wrong.message.split(/ at line |\n/);
    const why = what.startsWith("Maximum call stack") ? "nested too deeply" : what;
    throw new FlowAssertionsError([`line ${lines.linePos(wrong.pos[0]).line}: ${why}`]);
  }
  const problems: string[] = [];
  const complain = (path: readonly (string | number)[], what: string): void => {
    // The nearest part that is there has a place.
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        problems.push(`line ${lines.linePos(node.range[0]).line}: ${what}`);
        return;
      }
    }
    problems.push(`line 1: ${what}`);
  };
  const questions = new Reader(complain).read(fileValue(document));
  if (problems.length > 0) {
    const more = problems.length - MOST_PROBLEMS;
    throw new FlowAssertionsError([
      ...problems.slice(0, MOST_PROBLEMS),
      ...(more > 0 ? [`${more} more problems`] : []),
    ]);
  }
  return questions;
}

/** The file's value; aliases may make it larger than anybody can want. */
function fileValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new FlowAssertionsError([
      `line 1: ${error instanceof RangeError ? "nested too deeply" : (error as Error).message}`,
    ]);
  }
}

type Complain = (path: readonly (string | number)[], what: string) => void;

type Json = Readonly<Record<string, unknown>>;

const FIELDS = ["name", "router", "from", "to", "in", "protocol", "port", "down", "expect"];
const EXPECTATIONS = ["wan", "source", "reply"];

class Reader {
  public constructor(private readonly complain: Complain) {}

  public read(json: unknown): readonly FlowAssertion[] {
    const list = isObject(json) ? json["questions"] : undefined;
    if (!isObject(json) || !Array.isArray(list)) {
      this.complain([], "write a list under questions:");
      return [];
    }
    this.checkNames(json, ["questions"], []);
    if (list.length > MOST_QUESTIONS) {
      this.complain(
        ["questions"],
        `there are ${list.length} questions: ask at most ${MOST_QUESTIONS} in one run`,
      );
      return [];
    }
    const questions = list.map((item, i) => this.question(item, ["questions", i]));
    // A finding is known by its question's name, from plan to plan.
    const names = new Set<string>();
    questions.forEach(({ name }, i) => {
      const isKnown = names.has(name);
      names.add(name);
      if (name !== "" && isKnown) {
        this.complain(["questions", i, "name"], `name is ${shown(name)} once more: give each its own`);
      }
    });
    return questions;
  }

  private question(item: unknown, path: readonly (string | number)[]): FlowAssertion {
    const json = isObject(item) ? item : {};
    this.checkNames(json, FIELDS, path);
    const port = json["port"];
    if (port !== undefined && !(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65536)) {
      this.complain([...path, "port"], `port is ${shown(port)}: write a number from 1 to 65535`);
    }
    if (json["from"] === "router" && json["in"] !== undefined) {
      this.complain(
        [...path, "in"],
        "in is for flows that come in: leave it out, or write an address as from",
      );
    }
    return {
      name: this.text(json, "name", path) ?? "",
      router: json["router"] === undefined ? undefined : this.text(json, "router", path),
      from: json["from"] === "router" ? undefined : this.address(json, "from", path),
      to: this.address(json, "to", path) ?? "0.0.0.0",
      in: json["in"] === undefined ? undefined : this.text(json, "in", path),
      protocol: this.protocol(json["protocol"], path),
      port: typeof port === "number" ? port : undefined,
      down: this.texts(json, "down", path) ?? [],
      expect: this.expectation(json["expect"], [...path, "expect"]),
    };
  }

  private protocol(value: unknown, path: readonly (string | number)[]): string {
    const text = typeof value === "number" ? String(value) : value;
    if (text === undefined) {
      return "tcp";
    }
    if (
      typeof text === "string" &&
      (PROTOCOLS.includes(text) || /^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/.test(text))
    ) {
      return text;
    }
    this.complain(
      [...path, "protocol"],
      `protocol is ${shown(value)}: write one of ${PROTOCOLS.join(", ")}, or a number from 0 to 255`,
    );
    return "tcp";
  }

  private expectation(item: unknown, path: readonly (string | number)[]): Expectation {
    const json = isObject(item) ? item : {};
    this.checkNames(json, EXPECTATIONS, path);
    if (!EXPECTATIONS.some((name) => json[name] !== undefined)) {
      this.complain(path, "expect says nothing: write wan, source or reply");
    }
    return {
      wan: this.texts(json, "wan", path),
      source: json["source"] === undefined ? undefined : this.address(json, "source", path),
      reply: this.texts(json, "reply", path),
    };
  }

  private checkNames(json: Json, known: readonly string[], path: readonly (string | number)[]): void {
    for (const name of Object.keys(json).filter((each) => !known.includes(each))) {
      this.complain(
        [...path, name],
        `${shortened(name, MOST_OF_VALUE)} is not known: write one of ${known.join(", ")}`,
      );
    }
  }

  private text(json: Json, name: string, path: readonly (string | number)[]): string | undefined {
    const value = json[name];
    if (typeof value === "string" && value !== "") {
      return value;
    }
    this.complain([...path, name], `${name} is ${shown(value)}: write a text`);
    return undefined;
  }

  private texts(json: Json, name: string, path: readonly (string | number)[]): readonly string[] | undefined {
    const value = json[name];
    if (value === undefined) {
      return undefined;
    }
    const list = Array.isArray(value) ? value : [value];
    if (list.length === 0 || list.some((each) => typeof each !== "string" || each === "")) {
      this.complain(
        [...path, name],
        `${name} is ${shown(value)}: write a name or a list of names, each not empty`,
      );
      return undefined;
    }
    return list;
  }

  private address(json: Json, name: string, path: readonly (string | number)[]): string | undefined {
    const value = json[name];
    if (typeof value === "string" && isAddress(value)) {
      return value;
    }
    const what = name === "from" ? "an IPv4 address, or router" : "an IPv4 address";
    this.complain([...path, name], `${name} is ${shown(value)}: write ${what}`);
    return undefined;
  }
}

/** How much of a value a message quotes. */
const MOST_OF_VALUE = 60;

function shown(value: unknown): string {
  if (value === undefined) {
    return "missing";
  }
  if (typeof value === "object" && value !== null) {
    // Aliases can make one that holds itself.
    return Array.isArray(value) ? "a list" : "an object";
  }
  const text = JSON.stringify(value);
  return text.length > MOST_OF_VALUE ? `${text.slice(0, MOST_OF_VALUE)}...` : text;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

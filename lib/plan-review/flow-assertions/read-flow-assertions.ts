import { isNode, LineCounter, parseDocument } from "yaml";
import { isAddress } from "../../routeros/ipv4";
import { PROTOCOLS } from "../../simulator/firewall/matchers";
import { shortened } from "../../text/printable";
import type { Expectation, FlowAssertion } from "./flow-assertion";
import { FlowAssertionsError } from "./flow-assertions-error";

/** The largest file that is read, the most assertions in it, and how many problems an error lists. */
const MOST_CHARACTERS = 1_000_000;
const MOST_ASSERTIONS = 1_000;
const MOST_PROBLEMS = 20;

/**
 * Reads a YAML file of flow assertions. `docs/flow-assertions.schema.json` is its schema.
 *
 * @throws FlowAssertionsError with every problem and its line
 * @example
 * const flowAssertions = readFlowAssertions(readFileSync("flows.yml", "utf8"));
 * const report = review([readPlan(json, "plan.json")], { flowAssertions });
 */
export function readFlowAssertions(text: string): readonly FlowAssertion[] {
  if (text.length > MOST_CHARACTERS) {
    throw new FlowAssertionsError([
      `the file has more than ${MOST_CHARACTERS} characters; write at most ${MOST_ASSERTIONS} assertions in one file`,
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  // Later syntax errors are only consequences of the first.
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    const [what = ""] = wrong.message.split(/ at line |\n/);
    const why = what.startsWith("Maximum call stack") ? "nested too deeply" : what;
    throw new FlowAssertionsError([`line ${lines.linePos(wrong.pos[0]).line}: ${why}`]);
  }
  const problems: string[] = [];
  const report = (path: readonly (string | number)[], what: string): void => {
    // A missing part has no line: the nearest part around it has.
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        problems.push(`line ${lines.linePos(node.range[0]).line}: ${what}`);
        return;
      }
    }
    problems.push(`line 1: ${what}`);
  };
  const assertions = new Reader(report).read(fileValue(document));
  if (problems.length > 0) {
    const more = problems.length - MOST_PROBLEMS;
    throw new FlowAssertionsError([
      ...problems.slice(0, MOST_PROBLEMS),
      ...(more > 0 ? [`${more} more problems`] : []),
    ]);
  }
  return assertions;
}

/** The file's value; aliases could make it huge. */
function fileValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new FlowAssertionsError([
      `line 1: ${error instanceof RangeError ? "nested too deeply" : (error as Error).message}`,
    ]);
  }
}

type ReportProblem = (path: readonly (string | number)[], what: string) => void;

type Json = Readonly<Record<string, unknown>>;

const FIELDS = ["name", "router", "from", "to", "in", "protocol", "port", "down", "expect"];
const EXPECTATIONS = ["wan", "source", "reply"];

class Reader {
  public constructor(private readonly report: ReportProblem) {}

  public read(json: unknown): readonly FlowAssertion[] {
    const list = isObject(json) ? json["assertions"] : undefined;
    if (!isObject(json) || !Array.isArray(list)) {
      this.report([], "write a list under assertions:");
      return [];
    }
    this.checkNames(json, ["assertions"], []);
    if (list.length > MOST_ASSERTIONS) {
      this.report(["assertions"], `the file has ${list.length} assertions; write at most ${MOST_ASSERTIONS}`);
      return [];
    }
    const assertions = list.map((item, i) => this.assertion(item, ["assertions", i]));
    // The name identifies the finding from plan to plan.
    const names = new Set<string>();
    assertions.forEach(({ name }, i) => {
      const isKnown = names.has(name);
      names.add(name);
      if (name !== "" && isKnown) {
        this.report(
          ["assertions", i, "name"],
          `name ${shown(name)} is used twice; give each assertion its own name`,
        );
      }
    });
    return assertions;
  }

  private assertion(item: unknown, path: readonly (string | number)[]): FlowAssertion {
    const json = isObject(item) ? item : {};
    this.checkNames(json, FIELDS, path);
    const port = json["port"];
    if (port !== undefined && !(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65536)) {
      this.report([...path, "port"], mustBe("port", "a number from 1 to 65535", port));
    }
    if (json["from"] === "router" && json["in"] !== undefined) {
      this.report(
        [...path, "in"],
        "in needs an address under from, because the router's own flows do not come in; leave in out or change from",
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
    this.report(
      [...path, "protocol"],
      mustBe("protocol", `one of ${PROTOCOLS.join(", ")} or a number from 0 to 255`, value),
    );
    return "tcp";
  }

  private expectation(item: unknown, path: readonly (string | number)[]): Expectation {
    const json = isObject(item) ? item : {};
    this.checkNames(json, EXPECTATIONS, path);
    if (!EXPECTATIONS.some((name) => json[name] !== undefined)) {
      this.report(path, "expect is empty; write wan, source or reply");
    }
    return {
      wan: this.texts(json, "wan", path),
      source: json["source"] === undefined ? undefined : this.address(json, "source", path),
      reply: this.texts(json, "reply", path),
    };
  }

  private checkNames(json: Json, known: readonly string[], path: readonly (string | number)[]): void {
    for (const name of Object.keys(json).filter((each) => !known.includes(each))) {
      this.report(
        [...path, name],
        `"${shortened(name, MOST_OF_VALUE)}" is not a valid key; the valid keys are ${known.join(", ")}`,
      );
    }
  }

  private text(json: Json, name: string, path: readonly (string | number)[]): string | undefined {
    const value = json[name];
    if (typeof value === "string" && value !== "") {
      return value;
    }
    this.report([...path, name], mustBe(name, "a string", value));
    return undefined;
  }

  private texts(json: Json, name: string, path: readonly (string | number)[]): readonly string[] | undefined {
    const value = json[name];
    if (value === undefined) {
      return undefined;
    }
    const list = Array.isArray(value) ? value : [value];
    if (list.length === 0 || list.some((each) => typeof each !== "string" || each === "")) {
      this.report([...path, name], mustBe(name, "a name or a list of names", value));
      return undefined;
    }
    return list;
  }

  private address(json: Json, name: string, path: readonly (string | number)[]): string | undefined {
    const value = json[name];
    if (typeof value === "string" && isAddress(value)) {
      return value;
    }
    const what = name === "from" ? 'an IPv4 address or "router"' : "an IPv4 address";
    this.report([...path, name], mustBe(name, what, value));
    return undefined;
  }
}

/** How much of a value a message quotes. */
const MOST_OF_VALUE = 60;

function mustBe(name: string, what: string, value: unknown): string {
  return value === undefined
    ? `${name} is missing: write ${what}`
    : `${name} must be ${what}, got ${shown(value)}`;
}

function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    // An object with aliases can contain itself, so it is not printed.
    return Array.isArray(value) ? "a list" : "an object";
  }
  const text = JSON.stringify(value);
  return text.length > MOST_OF_VALUE ? `${text.slice(0, MOST_OF_VALUE)}...` : text;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { isAddress } from "../../routeros/ipv4";
import { PROTOCOLS } from "../../simulator/firewall/matchers";
import {
  checkKeys,
  isYamlObject,
  mustBe,
  quotedValue,
  type ReportProblem,
  readYamlFile,
  type YamlObject,
  type YamlPath,
} from "../../text/read-yaml-file";
import type { Expectation, FlowAssertion } from "./flow-assertion";
import { FlowAssertionsError } from "./flow-assertions-error";

/** The most assertions of one file. */
const MOST_ASSERTIONS = 1_000;

/** The most lines of one matrix. */
const MOST_ROWS = 100;

/**
 * Reads a YAML file of flow assertions. `docs/flow-assertions.schema.json` is its schema.
 *
 * @throws FlowAssertionsError with every problem and its line
 * @example
 * const flowAssertions = readFlowAssertions(readFileSync("flows.yml", "utf8"));
 * const report = review([readPlan(json, "plan.json")], { flowAssertions });
 */
export function readFlowAssertions(text: string): readonly FlowAssertion[] {
  return readYamlFile(text, {
    most: `at most ${MOST_ASSERTIONS} assertions`,
    read: (json, report) => new Reader(report).read(json),
    error: (problems) => new FlowAssertionsError(problems),
  });
}

const FIELDS = ["name", "router", "from", "to", "in", "protocol", "port", "down", "expect", "matrix"];
const ROW_FIELDS = ["down", "expect"];
const EXPECTATIONS = ["wan", "source", "local", "dropped", "reply"];

/** An assertion, or a line of its matrix, and where it is in the file. */
interface Located {
  readonly assertion: FlowAssertion;
  readonly path: YamlPath;
}

class Reader {
  public constructor(private readonly report: ReportProblem) {}

  public read(json: unknown): readonly FlowAssertion[] {
    const list = isYamlObject(json) ? json["assertions"] : undefined;
    if (!isYamlObject(json) || !Array.isArray(list)) {
      this.report([], "write a list under assertions:");
      return [];
    }
    checkKeys(json, ["assertions"], [], this.report);
    if (list.length > MOST_ASSERTIONS) {
      this.report(["assertions"], `the file has ${list.length} assertions; write at most ${MOST_ASSERTIONS}`);
      return [];
    }
    const assertions = list.flatMap((item, i) => this.assertions(item, ["assertions", i]));
    // The name identifies the finding from plan to plan.
    const names = new Set<string>();
    for (const { assertion, path } of assertions) {
      const { name } = assertion;
      const isKnown = names.has(name);
      names.add(name);
      if (name !== "" && isKnown) {
        this.report(path, `name ${quotedValue(name)} is used twice; give each assertion its own name`);
      }
    }
    return assertions.map(({ assertion }) => assertion);
  }

  /** The assertion of an item, or one for each line of its matrix. */
  private assertions(item: unknown, path: YamlPath): readonly Located[] {
    const json = isYamlObject(item) ? item : {};
    checkKeys(json, FIELDS, path, this.report);
    const { matrix } = json;
    if (matrix === undefined) {
      const down = this.texts(json, "down", path) ?? [];
      const expect = this.expectation(json["expect"], [...path, "expect"]);
      return [{ assertion: { ...this.flow(json, path), down, expect }, path: [...path, "name"] }];
    }
    if (!Array.isArray(matrix) || matrix.length === 0) {
      this.report([...path, "matrix"], mustBe("matrix", "a list of lines with down and expect", matrix));
      return [];
    }
    for (const name of ROW_FIELDS.filter((each) => json[each] !== undefined)) {
      this.report([...path, name], `${name} does not go with matrix; write it in the lines of the matrix`);
    }
    if (matrix.length > MOST_ROWS) {
      this.report([...path, "matrix"], `matrix has ${matrix.length} lines; write at most ${MOST_ROWS}`);
      return [];
    }
    const flow = this.flow(json, path);
    return matrix.map((row, i) => this.row(row, flow, [...path, "matrix", i]));
  }

  private row(item: unknown, flow: Omit<FlowAssertion, "down" | "expect">, path: YamlPath): Located {
    const json = isYamlObject(item) ? item : {};
    checkKeys(json, ROW_FIELDS, path, this.report);
    const isAllUp = Array.isArray(json["down"]) && json["down"].length === 0;
    const down = isAllUp ? [] : (this.texts(json, "down", path) ?? []);
    const name = `${flow.name} (${down.length === 0 ? "all up" : `${down.join(", ")} down`})`;
    const expect = this.expectation(json["expect"], [...path, "expect"]);
    return { assertion: { ...flow, name, down, expect }, path };
  }

  private flow(json: YamlObject, path: YamlPath): Omit<FlowAssertion, "down" | "expect"> {
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
    };
  }

  private protocol(value: unknown, path: YamlPath): string {
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

  private expectation(item: unknown, path: YamlPath): Expectation {
    const json = isYamlObject(item) ? item : {};
    checkKeys(json, EXPECTATIONS, path, this.report);
    if (!EXPECTATIONS.some((name) => json[name] !== undefined)) {
      this.report(path, "expect is empty; write wan, source, local, dropped or reply");
    }
    const { local, dropped, ...others } = json;
    for (const [name, value] of Object.entries({ local, dropped })) {
      if (value !== undefined && value !== true) {
        this.report([...path, name], mustBe(name, "true", value));
      }
    }
    const excluded = EXPECTATIONS.filter((name) => others[name] !== undefined);
    if (
      (dropped !== undefined && (local !== undefined || excluded.length > 0)) ||
      (local !== undefined && excluded.some((name) => name !== "reply"))
    ) {
      this.report(
        path,
        "a flow that is dropped does nothing else, and one that is local has only a reply; write one expectation",
      );
    }
    return {
      ...(local === true ? { local } : {}),
      ...(dropped === true ? { dropped } : {}),
      wan: this.texts(json, "wan", path),
      source: json["source"] === undefined ? undefined : this.address(json, "source", path),
      reply: this.texts(json, "reply", path),
    };
  }

  private text(json: YamlObject, name: string, path: YamlPath): string | undefined {
    const value = json[name];
    if (typeof value === "string" && value !== "") {
      return value;
    }
    this.report([...path, name], mustBe(name, "a string", value));
    return undefined;
  }

  private texts(json: YamlObject, name: string, path: YamlPath): readonly string[] | undefined {
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

  private address(json: YamlObject, name: string, path: YamlPath): string | undefined {
    const value = json[name];
    if (typeof value === "string" && isAddress(value)) {
      return value;
    }
    const what = name === "from" ? 'an IPv4 address or "router"' : "an IPv4 address";
    this.report([...path, name], mustBe(name, what, value));
    return undefined;
  }
}

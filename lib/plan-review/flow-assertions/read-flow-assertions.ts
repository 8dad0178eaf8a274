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
} from "../files/read-yaml-file";
import type { Expectation, FlowAssertion } from "./flow-assertion";
import { FlowAssertionsError } from "./flow-assertions-error";

/** The most assertions of one file. */
const MOST_ASSERTIONS = 1_000;

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

const FIELDS = ["name", "router", "from", "to", "in", "protocol", "port", "down", "expect"];
const EXPECTATIONS = ["wan", "source", "reply"];

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
    const assertions = list.map((item, i) => this.assertion(item, ["assertions", i]));
    // The name identifies the finding from plan to plan.
    const names = new Set<string>();
    assertions.forEach(({ name }, i) => {
      const isKnown = names.has(name);
      names.add(name);
      if (name !== "" && isKnown) {
        this.report(
          ["assertions", i, "name"],
          `name ${quotedValue(name)} is used twice; give each assertion its own name`,
        );
      }
    });
    return assertions;
  }

  private assertion(item: unknown, path: YamlPath): FlowAssertion {
    const json = isYamlObject(item) ? item : {};
    checkKeys(json, FIELDS, path, this.report);
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
      this.report(path, "expect is empty; write wan, source or reply");
    }
    return {
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

import fc from "fast-check";
import {
  COMMENT_LIMIT,
  formatJson,
  formatMarkdown,
  formatRsc,
  formatSarif,
  PlanError,
  type Report,
  readFlowAssertions,
  readPlan,
  review,
} from "../../lib/plan-review";
import { deceiving, HIDDEN, holdsHidden } from "../hidden";
import { SEED } from "../simulator/article";
import { runs, sampled } from "../tier";
import { changed } from "./findings-in";
import { articleResources, planJson } from "./plans";

const FORMATS = { markdown: formatMarkdown, json: formatJson, sarif: formatSarif, rsc: formatRsc };

/** A plan in which one WAN, its resources, its comments and the router's host are called so. */
function named(name: string): string {
  const before = changed({ routeros_ip_route: { wlan2_default: { comment: "wlan2" } } });
  const after = changed(
    { routeros_ip_route: { wlan2_policy: { gateway: "10.112.0.1", comment: "wlan2" } } },
    3,
  );
  const { configuration, ...json } = planJson(before, after) as {
    configuration: { provider_config: object };
  };
  const expressions = { hosturl: { constant_value: "https://wlan2.example" } };
  const provider_config = { routeros: { name: "routeros", expressions } };
  const text = JSON.stringify({ ...json, configuration: { ...configuration, provider_config } });
  return text.replaceAll("wlan2", JSON.stringify(name).slice(1, -1));
}

const reviewOf = (name: string): Report => {
  const question = {
    name,
    from: "192.168.0.9",
    to: "198.51.100.1",
    protocol: "tcp",
    down: [],
    expect: { wan: [name] },
  };
  return review([readPlan(named(name), name), readPlan(named("b"), "b.json")], {
    flowAssertions: [question],
  });
};

describe("hidden characters of a plan, its file and the flow assertions", () => {
  test("are escapes in every format, and JSON still means the same", () => {
    // All of them at once, and then some of them beside what formats and terminals read as their own.
    fc.assert(
      fc.property(deceiving, (name) => {
        const report = reviewOf(name);
        for (const format of Object.values(FORMATS)) {
          expect(holdsHidden(format(report))).toBe(false);
        }
        const same = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        const { routers, findings } = JSON.parse(formatJson(report));
        expect(routers.map((router: { name: string }) => router.name)).toEqual(
          same(report.routers.map((router) => router.name)),
        );
        expect(findings.map(({ message }: { message: string }) => message)).toEqual(
          same(report.findings.map(({ message }) => message)),
        );
        expect(() => JSON.parse(formatSarif(report))).not.toThrow();
      }),
      { seed: SEED, numRuns: runs(3, 6), examples: [[HIDDEN.join("")]] },
    );
  });

  test("are shown each as its code", () => {
    const report = reviewOf("x\u202ey\u009bz");
    expect(formatMarkdown(report)).toContain("x\\\\u202ey\\\\u009bz");
    expect(formatJson(report)).toContain("x\\u202ey\\u009bz");
    expect(HIDDEN).toContain("\u2066");
  });
});

test("what a plan calls an id, a property or a resource cannot become a command", () => {
  const plan = planJson(articleResources(), {}) as { resource_changes: { change: { before: object } }[] };
  const [first] = plan.resource_changes;
  Object.assign(first?.change.before ?? {}, { comment: '*1; /user add name="me"\n/quit' });
  const made = planJson(
    {},
    {
      routeros_ip_route: { r: { gateway: "10.0.0.1", "x=1\n/quit": "1", "[/quit]": "2" } },
      routeros_scheduler: { "s\n/quit": { name: "x" } },
      routeros_of_tomorrow: { "t\n/quit": { name: "x" } },
    },
  );
  const commands = [plan, made].map((json) => formatRsc(review([readPlan(JSON.stringify(json), "p")])));
  expect(commands[0]).toContain('remove [find comment="*1; /user add name=\\"me\\"\\0A/quit"]');
  expect(commands[1]).toContain("# x=1 /quit, [/quit]: not valid property names");
  expect(
    commands
      .join("")
      .split("\n")
      .filter((line) => line.startsWith("/quit")),
  ).toEqual([]);
});

test("a name of 70,000 letters leaves the report its promised length and its errors", () => {
  // One that is shown by its code is the longer one.
  for (const letter of sampled(["\u202e", "n"], 1)) {
    const markdown = formatMarkdown(reviewOf(letter.repeat(70_000)));
    expect(markdown.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(/^## This plan changes the network.*error/.test(markdown)).toBe(true);
    expect(markdown.includes("### Errors\n\n- **")).toBe(true);
  }
});

test("many routers with long names and long findings stay within the promised length", () => {
  const plans = Array.from({ length: 12 }, (_, i) =>
    readPlan(named("@".repeat(200)), `${"<".repeat(3_000)}${i}`),
  );
  expect(formatMarkdown(review(plans)).length).toBeLessThanOrEqual(COMMENT_LIMIT);
});

test.each([
  ["plans/site a.json", "plans/site%20a.json"],
  ["50%.json", "50%25.json"],
  ["a#b?c.json", "a%23b%3Fc.json"],
  ["größe.json", "gr%C3%B6%C3%9Fe.json"],
  ["a:b.json", "a%3Ab.json"],
  ["plans\\site.json", "plans/site.json"],
  ["C:\\my plans\\site.json", "file:///C:/my%20plans/site.json"],
  ["\\\\server\\share\\site.json", "file://server/share/site.json"],
  ["/tmp/a b.json", "file:///tmp/a%20b.json"],
  ["half\ud800.json", "half%EF%BF%BD.json"],
  ["-", "plan.json"],
])("the file %j is a URI of the SARIF log", (file, uri) => {
  const [{ results }] = JSON.parse(formatSarif(review([readPlan(named("w"), file)]))).runs;
  expect(results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri });
  expect(URL.canParse(uri, "file:///work/")).toBe(true);
});

test("what the state alone marks as sensitive is not kept, whatever the plan does to the row", () => {
  const secret = "10.66.77.88";
  const address = "routeros_ip_route.wlan1_default";
  const held = changed({ routeros_ip_route: { wlan1_default: { gateway: secret, comment: secret } } });
  const gone = changed({ routeros_ip_route: { wlan1_default: null } });
  const plans = [held, gone].map((after) => {
    const json = planJson(held, after) as {
      resource_changes: { address: string; change: { before: unknown } }[];
    };
    const values = json.resource_changes.find((item) => item.address === address)?.change.before;
    const object = { address, mode: "managed", type: "routeros_ip_route", values };
    const withMarks = (sensitive_values: object) => ({
      ...json,
      prior_state: { values: { root_module: { resources: [{ ...object, sensitive_values }] } } },
    });
    const shown = (marks: object) => {
      const report = review([readPlan(JSON.stringify(withMarks(marks)), "plan.json")]);
      return Object.values(FORMATS)
        .map((format) => format(report))
        .join("");
    };
    return [shown({}), shown({ gateway: true, comment: true })] as const;
  });
  expect(plans.map(([open, marked]) => [open.includes(secret), marked.includes(secret)])).toEqual([
    [true, false],
    [true, false],
  ]);
});

describe("a plan that is nested or named as no plan is", () => {
  const plan = planJson({}, articleResources(2));
  const problemOf = (text: string): string => {
    try {
      readPlan(text, "plan.json");
      return "";
    } catch (error) {
      expect(error).toBeInstanceOf(PlanError);
      return (error as Error).message;
    }
  };

  test("with lists in lists is refused in one line", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const text = JSON.stringify({ ...plan, deep: 0 }).replace('"deep":0', `"deep":${deep}`);
    expect(problemOf(text)).toBe(
      "not a plan of Terraform or OpenTofu: it is nested more than 1000 levels deep",
    );
  });

  const inModules = (levels: number, innermost: object): object =>
    Array.from({ length: levels }).reduce<object>(
      (module) => ({ module_calls: { m: { module } } }),
      innermost,
    );

  test("with modules in modules is refused in one line", () => {
    const configuration = { root_module: inModules(60, {}) };
    expect(problemOf(JSON.stringify({ ...plan, configuration }))).toBe(
      "modules are nested more than 50 levels deep, which this tool does not read",
    );
  });

  test("is followed through many levels of variables that each come in twice", () => {
    // Followed twice each time, the outermost would be asked two to the power of forty times.
    const filled = { references: ["var.a", "var.b"] };
    const inner = {
      resources: [
        {
          address: "routeros_ip_route.r",
          mode: "managed",
          type: "routeros_ip_route",
          expressions: { gateway: { references: ["var.a"] } },
        },
      ],
    };
    const outer = { references: ["routeros_routing_table.t"] };
    const module = Array.from({ length: 40 }).reduce<object>(
      (body, _, i) => ({
        module_calls: {
          m: { module: body, expressions: i === 39 ? { a: outer, b: outer } : { a: filled, b: filled } },
        },
      }),
      inner,
    );
    const { configuration } = readPlan(
      JSON.stringify({ ...plan, configuration: { root_module: module } }),
      "p",
    );
    const block = configuration.blocks.get(`${"module.m.".repeat(40)}routeros_ip_route.r`);
    expect(block).toMatchObject({ dependsOn: ["routeros_routing_table.t"], unfollowed: [] });
  });

  test("with more objects than a call takes arguments is read", () => {
    const resources = Array.from({ length: 130_000 }, () => ({}));
    expect(
      problemOf(JSON.stringify({ ...plan, prior_state: { values: { root_module: { resources } } } })),
    ).toBe("");
  });

  test("with actions, outputs and attributes that every object inherits", () => {
    const [first] = plan["resource_changes"] as { change: object }[];
    const change = { ...first?.change, actions: ["constructor"] };
    expect(problemOf(JSON.stringify({ ...plan, resource_changes: [{ ...first, change }] }))).toMatch(
      /^this tool does not know the action "constructor" of \S+; use a newer routeros-plan-review$/,
    );
    const resources = {
      routeros_ip_route: { r: { gateway: "10.0.0.1", constructor: "x", __proto__: null, valueOf: "y" } },
      routeros_ip_firewall_nat: { n: { chain: "srcnat", action: "constructor", comment: "constructor" } },
    };
    const report = review([readPlan(JSON.stringify(planJson({}, resources)), "p")]);
    expect(formatRsc(report)).toContain("comment=constructor");
    const call = { module: { outputs: {} }, expressions: {} };
    const root_module = {
      module_calls: { m: call },
      resources: [
        {
          address: "routeros_ip_route.r",
          expressions: { gateway: { references: ["module.m.constructor"] } },
        },
      ],
    };
    expect(problemOf(JSON.stringify({ ...plan, configuration: { root_module } }))).toBe("");
  });
});

describe("flow assertions", () => {
  const line = (i: number) => `  - { name: q${i}, from: router, to: 192.0.2.1, expect: { wan: w } }\n`;
  const file = (count: number) => `assertions:\n${Array.from({ length: count }, (_, i) => line(i)).join("")}`;

  test("are at most 1000, and a longer file is not even parsed", () => {
    expect(readFlowAssertions(file(1_000))).toHaveLength(1_000);
    expect(() => readFlowAssertions(file(1_001))).toThrow(
      "line 2: the file has 1001 assertions; write at most 1000",
    );
    expect(() => readFlowAssertions(file(30_000))).toThrow(
      "the file has more than 1000000 characters; write at most 1000 assertions in one file",
    );
  });

  test("with many problems name the first of them", () => {
    const wrong = `assertions:\n${"  - { name: q }\n".repeat(500)}`;
    expect(() => readFlowAssertions(wrong)).toThrow(
      /^(line \d+: [^;]+(; write wan, source, local, dropped or reply)?; ){20}\d+ more problems$/,
    );
  });

  test("nested thousands of levels deep are refused in one line", () => {
    const deep = `assertions: ${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    expect(() => readFlowAssertions(deep)).toThrow(/^line 1: [^\n]{1,200}$/);
  });
});

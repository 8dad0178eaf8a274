import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { FlowAssertionsError, readFlowAssertions, readPlan, review } from "../../lib/plan-review";
import { anyText } from "../hidden";
import { runs } from "../tier";
import { changed, findingsOfChange, of } from "./findings-in";
import { articleResources, LATER, planJson } from "./plans";

const SEED = 20130112; // the article's day

const DOCS = join(__dirname, "../../docs");
const validate = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(join(DOCS, "flow-assertions.schema.json"), "utf8")),
);

const ask = (text: string, after = articleResources(), before = articleResources()) =>
  of(findingsOfChange(before, after, { flowAssertions: readFlowAssertions(text) }), "flow-assertion").map(
    ({ verdict, after: is }) => [verdict, is],
  );

const one = (fields: string) => `assertions:\n  - name: q\n${fields.replace(/^/gm, "    ")}\n`;

const problem = (text: string): string => {
  try {
    readFlowAssertions(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FlowAssertionsError);
    return (error as Error).message;
  }
  throw new Error("it was read");
};

test("an answer that is what it was stands already; one that is not comes with the plan", () => {
  const text = one("from: 192.168.0.9\nto: 198.51.100.1\nexpect: { wan: [wlan1, wlan2] }");
  const since = (...[before, after]: Parameters<typeof findingsOfChange>) =>
    of(findingsOfChange(before, after, { flowAssertions: readFlowAssertions(text) }), "flow-assertion").map(
      (finding) => `${finding.verdict} ${finding.since}`,
    );
  expect(since(articleResources(2), articleResources(2))).toEqual(["pass existing"]);
  expect(since(articleResources(2), articleResources(3))).toEqual(["fail new"]);
  expect(since(articleResources(3), articleResources(3))).toEqual(["fail existing"]);
  expect(since({}, articleResources(2))).toEqual(["pass new"]);
});

describe("a flow assertion passes", () => {
  test.each([
    ["of balanced traffic", "from: 192.168.0.9\nto: 198.51.100.1\nexpect: { wan: [wlan1, wlan2] }"],
    [
      "of what is left",
      "from: 192.168.0.9\nto: 198.51.100.1\ndown: wlan1\nexpect: { wan: wlan2, source: 10.111.0.2 }",
    ],
    ["of answers", "from: 203.0.113.7\nto: 10.111.0.2\nport: 22\nexpect: { reply: wlan2 }"],
    ["of the router", "from: router\nto: 198.51.100.1\nprotocol: udp\nexpect: { wan: [wlan1, wlan2] }"],
  ])("%s", (_, fields) => {
    expect(validate(parse(one(fields)))).toBe(true);
    expect(ask(one(fields))).toMatchObject([["pass", expect.any(String)]]);
  });
});

test("a flow assertion that a plan makes false is an error, with what happens instead", () => {
  const text = one("from: 203.0.113.7\nto: 10.111.0.2\nport: 22\nexpect: { reply: wlan2 }");
  const swapped = changed({ routeros_ip_route: { wlan2_policy: { gateway: "10.112.0.1" } } });
  expect(ask(text, swapped)).toEqual([["fail", "the router itself, replies by wlan1 via 10.112.0.1"]]);
});

describe("what is not known at plan time is no answer", () => {
  const lan = "from: 192.168.0.9\nto: 198.51.100.1\n";
  const leased = changed({
    routeros_ip_address: { wlan1: null },
    routeros_ip_route: { wlan1_default: null, wlan2_default: null },
  });
  const client = { interface: "wlan1", add_default_route: "yes", use_peer_dns: false, disabled: false };
  const after = { ...leased, routeros_ip_dhcp_client: { wlan1: client } };

  test("a source that the ISP gives", () => {
    expect(ask(one(`${lan}expect: { wan: wlan1, source: 203.0.113.5 }`), after)).toEqual([
      ["unknown", expect.stringMatching(/^wlan1 via .*, source not known yet$/)],
    ]);
  });

  test("but a wrong WAN is wrong, whatever its source will be", () => {
    expect(ask(one(`${lan}expect: { wan: wlan2, source: 203.0.113.5 }`), after)[0]?.[0]).toBe("fail");
  });

  test("a reply over a gateway that is known only after the apply", () => {
    const open = changed({ routeros_ip_route: { wlan2_policy: { gateway: LATER } } });
    const text = one("from: 203.0.113.7\nto: 10.111.0.2\nport: 22\nexpect: { reply: wlan2 }");
    expect(ask(text, open)).toEqual([["unknown", expect.stringContaining("unknown: ")]]);
  });
});

describe("of two routers", () => {
  const text = (router: string) =>
    one(`router: "${router}"\nfrom: 192.168.0.9\nto: 198.51.100.1\nexpect: { wan: [wlan1, wlan2] }`);
  const answers = (router: string) => {
    const plans = ["a.json", "b.json"].map((name) =>
      readPlan(JSON.stringify(planJson({}, articleResources(name === "a.json" ? 2 : 3))), name),
    );
    expect(validate(parse(text(router)))).toBe(true);
    const { findings } = review(plans, { flowAssertions: readFlowAssertions(text(router)) });
    return of(findings, "flow-assertion").map((finding) => [finding.router, finding.verdict]);
  };

  test("the one that is named answers", () => {
    expect(answers("a.json: routeros")).toEqual([["a.json: routeros", "pass"]]);
  });

  test("both do that have the name", () => {
    expect(answers("routeros")).toEqual([
      ["b.json: routeros", "fail"],
      ["a.json: routeros", "pass"],
    ]);
  });

  test("a router that no plan has is no answer, but an error", () => {
    expect(() => answers("gw.example")).toThrow(
      new FlowAssertionsError([
        '"q" is about router "gw.example", which no plan has; the routers of the plans are: a.json: routeros, b.json: routeros',
      ]),
    );
  });
});

test("half of the flows is not all of them", () => {
  expect(ask(one("from: 192.168.0.9\nto: 198.51.100.1\nexpect: { wan: wlan1 }"))).toEqual([
    ["fail", "wlan1 via 10.112.0.1, wlan2 via 10.111.0.1"],
  ]);
});

test("a WAN that is not there is an error, with those that there are", () => {
  const text = one("from: 192.168.0.9\nto: 198.51.100.1\ndown: [wlan2, wlan7]\nexpect: { wan: wlan1 }");
  const findings = findingsOfChange(articleResources(), articleResources(), {
    flowAssertions: readFlowAssertions(text),
  });
  expect(of(findings, "flow-assertion")).toMatchObject([
    {
      severity: "error",
      verdict: "fail",
      message: 'q: "wlan7" under down is not a WAN of this router; its WANs are: wlan1, wlan2.',
    },
  ]);
});

test("a flow assertion about plans without RouterOS is an error", () => {
  const text = one("from: router\nto: 198.51.100.1\nexpect: { wan: wlan1 }");
  expect(() =>
    review([readPlan(JSON.stringify(planJson({}, {})), "plan.json")], {
      flowAssertions: readFlowAssertions(text),
    }),
  ).toThrow(new FlowAssertionsError(['"q" cannot be checked: the plans contain no RouterOS resources']));
});

describe("a protocol", () => {
  const asked = (protocol: string) =>
    one(`from: router\nto: 198.51.100.1\nprotocol: ${protocol}\nexpect: { wan: wlan1 }`);

  test.each(["udp", "ipsec-esp", "47", '"47"', "0", "255"])("may be %s", (protocol) => {
    expect(validate(parse(asked(protocol)))).toBe(true);
    expect(readFlowAssertions(asked(protocol))[0]?.protocol).toBe(protocol.replace(/"/g, ""));
  });

  test.each(["tpc", "TCP", "256", "-1", "1.5", '""', "[tcp]"])(
    "may not be %s: its line is named, and what to write",
    (protocol) => {
      expect(validate(parse(asked(protocol)))).toBe(false);
      expect(problem(asked(protocol))).toMatch(
        /^line 5: protocol must be one of icmp, .*, tcp, udp, .* or a number from 0 to 255, got .+$/,
      );
    },
  );
});

test("a source that comes in nowhere cannot be told about", () => {
  expect(ask(one("from: 203.0.113.7\nto: 198.51.100.1\nexpect: { wan: wlan1 }"))[0]?.[0]).toBe("unknown");
});

test.each([
  ["no list", "assertions: 1", "line 1: write a list under assertions:"],
  ["no YAML", "assertions:\n  - name: [", "line "],
  [
    "a wrong address",
    one("from: here\nto: 198.51.100.1\nexpect: { wan: wlan1 }"),
    'line 3: from must be an IPv4 address or "router", got "here"',
  ],
  [
    "a wrong port",
    one("from: router\nto: 198.51.100.1\nport: 0\nexpect: { wan: wlan1 }"),
    "line 5: port must be a number from 1 to 65535, got 0",
  ],
  [
    "an unknown field",
    one("from: router\nto: 198.51.100.1\nwhere: x\nexpect: { wan: wlan1 }"),
    'line 5: "where" is not a valid key',
  ],
  [
    "an interface that the router's own flow comes in by",
    one("from: router\nin: wlan1\nto: 198.51.100.1\nexpect: { wan: wlan1 }"),
    "line 4: in needs an address under from",
  ],
  [
    "no WAN",
    one("from: router\nto: 198.51.100.1\nexpect: { wan: [] }"),
    "line 5: wan must be a name or a list of names, got a list",
  ],
  ["another key beside assertions", "assertions: []\nquestion: 1", 'line 2: "question" is not a valid key'],
  ["an empty expectation", one("from: router\nto: 198.51.100.1\nexpect: {}"), "line 5: expect is empty"],
])("%s is said with its line, and the schema refuses it too", (name, text, message) => {
  expect(problem(text)).toContain(message);
  expect(problem(text).split("\n")).toHaveLength(1);
  if (name !== "no YAML" && name !== "a wrong address") {
    expect(validate(parse(text))).toBe(false);
  }
});

test("two assertions of one name are refused: findings are identified by it", () => {
  const text = one("from: router\nto: 198.51.100.1\nexpect: { wan: wlan1 }");
  expect(problem(text + text.replace("assertions:\n", ""))).toBe(
    'line 6: name "q" is used twice; give each assertion its own name',
  );
});

describe("whatever the file holds, the answer is one line", () => {
  const isRead = (text: string): void => {
    try {
      readFlowAssertions(text);
    } catch (error) {
      expect(error).toBeInstanceOf(FlowAssertionsError);
      expect((error as Error).message).toMatch(/^line \d+: .+$/);
    }
  };

  test("random text, and random values in the place of assertions", () => {
    fc.assert(fc.property(anyText, isRead), { seed: SEED, numRuns: runs(30, 300) });
    const fields = ["name", "from", "to", "in", "protocol", "port", "down", "expect", "constructor"];
    const question = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(question), (questions) => isRead(stringify({ assertions: questions }))),
      { seed: SEED, numRuns: runs(30, 300) },
    );
  });

  test("nested beyond measure, or holding itself", () => {
    isRead(`assertions: ${"[".repeat(20_000)}`);
    isRead(`assertions: ${"[".repeat(20_000)}${"]".repeat(20_000)}`);
    isRead(one("from: router\nto: 198.51.100.1\nport: &a [*a]\nexpect: { wan: wlan1 }"));
  });
});

test("aliases that would grow beyond measure are refused", () => {
  const levels = Array.from(
    { length: 9 },
    (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`,
  );
  expect(problem(["l0: &l0 [x]", ...levels].join("\n"))).toContain("line 1:");
});

test("the page's flow assertions are of the schema, and can be read", () => {
  const page = readFileSync(join(DOCS, "plan-review/command.md"), "utf8");
  const [, text = ""] = /^```yaml\n(.*?)^```/ms.exec(page) ?? [];
  expect(validate(parse(text))).toBe(true);
  expect(readFlowAssertions(text)).toHaveLength(2);
});

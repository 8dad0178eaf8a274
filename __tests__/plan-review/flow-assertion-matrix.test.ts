import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { parse } from "yaml";
import { readFlowAssertions } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { findingsIn, of } from "./findings-in";
import { articleResources } from "./plans";

const validate = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(join(__dirname, "../../docs/flow-assertions.schema.json"), "utf8")),
);

const answers = (text: string, resources: Resources): readonly string[] => {
  expect(validate(parse(text))).toBe(true);
  return of(findingsIn(resources, { flowAssertions: readFlowAssertions(text) }), "flow-assertion").map(
    ({ verdict, subject }) => `${verdict} ${subject}`,
  );
};

const flow = (lines: string): string => `assertions:
  - name: office
    from: 192.168.0.9
    to: 203.0.113.80
${lines}`;

test("one assertion tests every failure of a site", () => {
  const matrix = flow(`    matrix:
      - { expect: { wan: [wlan1, wlan2] } }
      - { down: [], expect: { wan: wlan1 } }
      - { down: wlan1, expect: { wan: wlan2, source: 10.111.0.2 } }
      - { down: [wlan2], expect: { wan: wlan2 } }
`).replace("- { down: [], expect: { wan: wlan1 } }\n      ", "");
  expect(answers(matrix, articleResources())).toEqual([
    "fail office (wlan2 down)",
    "pass office (all up)",
    "pass office (wlan1 down)",
  ]);
});

const guarded = articleResources(2, {
  routeros_ip_firewall_filter: {
    guests: {
      chain: "forward",
      action: "drop",
      src_address: "192.168.0.0/24",
      protocol: "tcp",
      dst_port: "25",
    },
    telnet: { chain: "input", action: "drop", protocol: "tcp", dst_port: "23" },
  },
});
const expecting = (fields: string, expectation: string): string => `assertions:
  - name: q
    from: 192.168.0.9
    ${fields}
    expect: ${expectation}
`;

test.each([
  ["to: 203.0.113.80\n    port: 25", "{ dropped: true }", "pass q"],
  ["to: 203.0.113.80\n    port: 443", "{ dropped: true }", "fail q"],
  ["to: 192.168.0.1\n    port: 22", "{ local: true }", "pass q"],
  ["to: 192.168.0.1\n    port: 22", "{ local: true, reply: Local }", "pass q"],
  ["to: 192.168.0.1\n    port: 23", "{ local: true }", "fail q"],
  ["to: 192.168.0.1\n    port: 23", "{ dropped: true }", "pass q"],
])("a flow %s is expected as %s: %s", (fields, expectation, answer) => {
  expect(answers(expecting(fields, expectation), guarded)).toEqual([answer]);
});

test.each([
  [
    "an empty matrix",
    flow("    matrix: []\n"),
    "line 5: matrix must be a list of lines with down and expect",
  ],
  [
    "a matrix beside an expectation",
    flow("    expect: { wan: wlan1 }\n    matrix:\n      - { expect: { wan: wlan1 } }\n"),
    "line 5: expect does not go with matrix; write it in the lines of the matrix",
  ],
  [
    "a line without an expectation",
    flow("    matrix:\n      - { down: wlan1 }\n"),
    "line 6: expect is empty; write wan, source, local, dropped or reply",
  ],
  [
    "an unknown key in a line",
    flow("    matrix:\n      - { downs: wlan1, expect: { wan: wlan1 } }\n"),
    'line 6: "downs" is not a valid key; the valid keys are down, expect',
  ],
  [
    "a flow that is not dropped",
    expecting("to: 1.1.1.1", "{ dropped: false }"),
    "dropped must be true, got false",
  ],
  [
    "a flow that is dropped and leaves",
    expecting("to: 1.1.1.1", "{ dropped: true, wan: wlan1 }"),
    "a flow that is dropped does nothing else",
  ],
])("%s is said with its line, and the schema refuses it too", (_, text, message) => {
  expect(() => readFlowAssertions(text)).toThrow(message);
  expect(validate(parse(text))).toBe(false);
});

test("two lines for the same WANs are refused", () => {
  const twice = flow(
    "    matrix:\n      - { expect: { wan: wlan1 } }\n      - { down: [], expect: { wan: wlan2 } }\n",
  );
  expect(() => readFlowAssertions(twice)).toThrow('line 7: name "office (all up)" is used twice');
});

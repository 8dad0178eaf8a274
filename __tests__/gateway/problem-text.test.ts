import { type Problem, problem } from "../../lib/gateway/validation/problem";
import { problemText, warningText } from "../../lib/gateway/validation/problem-text";

test.each<[Problem, string]>([
  [
    problem("wans[0].address", "10.0.0.2", "no-prefix-length", { id: "write", code: '"10.0.0.2/24"' }),
    'wans[0].address: "10.0.0.2" has no prefix length; write "10.0.0.2/24"',
  ],
  [
    { ...problem("wans[0].tier", 0, { id: "not-a-whole-number", from: 1, to: 100 }), name: "fibre" },
    'wans[0].tier ("fibre"): must be a whole number from 1 to 100, got 0',
  ],
  [problem("disabled", "yes", "not-a-boolean"), 'disabled: must be true or false, got "yes"'],
  [problem("comment", "any", "token"), "comment: must be a literal, got a token"],
  [
    problem("wans[0].name", "any", { id: "token", because: "address" }),
    "wans[0].name: must be a literal because it is part of resource addresses, got a token",
  ],
  [
    problem("dns.domains[0].wan", "dsl", "unknown-wan", {
      id: "write-either",
      choices: ['"a"', '"b"', '"c"'],
    }),
    'dns.domains[0].wan: "dsl" is not a WAN of this gateway; write "a", "b" or "c"',
  ],
  [
    problem("name", "x".repeat(300), { id: "too-long", characters: 300, most: 255 }, "write-shorter"),
    `name: "${"x".repeat(57)}…" has 300 characters, but the maximum is 255; write a shorter string`,
  ],
])("%j is one sentence", (given, text) => {
  expect(problemText(given)).toBe(text);
});

test("a warning begins with the id that silences it", () => {
  expect(warningText(problem("wans", "fibre", "single-wan", "add-wan"))).toBe(
    '[gateway:single-wan] wans: "fibre" is the only WAN, so there is no balancing and no failover; add a second WAN',
  );
});

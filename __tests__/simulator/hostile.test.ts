import fc from "fast-check";
import { followFlow, type Outcome, RouterState } from "../../lib/simulator";
import { OUTWARD, only, SEED } from "./article";

const BASE: Record<string, object[]> = {
  "/ip/address": [
    { address: "192.168.0.1/24", interface: "Local" },
    { address: "10.112.0.2/24", interface: "wlan1" },
  ],
  "/routing/table": [
    { name: "a", fib: "" },
    { name: "b", fib: "" },
  ],
  "/ip/route": ["main", "a", "b"].map((table) => ({ gateway: "10.112.0.1", "routing-table": table })),
};

const follow = (more: Record<string, object[]>): Outcome =>
  only(followFlow(RouterState.of({ ...BASE, ...more }), OUTWARD));

/** Chains of which each jumps to the next so many times. */
function ladder(chains: number, jumps: number, last: readonly object[] = []): object[] {
  const name = (i: number) => (i === 0 ? "prerouting" : `c${i}`);
  const steps = Array.from({ length: chains * jumps }, (_, i) => ({
    chain: name(Math.floor(i / jumps)),
    action: "jump",
    "jump-target": name(Math.floor(i / jumps) + 1),
  }));
  return [...steps, ...last.map((rule) => ({ chain: name(chains), ...rule }))];
}

describe("jumps", () => {
  test("a packet that comes through a chain unchanged is not sent through it again", () => {
    const { egress, trace } = follow({ "/ip/firewall/mangle": ladder(12, 2) });
    expect(egress).toMatchObject({ kind: "out", interface: "wlan1" });
    // Each jump is written down: it is obeyed in full once for each chain, and once more in short.
    expect(trace.filter(({ message }) => message.includes("jumps to chain"))).toHaveLength(24);
  });

  test("what the last chain does is done, through however many ways it is reached", () => {
    const mark = { action: "mark-routing", "new-routing-mark": "b" };
    expect(follow({ "/ip/firewall/mangle": ladder(30, 2, [mark]) }).table).toBe("b");
  });

  test("a row of chains that is longer than anybody writes cannot be told", () => {
    expect(follow({ "/ip/firewall/mangle": ladder(5_000, 1) }).egress).toEqual({
      kind: "unknown",
      reason: { kind: "jump-depth", most: 32, row: { menu: "/ip/firewall/mangle", id: "#32" } },
    });
  });

  test("marks that each way through the chains sets anew are as they would be without any memory", () => {
    const chains = ["prerouting", "c1", "c2", "c3"];
    const rules = fc.array(
      fc
        .record({
          at: fc.nat(3),
          what: fc.constantFrom("jump", "jump", "mark-connection", "mark-routing", "return", "accept"),
          value: fc.constantFrom("a", "b"),
          asked: fc.constantFrom(undefined, "a", "b", "no-mark", "!a"),
          goesOn: fc.boolean(),
        })
        .map(({ at, what, value, asked, goesOn }) => ({
          chain: chains[at] ?? "",
          // The last chain has nowhere to jump to.
          action: what === "jump" && at === 3 ? "mark-connection" : what,
          ...(what === "jump" && at < 3 ? { "jump-target": chains[at + 1] ?? "" } : {}),
          "new-connection-mark": value,
          "new-routing-mark": value,
          passthrough: String(goesOn),
          ...(asked === undefined ? {} : { "connection-mark": asked }),
        })),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(rules, (mangle) => {
        const { connectionMark, table } = follow({ "/ip/firewall/mangle": mangle });
        expect({ connectionMark, table }).toEqual(simply(mangle));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

interface Rule {
  readonly chain: string;
  readonly action: string;
  readonly "jump-target"?: string;
  readonly "connection-mark"?: string;
  readonly "new-connection-mark": string;
  readonly "new-routing-mark": string;
  readonly passthrough: string;
}

/** The same rules obeyed one after the other, as the manual says. */
function simply(rules: readonly Rule[]): { connectionMark?: string; table: string } {
  let [connection, routing]: (string | undefined)[] = [undefined, undefined];
  const isMet = (asked = "", mark = connection ?? "no-mark") =>
    asked === "" || (asked.startsWith("!") ? mark !== asked.slice(1) : mark === asked);
  const run = (chain: string): "on" | "done" => {
    for (const rule of rules.filter((each) => each.chain === chain)) {
      if (!isMet(rule["connection-mark"])) {
        continue;
      }
      if (rule.action === "accept" || (rule.action === "jump" && run(rule["jump-target"] ?? "") === "done")) {
        return "done";
      }
      if (rule.action === "return") {
        return "on";
      }
      if (rule.action === "mark-connection") {
        connection = rule["new-connection-mark"];
      } else if (rule.action === "mark-routing") {
        routing = rule["new-routing-mark"];
      }
      if (rule.action.startsWith("mark-") && rule.passthrough === "false") {
        return "done";
      }
    }
    return "on";
  };
  run("prerouting");
  return { connectionMark: connection, table: routing ?? "main" };
}

describe("interface lists that include each other", () => {
  const catches = (lists: object[], members: object[]): boolean | undefined => {
    const rule = {
      chain: "prerouting",
      action: "mark-routing",
      "new-routing-mark": "a",
      "in-interface-list": "l0",
    };
    const { egress, table } = follow({
      "/ip/firewall/mangle": [rule],
      "/interface/list": lists,
      "/interface/list/member": members,
    });
    return egress.kind === "unknown" ? undefined : table === "a";
  };
  const diamonds = (levels: number) =>
    Array.from({ length: levels }, (_, i) => ({
      name: `l${i}`,
      include: `l${i + 1},m${i + 1}`,
    })).flatMap((list) => [list, { ...list, name: list.name.replace("l", "m") }]);

  test("are each asked once, however many ways lead to one", () => {
    // Asked anew each time, the last would be asked two to the power of sixty times.
    const lists = [...diamonds(60), { name: "l60" }, { name: "m60" }];
    expect(catches(lists, [{ list: "m60", interface: "Local" }])).toBe(true);
    expect(catches(lists, [{ list: "m60", interface: "other" }])).toBe(false);
  });

  test("in a circle, or through thousands of levels, cannot be told", () => {
    const circle = [
      { name: "l0", include: "l1" },
      { name: "l1", include: "l0" },
    ];
    expect(catches(circle, [])).toBeUndefined();
    const deep = Array.from({ length: 20_000 }, (_, i) => ({ name: `l${i}`, include: `l${i + 1}` }));
    expect(catches(deep, [])).toBeUndefined();
  });
});

test("names that every object inherits are names like any other", () => {
  const mangle = (rule: object) =>
    follow({ "/ip/firewall/mangle": [{ chain: "prerouting", action: "mark-routing", ...rule }] }).egress;
  const untold = { kind: "unknown", reason: expect.objectContaining({ kind: "unsupported-value" }) };
  expect(mangle({ action: "constructor" })).toEqual(untold);
  expect(mangle({ "new-routing-mark": "a", constructor: "x" })).toEqual(untold);
  expect(mangle({ "new-routing-mark": "a", "per-connection-classifier": "constructor:2/0" })).toEqual({
    kind: "unknown",
    reason: expect.objectContaining({ kind: "invalid-value", value: "constructor:2/0" }),
  });
  expect(follow({ "/routing/settings": [{ "policy-rules": "constructor" }] }).egress).toEqual({
    kind: "unknown",
    reason: { kind: "unsupported-value", property: "policy-rules", value: "constructor" },
  });
});

test("thousands of classifiers in a chain cannot be told", () => {
  const rules = Array.from({ length: 2_000 }, (_, i) => ({
    chain: "prerouting",
    action: "mark-routing",
    "new-routing-mark": "a",
    "per-connection-classifier": `both-addresses:4000000000/${i}`,
    passthrough: "false",
  }));
  expect(follow({ "/ip/firewall/mangle": rules }).egress).toEqual({
    kind: "unknown",
    reason: { kind: "hash-questions", most: 40_000 },
  });
});

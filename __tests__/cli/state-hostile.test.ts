import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { LIMITS, type Limits } from "../../lib/cli/exchange";
import { RouterClient } from "../../lib/cli/router";
import { findingText } from "../../lib/cli/state/finding-text";
import { matchTable, undecidedText } from "../../lib/cli/state/match-text";
import { headerText } from "../../lib/cli/state/row-text";
import { printing } from "../../lib/cli/terminal";
import type { Fields } from "../../lib/state/fields";
import { matchRows } from "../../lib/state/matching";
import { findingsOf } from "../../lib/state/state-findings";
import { deceiving, HIDDEN, holdsHidden } from "../hidden";
import { SEED } from "../simulator/article";
import { type Planned, stackOf } from "../state/stacks";
import type { Said } from "./captured";
import { runState } from "./run-state";
import { answering, type Behaviour, dripping, endless, withServer } from "./servers";

const folder = mkdtempSync(join(tmpdir(), "state-hostile-"));
writeFileSync(join(folder, "main.tf"), "");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the command says beside such a server; Terraform is not asked before the router has configured who it is. */
const check = (behave: Behaviour, scheme = "http"): Promise<Said> =>
  withServer(behave, (url) =>
    runState(["check", folder], {
      ROS_HOSTURL: url.replace("http", scheme),
      ROS_USERNAME: "u",
      ROS_PASSWORD: "p",
    }),
  );

const OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
const NO_ROUTER = "but not as the REST API of RouterOS 7: its reply for /system/identity";

test.each<[string, Behaviour, string]>([
  ["null", answering("null"), `${NO_ROUTER} holds null where a row should be: check ROS_HOSTURL`],
  ["a list of null", answering("[null]"), `${NO_ROUTER} holds a list where a row should be`],
  ["an empty object", answering("{}"), `${NO_ROUTER} is an empty object`],
  ["a list of numbers", answering("[1]"), `${NO_ROUTER} holds a list where a row should be`],
  ["a text", answering('"\u202ex"'), `${NO_ROUTER} holds "\\u202ex" where a row should be`],
  ["a number for a text", answering('{"name":1}'), `${NO_ROUTER} holds a row whose name is 1, not a text`],
  [
    "an object in a row",
    answering('{"name":{}}'),
    `${NO_ROUTER} holds a row whose name is an object, not a text`,
  ],
  ["a page", answering("<html>", "HTTP/1.1 200 OK\r\ncontent-type: text/html"), `${NO_ROUTER} is not JSON`],
  ["nothing", answering(""), `${NO_ROUTER} is not JSON`],
  ["bytes", answering("\u0000\ufffd"), `${NO_ROUTER} is not JSON`],
  [
    "lists in lists",
    answering(`${"[".repeat(100_000)}${"]".repeat(100_000)}`),
    `${NO_ROUTER} cannot be read: it is nested more than 1000 levels deep`,
  ],
  [
    "another place",
    answering("", "HTTP/1.1 302 Found\r\nlocation: https://me:secret@192.0.2.1/login"),
    "redirects to https://192.0.2.1/login (status 302), which is not followed",
  ],
  [
    "a refusal with control characters",
    answering('{"detail":"no\\u001b[31m\\nerror: forged"}', "HTTP/1.1 500 Error"),
    "rejects GET /system/identity: no\\u001b[31m\\nerror: forged",
  ],
  [
    "a refusal that is a book",
    answering(JSON.stringify({ detail: "x".repeat(100_000) }), "HTTP/1.1 500 Error"),
    `rejects GET /system/identity: ${"x".repeat(237)}...`,
  ],
  ["a refusal of null", answering("null", "HTTP/1.1 500 Error"), "rejects GET /system/identity: status 500"],
  ["what is not HTTP", answering("", "SSH-2.0-ROSSSH\r\n"), "its reply is not HTTP: check ROS_HOSTURL"],
  [
    "a head without end",
    endless(`${OK}\r\n`, `x: ${"y".repeat(1_000)}\r\n`),
    "its reply is not HTTP: check ROS_HOSTURL",
  ],
  [
    "a reply that breaks off",
    (socket) => socket.on("data", () => socket.end(`${OK}\r\ncontent-length: 9\r\n\r\n{`)),
    "cannot be reached: its answer breaks off",
  ],
  [
    "pieces of no size",
    (socket) => socket.on("data", () => socket.write(`${OK}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`)),
    "its reply is not HTTP: check ROS_HOSTURL",
  ],
  ["no word", (socket) => socket.on("data", () => socket.end()), "cannot be reached: socket hang up"],
])("a router that answers with %s is one line and status 2", async (_, behave, message) => {
  const { status, out, err } = await check(behave);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(message);
  expect(err).toMatch(/^error: http:\/\/127[^\n]*\n$/);
  expect(holdsHidden(err)).toBe(false);
});

test("a server that does not speak TLS where TLS is asked for is one line and status 2", async () => {
  const { status, err } = await check(
    (socket) => socket.on("data", () => socket.end("HTTP/1.1 400 No\r\n\r\n")),
    "https",
  );
  expect(status).toBe(2);
  expect(err).toMatch(
    /^error: https:\S+ cannot be reached: it does not speak TLS there: check ROS_HOSTURL\n$/,
  );
});

describe("a request ends", () => {
  /** What the router's client says within these limits. */
  const ask = (behave: Behaviour, limits: Partial<Limits>, scheme = "http") =>
    withServer(behave, (url) => {
      const login = { url: url.replace("http", scheme), username: "u", password: "p", insecure: true };
      return new RouterClient(login, { ...LIMITS, ...limits }).identity();
    });

  test("when the whole answer takes too long, however steadily it drips", async () => {
    const body = dripping(`${OK}\r\ncontent-length: 9999\r\n\r\n`, " ");
    await expect(ask(body, { totalSeconds: 0.3 })).rejects.toThrow(/no whole answer within 0.3 s$/);
    const head = dripping(`${OK}\r\nx: `, "y");
    await expect(ask(head, { totalSeconds: 0.3 })).rejects.toThrow(/no whole answer within 0.3 s$/);
    const early = dripping("", "HTTP/1.1 100 Continue\r\n\r\n");
    await expect(ask(early, { totalSeconds: 0.3 })).rejects.toThrow(/no whole answer within 0.3 s$/);
  });

  test("when nothing comes for too long, also where TLS is asked of a server that only listens", async () => {
    await expect(ask(() => {}, { idleSeconds: 0.3 })).rejects.toThrow(/no answer within 0.3 s$/);
    await expect(ask(() => {}, { idleSeconds: 0.3 }, "https")).rejects.toThrow(/no answer within 0.3 s$/);
  });

  test("when the answer is too long, while it still comes", async () => {
    const body = endless(`${OK}\r\ntransfer-encoding: chunked\r\n\r\n`, `2000\r\n${" ".repeat(0x2000)}\r\n`);
    await expect(ask(body, { megabytes: 1 })).rejects.toThrow(/its answer is longer than 1 MB$/);
  });

  test("within the limits that the docs name", () => {
    expect(LIMITS).toEqual({ idleSeconds: 65, totalSeconds: 120, megabytes: 64 });
  });
});

test.each([
  ["no list", '{"chain":"srcnat"}', "is an object, not a list of rows"],
  ["a row without an id", '[{"chain":"srcnat"}]', "holds a row whose .id is missing"],
  ["an id that is none", '[{".id":"*1\\n/x"}]', 'holds a row whose .id is "*1\\n/x"'],
  ["null for a row", "[null]", "holds null where a row should be"],
])("%s in a menu of many rows is refused", async (_, body, what) => {
  const read = withServer(answering(body), (url) =>
    new RouterClient({ url, username: "u", password: "p", insecure: false }).rows(["/ip/firewall/nat"]),
  );
  await expect(read).rejects.toThrow(`its reply for /ip/firewall/nat ${what}`);
});

test("fields that every object has are none of a row's", async () => {
  const body = '[{".id":"*1","__proto__":"x"}]';
  const rows = await withServer(answering(body), (url) =>
    new RouterClient({ url, username: "u", password: "p", insecure: false }).rows(["/ip/route"]),
  );
  const [row] = rows.get("/ip/route") ?? [];
  expect([row?.["constructor"], row?.["toString"]]).toEqual([undefined, undefined]);
  expect(Object.entries(row ?? {})).toEqual([
    [".id", "*1"],
    ["__proto__", "x"],
  ]);
});

const MENU = "/ip/firewall/nat";
const rule = (state: object = {}): Planned => {
  const configured = {
    chain: "srcnat",
    action: "masquerade",
    out_interface: "a",
    comment: "gateway/a/masquerade",
  };
  return { type: "routeros_ip_firewall_nat", name: "a", configured, unset: ["log_prefix"], ...state };
};
const held = rule({
  state: {
    id: "*1",
    chain: "srcnat",
    action: "masquerade",
    out_interface: "a",
    comment: "gateway/a/masquerade",
  },
});
const row = (id: string, more: Fields = {}): Fields => ({
  ".id": id,
  chain: "srcnat",
  action: "masquerade",
  "out-interface": "a",
  comment: "gateway/a/masquerade",
  ...more,
});

test("hidden characters of a router are escapes in all that is configured of it, and forge no line", () => {
  const configured = (text: string): string => {
    const stack = stackOf(held);
    const rows = new Map([
      [MENU, [row("*1", { "log-prefix": text }), row("*2", { comment: `gateway/${text}/x` })]],
    ]);
    const findings = findingsOf(stack, rows);
    expect(findings.all.map(({ kind }) => kind)).toEqual(["drifted", "orphaned"]);
    const matches = matchRows(stackOf(rule()), new Map([[MENU, [row("*1", { "log-prefix": text })]]]));
    const identity = { identity: text, version: text };
    const lines: string[] = [];
    const terminal = printing({ out: (line) => lines.push(line), err: (line) => lines.push(line) });
    for (const words of [
      headerText({ url: "http://r", identity, stack } as Parameters<typeof headerText>[0]),
      findingText(findings),
      matchTable(matches),
      undecidedText(matches),
    ]) {
      terminal.out(words);
    }
    return lines.join("\n");
  };
  const plain = configured("plain").split("\n").length;
  fc.assert(
    fc.property(deceiving, (text) => {
      // The pattern by which a comment is known as the stack's has slashes of its own.
      const shown = configured(text.replaceAll("/", "."));
      expect(holdsHidden(shown)).toBe(false);
      expect(shown.split("\n")).toHaveLength(plain);
    }),
    { seed: SEED, numRuns: 60, examples: [[HIDDEN.join("")]] },
  );
});

test("JSON for machines holds no hidden characters and still means the same", () => {
  const lines: string[] = [];
  const terminal = printing({ out: (text) => lines.push(text), err: (text) => lines.push(text) });
  const value = { comment: `${HIDDEN.join("")}\n\u{1f600}` };
  terminal.out(JSON.stringify(value, null, 2));
  expect(holdsHidden(lines.join(""))).toBe(false);
  expect(JSON.parse(lines.join(""))).toEqual(value);
});

describe("a router with many rows of others", () => {
  /** How many fields are looked at in a menu of so many rows. */
  function looks(count: number, stack: Planned, make: (id: string) => Fields): number {
    let looked = 0;
    const counting = (fields: Fields): Fields =>
      new Proxy(fields, {
        get: (target, name: string) => {
          looked += 1;
          return target[name];
        },
      });
    const rows = Array.from({ length: count }, (_, i) => counting(make(`*${(i + 2).toString(16)}`)));
    const all = new Map([[MENU, rows]]);
    expect(findingsOf(stackOf(stack), all).all.length).toBeGreaterThan(0);
    matchRows(stackOf(stack), all);
    return looked;
  }

  test.each<[string, Planned, (id: string) => Fields]>([
    ["copies of a row that the state has not", rule(), (id) => row(id)],
    ["copies of a row that is gone", held, (id) => row(id)],
    ["rows with the stack's comments", held, (id) => row(id, { comment: `gateway/a/${id}` })],
  ])("takes work that grows as they do: %s", (_, stack, make) => {
    const [few, many] = [looks(500, stack, make), looks(2_000, stack, make)];
    expect(many / few).toBeLessThan(4.5);
  });

  test("is shown as a table of the first thousand, which says how many there are", () => {
    const rows = [
      row("*1"),
      ...Array.from({ length: 2_000 }, (_, i) =>
        row(`*${(i + 2).toString(16)}`, { comment: `gateway/a/${i}` }),
      ),
    ];
    const words = findingText(findingsOf(stackOf(held), new Map([[MENU, rows]])));
    expect(words.match(/^ {2}orphaned/gm)).toHaveLength(1_000);
    expect(words).toContain(
      "1000 more findings are not shown: routeros-state check --json lists all of them.",
    );
  });
});

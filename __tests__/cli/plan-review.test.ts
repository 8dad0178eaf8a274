import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planReview } from "../../lib/cli/plan-review-command";
import { version } from "../../package.json";
import { holdsHidden } from "../hidden";
import { changed } from "../plan-review/findings-in";
import { articleResources, planJson } from "../plan-review/plans";
import { captured, type Said } from "./captured";

const folder = mkdtempSync(join(tmpdir(), "plan-review-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: object | string): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

const run = (...args: string[]): Promise<Said> => captured((terminal) => planReview(args, terminal));

const good = file("good.json", planJson(articleResources(2), articleResources(3)));
const same = file("same.json", planJson(articleResources(), articleResources()));

test("a plan that changes nothing says so in one line, and ends with 0", async () => {
  expect(await run(same)).toEqual({ status: 0, out: "This plan changes nothing.\n", err: "" });
});

test("plans of one router are reviewed as one where that is said", async () => {
  const names = async (...args: string[]) =>
    JSON.parse((await run("--format", "json", ...args, good, same)).out).routers.map(
      ({ name }: { name: string }) => name,
    );
  expect(await names()).toEqual([`${good}: routeros`, `${same}: routeros`]);
  expect(await names("--same-router")).toEqual(["routeros"]);
});

test("the bar decides whether findings end the command with 1", async () => {
  expect(await run(good)).toMatchObject({ status: 0 });
  expect(await run(good, "--fail-on", "warning")).toMatchObject({ status: 1 });
  expect(await run(good, "--fail-on", "never")).toMatchObject({ status: 0 });
});

test("what the router has already ends the command with 1 only where that is asked for", async () => {
  const faulty = changed({ routeros_ip_firewall_nat: { wlan2: null } });
  const more = {
    ...faulty,
    routeros_ip_dns_record: { nas: { name: "nas.example", address: "192.168.0.5" } },
  };
  for (const [name, after] of Object.entries({ kept: faulty, beside: more })) {
    const plan = file(`${name}.json`, planJson(faulty, after));
    expect(await run(plan)).toMatchObject({ status: 0 });
    expect(await run(plan, "--fail-on", "warning")).toMatchObject({ status: 0 });
    expect(await run(plan, "--fail-on-existing", "error")).toMatchObject({ status: 1 });
    expect(await run(plan, "--fail-on", "never", "--fail-on-existing", "warning")).toMatchObject({
      status: 1,
    });
  }
  const brought = file("brought.json", planJson(articleResources(), faulty));
  expect(await run(brought)).toMatchObject({ status: 1 });
  expect(await run(brought, "--fail-on", "never", "--fail-on-existing", "warning")).toMatchObject({
    status: 0,
  });
});

test("the report goes to a file where one is named", async () => {
  const out = join(folder, "report.md");
  expect(await run(good, "--out", out)).toEqual({ status: 0, out: "", err: "" });
  expect(readFileSync(out, "utf8")).toContain("At least 1/3 of the open connections from LAN Local move");
});

test("several plans make one report, and each router is named by its file", async () => {
  const { out } = await run(good, same);
  expect(out).toContain("on 1 of 2 routers");
  expect(out).toContain("good.json: routeros");
});

const assertion = (router: string, wan: string) => `assertions:
  - name: the office leaves by ${wan}
    router: ${router}
    from: 192.168.0.9
    to: 198.51.100.1
    expect: { wan: ${wan} }
`;

test("a flow assertion that fails already ends the command with 1 only where that is asked for", async () => {
  const asked = file("asked.yml", assertion("routeros", "wlan1"));
  const { status, out } = await run(good, "--flow-assertions", asked);
  // The plan did not bring it: half of the connections left by wlan2 before, too.
  expect(status).toBe(0);
  expect(await run(good, "--flow-assertions", asked, "--fail-on-existing", "error")).toMatchObject({
    status: 1,
  });
  expect(out).toContain(
    "the office leaves by wlan1: not as expected (it leaves by wlan1), and this was not so before either.",
  );
  expect(await run(good, "--flow-assertions", asked, "--fail-on", "never")).toMatchObject({ status: 0 });
});

test.each([
  [
    "a file of flow assertions with mistakes",
    ["--flow-assertions", file("wrong.yml", "assertions:\n  - name: q\n"), good],
    "line 2: from is missing",
  ],
  [
    "a flow assertion about a router that no plan has",
    ["--flow-assertions", file("other.yml", assertion("gw.example", "wlan1")), good],
    'is about router "gw.example", which no plan has; the routers of the plans are: routeros',
  ],
  ["a file that is not there", [join(folder, "none.json")], "none.json cannot be read: no such file"],
  ["a plan that is none", [file("bad.json", "{")], "bad.json: not a complete JSON document"],
  ["a folder", [folder], "cannot be read: it is a folder"],
  ["an unknown option", ["--bad"], "unknown option '--bad'"],
  ["an unknown format", ["--format", "pdf", good], "argument 'pdf' is invalid"],
  [
    "an operator that is no address",
    ["--operator", "me", good],
    "argument 'me' is invalid. Write an IPv4 address",
  ],
  ["no number of failures", ["--failures", "0", good], "Write a number from 1 to 99"],
  [
    "a report that cannot be written",
    ["--out", join(folder, "no", "way.md"), good],
    "way.md: no such file or folder",
  ],
])("%s ends with 2 and one line", async (_, args, message) => {
  const { status, out, err } = await run(...args);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(message);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test("says what it takes, and its version", async () => {
  const { status, out, err } = await run("--help");
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toContain("or - for standard input (default: -)");
  expect(out).toContain("Exit status: 0 no findings, 1 findings, 2 ");
  expect(await run("--version")).toEqual({ status: 0, out: `${version}\n`, err: "" });
});

test.each([
  [
    "a file's name",
    [join(folder, "no\u001b[2J\nerror: forged")],
    "no\\u001b[2J\\nerror: forged cannot be read",
  ],
  [
    "a flow assertion",
    ["--flow-assertions", file("esc.yml", 'assertions:\n  - "\\e[2J": x\n'), good],
    '"\\u001b[2J" is not a valid key',
  ],
  [
    "a plan",
    [file("esc.json", { ...planJson({}, {}), configuration: { provider_config: { "\u202e": 1 } } })],
    "provider_config.\\u202e must be an object",
  ],
])("hidden characters of %s are escapes in the line about an error", async (_, args, message) => {
  const { status, out, err } = await run(...args);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(message);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(holdsHidden(err)).toBe(false);
});

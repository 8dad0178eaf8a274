import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { type AskText, cdktfRouterosGateway } from "../../lib/cli/init/init-command";
import { captured, type Said } from "./captured";

const root = mkdtempSync(join(tmpdir(), "init-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const emptyFolder = (): string => mkdtempSync(join(root, "site-"));

const init = (args: readonly string[], ask?: AskText): Promise<Said> =>
  captured((terminal) => cdktfRouterosGateway(["init", ...args], terminal, ask));

/** Gives these answers, one after the other, and keeps what was asked. */
function answering(...answers: string[]): { asked: string[]; ask: NonNullable<AskText> } {
  const asked: string[] = [];
  return {
    asked,
    ask: async (question) => {
      asked.push(question);
      return answers.shift() ?? "";
    },
  };
}

const siteIn = (folder: string) => parse(readFileSync(join(folder, "site.yaml"), "utf8"));

test("four questions, each with an answer that an empty line gives", async () => {
  const folder = emptyFolder();
  const { asked, ask } = answering();
  const { status, out } = await init([folder], ask);
  expect([status, asked.length]).toEqual([0, 4]);
  expect(siteIn(folder)).toEqual({
    lans: [{ interface: "bridge", address: "192.168.88.1/24" }],
    wans: [
      { kind: "dhcp", name: "fibre", interface: "ether1" },
      { kind: "dhcp", name: "cable", interface: "ether2" },
    ],
  });
  expect(out).toContain("ROS_HOSTURL=https://192.168.88.1 ROS_USERNAME=");
  expect(readdirSync(folder).sort()).toEqual([
    ".gitignore",
    "cdktf.json",
    "main.ts",
    "package.json",
    "site.yaml",
    "tsconfig.json",
  ]);
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toContain("*.tfstate");
});

test("answers become the data of each kind of WAN, and the pipeline that was asked for", async () => {
  const folder = emptyFolder();
  const { ask } = answering(
    "vlan10 10.0.0.1/16",
    "fibre ether1 203.0.113.2/30 203.0.113.1, lte lte1 point-to-point, 4g-dsl pppoe-dsl pppoe ether3 me",
    "7.20.4",
    "gitlab",
  );
  const { status, out } = await init([folder], ask);
  expect(status).toBe(0);
  expect(siteIn(folder)).toEqual({
    lans: [{ interface: "vlan10", address: "10.0.0.1/16" }],
    wans: [
      {
        kind: "static",
        name: "fibre",
        interface: "ether1",
        address: "203.0.113.2/30",
        gateway: "203.0.113.1",
      },
      { kind: "point-to-point", name: "lte", interface: "lte1" },
      {
        kind: "point-to-point",
        name: "4g-dsl",
        interface: "pppoe-dsl",
        pppoe: { interface: "ether3", user: "me", passwordVariable: "_4g_dsl_password" },
      },
    ],
    routerOsVersion: "7.20.4",
  });
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(["gitlab-ci.yml", "compare-plans.mjs"]));
  expect(out).toContain("TF_VAR__4g_dsl_password=");
  expect(out).toContain("gitlab-ci.yml belongs into a project of its own");
});

test("a package that is there keeps what it has, and gets what is missing", async () => {
  const folder = emptyFolder();
  const installed = { "cdktf-routeros-gateway": "file:a.tgz", "@cdktf/provider-routeros": "file:b.tgz" };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "mine", scripts: { test: "x" }, dependencies: { ...installed, cdktf: "0.20.0" } }),
  );
  const { out } = await init([folder], answering().ask);
  const project = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(project).toMatchObject({
    name: "mine",
    scripts: { test: "x", synth: expect.stringContaining("tsc --noEmit && ") },
    dependencies: { ...installed, cdktf: "0.20.0", yaml: expect.any(String) },
    devDependencies: { tsx: expect.any(String), typescript: expect.any(String) },
  });
  expect(out).toContain("  npm install\n");
});

test.each([
  [["--lan", "bridge"], 'the LAN "bridge": write an interface and an address'],
  [["--lan", "bridge 192.168.88.1"], "with its prefix length, such as bridge 192.168.88.1/24"],
  [["--wans", "fibre ether1"], 'the WAN "fibre ether1": write a name, an interface, and one of: dhcp;'],
  [["--wans", "a ether1 dhcp, b ether2 10.0.0.1/24"], 'the WAN "b ether2 10.0.0.1/24"'],
  [["--routeros-version", "6.49"], "write one of RouterOS 7, such as 7.20, or unknown"],
  [["--pipeline", "jenkins"], 'the pipeline "jenkins": write none, github, gitlab'],
  [["--pipline", "github"], "unknown option '--pipline'"],
])("what cannot be used is one line, and nothing is written: %j", async (args, line) => {
  const folder = emptyFolder();
  const { status, err } = await init([folder, ...args], answering().ask);
  expect([status, err]).toEqual([2, expect.stringContaining(line)]);
  expect(readdirSync(folder)).toEqual([]);
});

test("without a terminal, the option that is missing is named", async () => {
  const { status, err } = await init([emptyFolder(), "--lan", "bridge 192.168.88.1/24"]);
  expect([status, err]).toEqual([2, expect.stringContaining("there is no terminal to ask on: write --wans")]);
});

test("no file is overwritten", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, "main.ts"), "mine");
  const { status, err } = await init([folder], answering().ask);
  expect([status, err]).toEqual([2, expect.stringContaining("has main.ts already, so nothing was written")]);
  expect(readFileSync(join(folder, "main.ts"), "utf8")).toBe("mine");
  expect(readdirSync(folder).sort()).toEqual([".github", "main.ts"]);
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gatewayRows } from "../packets/gateway-rows";
import { gatewayOf, WANS } from "../packets/packet-lab";
import { fullTest, IS_ALL, inAll } from "../tier";
import { type Outcome, type Printed, printedThings, Shell } from "./pasting";

const ROOT = resolve(__dirname, "../..");
const LAB = [process.execPath, "--require", "tsx/cjs", join(ROOT, "lab", "lab.ts")];
/** As somebody who is not root, and may have user namespaces. */
const NOT_ROOT = ["unshare", "--user", "--map-user=65534", "--map-group=65534"];

interface Running {
  readonly child: ChildProcess;
  readonly temporary: string;
  /** All it has said on stdout, once that holds a text. */
  until(text: string): Promise<string>;
  ended(): Promise<{ status: number | null; stderr: string }>;
}

const running: Running[] = [];
const shells: Shell[] = [];
afterEach(async () => {
  for (const shell of shells.splice(0)) {
    shell.close();
  }
  for (const lab of running.splice(0)) {
    lab.child.kill("SIGKILL");
    await lab.ended();
    rmSync(lab.temporary, { recursive: true, force: true });
  }
});

function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  before: readonly string[] = [],
): Running {
  const temporary = mkdtempSync(join(tmpdir(), "lab-test-"));
  const [command = "", ...words] = [...before, ...LAB, ...args];
  const child = spawn(command, words, {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = once(child, "close");
  let [stdout, stderr] = ["", ""];
  let wake = (): void => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const lab: Running = {
    child,
    temporary,
    until: async (text) => {
      while (!stdout.includes(text) && child.exitCode === null) {
        await Promise.race([ended, new Promise<void>((resume) => (wake = resume))]);
      }
      return stdout || stderr;
    },
    ended: async () => ({ status: (await ended)[0] as number | null, stderr }),
  };
  running.push(lab);
  return lab;
}

function openShell(): Shell {
  const shell = new Shell();
  shells.push(shell);
  return shell;
}

/** As Ctrl-C at a terminal: to everything in the process group. */
const interrupt = ({ child }: Running, signal: NodeJS.Signals = "SIGINT"): boolean =>
  process.kill(-Number(child.pid), signal);

const leftovers = (temporary: string): string[] =>
  readdirSync(temporary).filter((name) => !name.startsWith("tsx-"));

const namespacesOf = (printed: string): string[] => {
  const [, prefix = "none"] = /(lab-[0-9a-f]{6}-)router/.exec(printed) ?? [];
  return (existsSync("/run/netns") ? readdirSync("/run/netns") : []).filter((name) =>
    name.startsWith(prefix),
  );
};

/** What is printed of Terraform's commands, which `npm run test:all` tries; there are rows of the gateway in their stead. */
const TERRAFORM = /^(deploy main\.ts|take the gateway away)/;

/** The commands that put a gateway's rows on the router, after the one that asks for its routes. */
const putting = (asking: string): string =>
  gatewayRows(gatewayOf(WANS.slice(0, 2)))
    .map(
      ({ menu, row }) =>
        `${asking.replace("/rest/ip/route", `/rest${menu}`)} -X PUT -H 'content-type: application/json' -d '${JSON.stringify(row)}'`,
    )
    .join(" &&\n");

test("with --network everything that is printed to be tried works as printed, and Ctrl-C removes it all", async () => {
  const lab = start(["--network", "--version", "7.24"]);
  const printed = await lab.until("destroy article");
  const shell = openShell();
  const things = printedThings(printed);
  const tried = new Set<Printed>();
  const thing = (what: RegExp): Printed => {
    const found = things.find((one) => what.test(one.what));
    if (found === undefined) {
      throw new Error(`Nothing to try is called ${what}: ${printed}`);
    }
    tried.add(found);
    return found;
  };
  const attempt = async (what: RegExp): Promise<string> => {
    const { status, output }: Outcome = await shell.paste(thing(what).text);
    expect([what, status, output]).toEqual([what, 0, output]);
    return output;
  };
  const sources = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      [...(await attempt(/^send 100 flows/)).matchAll(/(\d+) ([\d.]+)/g)].map(([, n, address]) => [
        address,
        Number(n),
      ]),
    );
  const routes = async (): Promise<Record<string, string | undefined>> =>
    Object.fromEntries(
      (JSON.parse(await attempt(/^see its routes/)) as Record<string, string>[]).map(
        ({ comment, active }) => [comment, active],
      ),
    );

  expect(namespacesOf(printed).length).toBeGreaterThan(7);
  expect(JSON.parse(await attempt(/^ask the router for its routes/))).toEqual([]);
  await attempt(/^let it notice/);
  if (IS_ALL) {
    await attempt(/^deploy main\.ts/);
  } else {
    const put = await shell.paste(putting(thing(/^ask the router for its routes/).text));
    expect([put.status, put.output]).toEqual([0, expect.not.stringContaining('"error"')]);
  }
  expect((await routes())["gateway/wlan1/default-route"]).toBe("true");

  const spread = await sources();
  expect(Object.keys(spread).sort()).toEqual(["10.111.0.2", "10.112.0.2"]);
  expect(Object.values(spread).reduce((sum, n) => sum + n, 0)).toBe(100);
  expect(await attempt(/^connect from the Internet/)).toMatch(/^hello 198\.18\.0\.1 \d+$/);

  await attempt(/^kill the gateway of wlan1/);
  while ((await routes())["gateway/wlan1/default-route"] !== undefined) {}
  expect(await sources()).toEqual({ "10.111.0.2": 100 });
  await attempt(/^bring it back/);
  while ((await routes())["gateway/wlan1/default-route"] !== "true") {}
  await attempt(/^pull the cable/);
  while ((await routes())["gateway/wlan1/default-route"] !== "true") {}
  expect(Object.keys(await sources())).toHaveLength(2);

  const rules = JSON.parse(await attempt(/^see what the rules/)) as Record<string, string>[];
  expect(
    Number(rules.find(({ comment }) => comment === "gateway/wlan1/mark-connection")?.["packets"]),
  ).toBeGreaterThan(0);
  expect(await attempt(/^see what each ISP/)).toMatch(/10\.112\.0\.2 counter[\s\S]*10\.111\.0\.2 counter/);
  expect(await attempt(/^see what the rows/)).toMatch(/default nhid[\s\S]*masquerade/);
  expect(await attempt(/^let the router run a script/)).toMatch(/"message":"hello"/);
  // In that shell somebody types on.
  const operator = await shell.paste(
    `${thing(/^be the operator/).text}\nip -4 -br address show router\nexit`,
  );
  expect(operator).toEqual({ status: 0, output: expect.stringContaining("10.255.255.2/30") });
  if (IS_ALL) {
    await attempt(/^take the gateway away/);
    expect(await routes()).toEqual({});
  }
  const untried = things.filter((one) => !tried.has(one) && (IS_ALL || !TERRAFORM.test(one.what)));
  expect(untried).toEqual([]);

  interrupt(lab);
  expect(await lab.ended()).toEqual({ status: 0, stderr: "" });
  expect([leftovers(lab.temporary), namespacesOf(printed)]).toEqual([[], []]);
});

inAll(() =>
  test("without root the first thing to try leads into the lab's user namespace, and SIGHUP ends it", async () => {
    const lab = start(["--network"], {}, NOT_ROOT);
    const [enter, ask] = printedThings(await lab.until("destroy article"));
    expect(enter?.what).toBe("first of all, enter the lab's user namespace");
    const shell = openShell();
    const asked = await shell.paste(`${enter?.text}\n${ask?.text}\nexit`);
    expect(asked).toEqual({ status: 0, output: "[]" });
    // To the first process alone, which hands it on.
    lab.child.kill("SIGHUP");
    expect(await lab.ended()).toEqual({ status: 0, stderr: "" });
    expect(leftovers(lab.temporary)).toEqual([]);
  }),
);

test("an interruption while it starts leaves nothing", async () => {
  const lab = start(["--network"]);
  while (!leftovers(lab.temporary).some((name) => /^lab-network-[0-9a-f]{6}$/.test(name))) {
    await new Promise((resume) => setTimeout(resume, 5));
  }
  const [folder = ""] = leftovers(lab.temporary);
  interrupt(lab);
  expect(await lab.ended()).toEqual({ status: 0, stderr: "" });
  expect(leftovers(lab.temporary)).toEqual([]);
  expect(namespacesOf(`lab-${folder.slice("lab-network-".length)}-router`)).toEqual([]);
});

test("where there can be no network it says why in one line", async () => {
  const lab = start(["--network"], { PATH: "/nowhere" });
  const { status, stderr } = await lab.ended();
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^The lab's network needs .*\n$/)]);
});

fullTest("names of ports are the network's own", async () => {
  const { status, stderr } = await start(["--network", "--interface", "ether1"]).ended();
  expect([status, stderr]).toEqual([
    1,
    "error: option '--interface <name...>' cannot be used with option '--network'\n",
  ]);
});

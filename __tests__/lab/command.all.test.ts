import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CLI_CONFIG_FILE } from "../../tools/pinned-provider";
import { fullTest, sampled } from "../tier";

const LAB = resolve(__dirname, "../../lab/lab.ts");
const started: ChildProcess[] = [];

/** `npm run lab` without npm around it, so that signals reach it. */
function lab(...args: string[]) {
  return labIn(process.env, ...args);
}

function labIn(env: NodeJS.ProcessEnv, ...args: string[]) {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", LAB, ...args], {
    cwd: resolve(__dirname, "../.."),
    env,
  });
  started.push(child);
  const said = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.error += text;
  });
  return { child, said, exited: once(child, "exit") };
}

afterAll(() => {
  for (const child of started) {
    child.kill("SIGKILL");
  }
});

const shellValue = (text: string, name: string): string =>
  new RegExp(`export ${name}=(\\S+)`).exec(text)?.[1] ?? "";

test("it says how to reach it, as it can be reached, and Ctrl-C ends it", async () => {
  const { child, said, exited } = lab("--version", "7.16", "--interface", "ether1", "ether2");
  await once(child.stdout, "data");
  const url = /HTTP +(\S+)/.exec(said.out)?.[1];
  const [username, password] = ["ROS_USERNAME", "ROS_PASSWORD"].map((name) => shellValue(said.out, name));
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const response = await fetch(`${url}/rest/interface`, { headers: { authorization } });
  const ports = (await response.json()) as { name: string }[];
  expect(ports.map((port) => port.name)).toEqual(["ether1", "ether2"]);
  expect(shellValue(said.out, "ROS_HOSTURL")).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(shellValue(said.out, "ROS_CA_CERTIFICATE")).toMatch(/ca\.pem$/);
  expect(said.out).toContain("RouterOS 7.16");
  expect(password).toMatch(/^[\w-]{20}$/);
  expect(said.out).toContain(`curl -u admin:${password} --cacert`);
  child.kill("SIGINT");
  expect([await exited, said.error]).toEqual([[0, null], ""]);
});

const chosen: [string, NodeJS.ProcessEnv, string[]][] = [
  ["an option", {}, ["--password", "it's mine"]],
  ["a variable", { LAB_PASSWORD: "it's mine" }, []],
];

describe.each(sampled(chosen, 1))("with a password by %s", (_what, env, args) => {
  let running: ReturnType<typeof lab>;
  beforeAll(async () => {
    running = labIn({ ...process.env, ...env }, ...args);
    await once(running.child.stdout, "data");
  });

  test("it says the password, in words that a shell takes", () => {
    const { out } = running.said;
    expect(out).toContain("password  it's mine\n");
    const script = out.split("\n").filter((line) => line.trim().startsWith("export ROS_PASSWORD"));
    const { stdout } = spawnSync("bash", ["-c", `${script}\nprintf %s "$ROS_PASSWORD"`], {
      encoding: "utf8",
    });
    expect(stdout).toBe("it's mine");
  });

  test("it says how Terraform finds the provider where the registry is out of reach", () => {
    expect(shellValue(running.said.out, "TF_CLI_CONFIG_FILE")).toBe(CLI_CONFIG_FILE);
    expect(running.said.out).toContain("cdktf deploy ... --skip-provider-lock");
  });

  test("SIGTERM ends it as Ctrl-C does, and again is no harm", async () => {
    const { child, said, exited } = running;
    const certificate = shellValue(said.out, "ROS_CA_CERTIFICATE");
    expect(existsSync(certificate)).toBe(true);
    child.kill("SIGTERM");
    child.kill("SIGTERM");
    expect([await exited, said.error]).toEqual([[0, null], ""]);
    expect(existsSync(dirname(certificate))).toBe(false);
  });
});

fullTest("SIGHUP ends it as Ctrl-C does", async () => {
  const { child, said, exited } = lab();
  await once(child.stdout, "data");
  const certificate = shellValue(said.out, "ROS_CA_CERTIFICATE");
  child.kill("SIGHUP");
  child.kill("SIGHUP");
  expect([await exited, said.error]).toEqual([[0, null], ""]);
  expect(existsSync(dirname(certificate))).toBe(false);
});

test("what it prints can be pasted, also where folders have spaces in their names", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lab of mine's "));
  try {
    const { child, said, exited } = labIn({ ...process.env, TMPDIR: folder, XDG_CACHE_HOME: folder });
    await once(child.stdout, "data");
    const [variables = "", , questions = ""] = said.out
      .split(/^\S.*:$/m)
      .slice(1)
      .map((part) => part.trim());
    const script = `set -eu\n${variables}\nls "$ROS_CA_CERTIFICATE"\necho "$TF_CLI_CONFIG_FILE"\n${questions}`;
    const { status, stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      expect.stringMatching(/lab of mine's .*ca\.pem$/),
      expect.stringContaining("lab of mine's "),
    ]);
    expect(stdout).toContain('"address":"10.112.0.2/24"');
    child.kill("SIGINT");
    await exited;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("its help gives the defaults, and says what a short version means", async () => {
  const { said, exited } = lab("--help");
  expect((await exited)[0]).toBe(0);
  const help = said.out.replace(/\s+/g, " ");
  expect(help).toContain('7.20 for 7.20.4 (default: "7.20.4")');
  expect(help).toContain("Local wlan1 wlan2 unless given");
});

test.each([
  ["7.18", "RouterOS 7.18.2, "],
  ["7.25", "RouterOS 7.25 is newer than any version that the lab knows: it is treated as 7.24.\n"],
])("--version %s says which router it starts", async (version, line) => {
  const { child, said, exited } = lab("--version", version);
  while (!said.out.includes("Ctrl-C")) {
    await once(child.stdout, "data");
  }
  expect(said.out).toContain(line);
  child.kill("SIGINT");
  expect([await exited, said.error]).toEqual([[0, null], ""]);
});

test("a mistake is one clear line, and exit 1", async () => {
  const taken = await takenPort();
  const { port } = taken.address() as { port: number };
  const mistakes: [string[], string][] = [
    [["--frobnicate"], "error: unknown option '--frobnicate'\n"],
    [
      ["--version", "6.49"],
      "RouterOS 6.49 is not known to the lab: write a version from 7.9.2 to 7.24, or a newer one.\n",
    ],
    [["--port", "70000"], "--port 70000 is no port: give a number from 0 to 65535.\n"],
    [["--port", String(port)], `Port ${port} is in use: give another one, or 0 for any.\n`],
  ];
  const tried = sampled(mistakes, 2);
  const outcomes = await Promise.all(
    tried.map(async ([args]) => {
      const { said, exited } = lab(...args);
      return [(await exited)[0], said.error];
    }),
  );
  taken.close();
  expect(outcomes).toEqual(tried.map(([, message]) => [1, message]));
});

async function takenPort(): Promise<Server> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

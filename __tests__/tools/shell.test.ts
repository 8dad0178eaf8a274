import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import spawn from "cross-spawn";
import { Shell } from "../../tools/shell";
import { until } from "../until";

const LONG_MS = 60_000;

let folder: string;
let shell: Shell;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shell-test-"));
  shell = new Shell(["sh"]);
});
afterEach(async () => {
  await shell.close();
  rmSync(folder, { recursive: true });
});

test("a command has its input, its arguments as they are, and its own output, errors and status", async () => {
  const odd = "a'b\n$(id) `id` \\ \" --x";
  const command = ["sh", "-c", 'cat; printf %s "$1"; echo no >&2; exit 3', "sh", odd];
  expect(await shell.run(command, "in\nput\n", LONG_MS)).toEqual({
    code: 3,
    stdout: `in\nput\n${odd}`,
    stderr: "no\n",
  });
  expect(() => shell.run(["echo", "a\0b"], "", LONG_MS)).toThrow("null character");
});

test("commands run at the same time, and each is told its own end", async () => {
  const wait = 'while ! [ -e "$1" ]; do sleep 0.02; done; echo first';
  const first = shell.run(["sh", "-c", wait, "sh", join(folder, "there")], "", LONG_MS);
  const other = await shell.run(["sh", "-c", 'touch "$1"; exit 1', "sh", join(folder, "there")], "", LONG_MS);
  expect(other).toEqual({ code: 1, stdout: "", stderr: "" });
  expect(await first).toEqual({ code: 0, stdout: "first\n", stderr: "" });
});

test("a command that takes longer than it may is killed", async () => {
  const { code } = await shell.run(["sleep", "1000"], "", 300);
  expect(code).toBeUndefined();
});

test("a command that there is none of says so", async () => {
  const { code, stderr } = await shell.run(["no-such-program"], "", LONG_MS);
  expect([code, stderr]).toEqual([127, expect.stringContaining("not found")]);
});

test("commands that have ended leave no process behind while the shell goes on", async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    await shell.run(["true"], "", LONG_MS);
  }
  const parentOfParent = ["sh", "-c", "cut -d ' ' -f 4 /proc/$PPID/stat"];
  const pid = (await shell.run(parentOfParent, "", LONG_MS)).stdout.trim();
  expect(pid).toMatch(/^\d+$/);
  expect(statesOfChildren(pid).filter((state) => state === "Z").length).toBeLessThan(3);
});

/** The states of the processes that one has started. */
const statesOfChildren = (parent: string): readonly string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // The name of the program comes second, in brackets.
        const [state = "", itsParent] = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ");
        return itsParent === parent ? [state] : [];
      } catch {
        return [];
      }
    });

test("with the shell go what runs in it and its files", async () => {
  const files = dirname((await shell.run(["readlink", "/proc/self/fd/1"], "", LONG_MS)).stdout);
  expect(existsSync(files)).toBe(true);
  const running = shell.run(["sleep", "1000"], "", LONG_MS);
  await shell.close();
  expect((await running).code).toBeUndefined();
  expect(existsSync(files)).toBe(false);
});

test("with a process that is killed go its shell and the files of that", async () => {
  const script = `
    const { Shell } = require(${JSON.stringify(join(__dirname, "../../tools/shell"))});
    new Shell(["sh"]).run(["readlink", "/proc/self/fd/1"], "", ${LONG_MS}).then(({ stdout }) => console.log(stdout));
    setInterval(() => {}, ${LONG_MS});`;
  const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "--eval", script]);
  const [file] = (await once(child.stdout as Readable, "data")) as [Buffer];
  const files = dirname(String(file).trim());
  expect(existsSync(files)).toBe(true);
  child.kill("SIGKILL");
  await until("its files are gone", () => !existsSync(files));
});

test("where there is no shell, each command is told why", async () => {
  const none = new Shell(["sh", "-c", "echo there is no place >&2; exit 1"]);
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await none.run(["true"], "", LONG_MS)).toEqual({
      code: 1,
      stdout: "",
      stderr: "there is no place\n",
    });
  }
  await none.close();
});

test("a process waits for a shell that it closes, also when commands run in it", () => {
  const file = JSON.stringify(join(__dirname, "../../tools/shell.ts"));
  const script = `
    const shell = new (require(${file}).Shell)(["sh"]);
    void shell.run(["sleep", "1000"], "", 60000);
    setTimeout(() => shell.close().then(() => console.log("closed")), 300);`;
  const { stdout } = spawn.sync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    encoding: "utf8",
  });
  expect(stdout).toBe("closed\n");
});

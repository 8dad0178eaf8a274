import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand, stopCommands } from "../../demo/processes";
import { until } from "../until";
import { removeFolders, temporaryFolder } from "./run-demo";

afterAll(removeFolders);

/** A process that only waits, and starts another one in a session of its own, so many deep. */
const SCRIPT = `
  const { spawn } = require("node:child_process");
  const { appendFileSync } = require("node:fs");
  const [file, depth] = process.argv.slice(1);
  if (depth > 1) {
    spawn(process.execPath, ["-e", process.env.SCRIPT, file, depth - 1], { detached: true, stdio: "ignore" });
  }
  appendFileSync(file, process.pid + "\\n");
  setInterval(() => {}, 1000);
`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that is dead and not yet buried still has its id.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, "latin1"));
};

test("to stop a command is to stop all that it has started, in whatever session", async () => {
  const file = join(temporaryFolder(), "pids");
  const pids = (): number[] =>
    existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
  const ended = runCommand(process.execPath, ["-e", SCRIPT, file, "3"], {
    cwd: __dirname,
    env: { ...process.env, SCRIPT },
  });
  await until("all three run", () => pids().length === 3);
  try {
    expect(pids().filter(isAlive)).toHaveLength(3);
    await stopCommands();
    expect((await ended).status).toBeNull();
    // A kill takes effect a moment after it is sent; one that was not sent never does.
    await until("none of them is alive", () => !pids().some(isAlive));
  } finally {
    for (const pid of pids().filter(isAlive)) {
      process.kill(pid, "SIGKILL");
    }
  }
});

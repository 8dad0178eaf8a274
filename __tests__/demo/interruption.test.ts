import { join } from "node:path";
import spawn from "cross-spawn";
import { REPOSITORY } from "./run-demo";

/** Three tasks, of which two fail, after work that ends as told. */
const script = (work: string): string => `
  const { Cleanup } = require(${JSON.stringify(join(REPOSITORY, "demo", "interruption.ts"))});
  const cleanup = new Cleanup();
  cleanup.add(() => console.log("last"));
  cleanup.add(() => Promise.reject(new Error("one")));
  cleanup.add(() => { throw new Error("two"); });
  cleanup.after(async () => { ${work} });
`;

const cleanUpAfter = (work: string) => {
  const { status, stdout, stderr } = spawn.sync(
    process.execPath,
    ["--require", "tsx/cjs", "-e", script(work)],
    { cwd: REPOSITORY, encoding: "utf8" },
  );
  return { status, stdout, stderr };
};

const REPORT = "Cleaning up failed: two\nCleaning up failed: one\n";

test("a task that fails keeps no other from being done, and is told at the end", () => {
  expect(cleanUpAfter("")).toEqual({ status: 1, stdout: "last\n", stderr: REPORT });
});

test("so it is after a signal", () => {
  expect(cleanUpAfter('process.kill(process.pid, "SIGTERM"); await new Promise(() => {});')).toEqual({
    status: 143,
    stdout: "\nInterrupted: cleaning up.\nlast\n",
    stderr: REPORT,
  });
});

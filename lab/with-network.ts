import spawn from "cross-spawn";
import { Failure, runToExit } from "../tools/failure";
import { networkProblem, underRoot } from "./network";

/* Runs a command where the lab can have a network, or says in one sentence why it can not: `npm test` goes through it. */

async function main(): Promise<void> {
  await underRoot();
  const problem = networkProblem();
  if (problem !== undefined) {
    throw new Failure(problem);
  }
  const [command = "", ...args] = process.argv.slice(2);
  const child = spawn(command, args, { stdio: "inherit" });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

void runToExit(main);

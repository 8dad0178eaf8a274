import { join } from "node:path";
import { spawn } from "@cdktf/node-pty-prebuilt-multiarch";
import { REPOSITORY } from "./run-demo";

/** Asks at a terminal, as the demo does on a real router, and says what it takes the typed text for. */
async function answerTo(typed: string): Promise<string> {
  const script = `
    const { Confirmation } = require(${JSON.stringify(join(REPOSITORY, "demo", "confirmation.ts"))});
    const confirmation = new Confirmation(false);
    confirmation.requireAnswers();
    confirmation.ask("Apply?").then((yes) => console.log("taken for " + yes));`;
  const terminal = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { cwd: REPOSITORY });
  let screen = "";
  let isTyped = false;
  terminal.onData((data) => {
    screen += data;
    if (!isTyped && screen.includes("Apply? [y/N] ")) {
      isTyped = true;
      terminal.write(typed);
    }
  });
  await new Promise((resolve) => terminal.onExit(resolve));
  return /taken for \w+/.exec(screen)?.[0] ?? screen;
}

test("only y is a yes", async () => {
  const answers = await Promise.all(["y\r", "n\r", "\r", "\x04"].map(answerTo));
  expect(answers).toEqual(["taken for true", "taken for false", "taken for false", "taken for false"]);
});

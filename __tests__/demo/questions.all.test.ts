import { stripVTControlCharacters } from "node:util";
import { spawn } from "@cdktf/node-pty-prebuilt-multiarch";
import { LabRouter } from "../../lab/router";
import {
  DEMO,
  demoEnvironment,
  REPOSITORY,
  remainsOf,
  removeFolders,
  temporaryFolder,
  variablesOf,
  writesTo,
} from "./run-demo";

afterAll(removeFolders);

let router: LabRouter;
beforeEach(async () => {
  router = await LabRouter.start({ interfaces: ["Local", "wlan1", "wlan2"] });
});
afterEach(() => router.close());

/** Runs the demo at a terminal, against a router it takes for a real one, and answers its questions in turn. */
async function converse(...answers: string[]) {
  const temporary = temporaryFolder();
  const [command, ...args] = DEMO;
  const env = demoEnvironment(temporary, variablesOf(router)) as Record<string, string>;
  const terminal = spawn(command, args, { cwd: REPOSITORY, env, cols: 110, rows: 40 });
  let screen = "";
  let asked = 0;
  terminal.onData((data) => {
    screen += data;
    const questions = screen.split("[y/N] ").length - 1;
    for (; asked < questions; asked += 1) {
      terminal.write(answers[asked] ?? "");
    }
  });
  const status = await new Promise((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  // The last thing a terminal gets is its cursor back.
  return { status, screen: stripVTControlCharacters(screen), asked, ...remainsOf(temporary) };
}

/** What is typed, how the demo then ends, and with which words. */
const REFUSALS = [
  ["no", "n\r", 0, "Nothing was changed."],
  ["the end of the input", "\x04", 0, "Nothing was changed."],
  ["Ctrl-C", "\x03", 130, "Interrupted: cleaning up."],
] as const;

describe("at a terminal, on a real router", () => {
  test.each(REFUSALS)("%s to the plan changes nothing", async (_, answer, status, last) => {
    const demo = await converse(answer);
    expect(demo).toMatchObject({ status, asked: 1, leftovers: [], processes: [] });
    expect(demo.screen).toContain(`Apply exactly this plan to ${router.httpsUrl}?`);
    expect(demo.screen.trimEnd().endsWith(last)).toBe(true);
    expect(writesTo(router)).toEqual([]);
  });

  test("yes applies, and no keeps the rows and their state", async () => {
    const demo = await converse("y\r", "n\r");
    expect(demo).toMatchObject({ status: 0, asked: 2, processes: [] });
    expect(demo.screen).toContain(`Remove these rows from ${router.httpsUrl}?`);
    expect(demo.screen).toContain(`18 rows of the gateway are still on ${router.httpsUrl}`);
    expect(demo.screen).toContain("Move it, whole, to where it stays: temporary folders may be cleared.");
    expect(demo.leftovers).toEqual([expect.stringMatching(/^routeros-demo-/)]);
    expect(writesTo(router).filter((write) => write.startsWith("DELETE"))).toEqual([]);
    expect(router.rows("/ip/firewall/nat")).toHaveLength(2);
  });
});

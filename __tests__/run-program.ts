import spawn from "cross-spawn";

/** How a program ended; `text` is all it said. */
export interface Run {
  readonly ok: boolean;
  readonly text: string;
}

/** Runs a program to its end, and lets this process go on meanwhile: the lab router lives in it. */
export function runProgram(
  program: string,
  args: readonly string[],
  where: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly detached?: boolean },
): Promise<Run> {
  const child = spawn(program, args, { ...where, stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  child.stdout?.on("data", (chunk) => said.push(String(chunk)));
  child.stderr?.on("data", (chunk) => said.push(String(chunk)));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, text: said.join("") }));
  });
}

import type { Terminal } from "../../lib/cli/terminal";

/** What a command said, and how it ended. */
export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process, and keeps what it says. */
export async function captured(run: (terminal: Terminal) => Promise<number>): Promise<Said> {
  const said = { out: "", err: "" };
  const status = await run({
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { status, ...said };
}

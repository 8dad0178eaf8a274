import type { Socket } from "node:net";

/** Addresses need no resolver, and asking one for each of thousands takes time. */
export function withoutLookup(
  address: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, address, 4);
}

/** Calls `use` with every line that comes in. */
export function eachLine(socket: Socket, use: (line: string) => void): void {
  let rest = "";
  socket.setEncoding("latin1").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(use);
  });
}

/** What went wrong, in a word. */
export function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

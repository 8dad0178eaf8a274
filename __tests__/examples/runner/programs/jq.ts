import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { raw } from "jq-wasm";

/** The jq that npm carries, as a command. */

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const file = words.at(-1)?.endsWith(".json") ? words.pop() : undefined;
  const filter = words.pop() ?? ".";
  const input = file === undefined ? await text(process.stdin) : readFileSync(file, "utf8");
  console.log(await raw(input, filter, words));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 5;
});

#!/usr/bin/env node
import { writeSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { cdktfRouterosGateway } from "./init/init-command";

const terminal = process.stdin.isTTY
  ? createInterface({ input: process.stdin, output: process.stdout })
  : undefined;

void cdktfRouterosGateway(
  process.argv.slice(2),
  { out: (text) => process.stdout.write(text), err: (text) => writeSync(2, text) },
  terminal && ((question) => terminal.question(question)),
).then((status) => {
  terminal?.close();
  process.exitCode = status;
});

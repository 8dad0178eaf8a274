#!/usr/bin/env node
import { writeSync } from "node:fs";
import { confirmOnTerminal } from "./confirm";
import { routerosState } from "./state/state-command";

void routerosState(
  process.argv.slice(2),
  { out: (text) => process.stdout.write(text), err: (text) => writeSync(2, text) },
  { environment: process.env, ask: confirmOnTerminal },
).then((status) => {
  process.exitCode = status;
});

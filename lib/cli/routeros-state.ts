#!/usr/bin/env node
import { writeSync } from "node:fs";
import { askOnTerminal } from "./questions";
import { routerosState } from "./state/command";

void routerosState(
  process.argv.slice(2),
  { out: (text) => process.stdout.write(text), err: (text) => writeSync(2, text) },
  { environment: process.env, ask: askOnTerminal },
).then((status) => {
  process.exitCode = status;
});

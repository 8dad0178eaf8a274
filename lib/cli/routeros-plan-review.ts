#!/usr/bin/env node
import { writeSync } from "node:fs";
import { planReview } from "./plan-review-command";

void planReview(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => writeSync(2, text),
}).then((status) => {
  process.exitCode = status;
});

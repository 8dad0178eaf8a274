import { join } from "node:path";
import { run } from "../../tools/run";
import { ROOT } from "./recipes";

test("the report of the public API and its reference are those of lib", () => {
  const check = run(process.execPath, ["--require", "tsx/cjs", join("tools", "api.ts"), "--check"], {
    cwd: ROOT,
  });
  expect(check).toMatchObject({ ok: true });
});

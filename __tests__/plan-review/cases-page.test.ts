import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toMatchFile } from "jest-file-snapshot";
import { casesPage } from "./cases-page";

expect.extend({ toMatchFile });

const PAGE = join(__dirname, "../../docs/plan-review/cases.md");

test("the page lists every case with its source and its right answer", () => {
  expect(casesPage(readFileSync(PAGE, "utf8"))).toMatchFile(PAGE);
});

import { readdirSync, writeFileSync } from "node:fs";
import { Workspace } from "../../demo/workspace";
import { removeFolders, temporaryFolder } from "./run-demo";

let temporary: string;
const outside = process.env["TMPDIR"];
beforeEach(() => {
  temporary = temporaryFolder();
  process.env["TMPDIR"] = temporary;
});
afterEach(() => {
  jest.restoreAllMocks();
  if (outside === undefined) {
    delete process.env["TMPDIR"];
  } else {
    process.env["TMPDIR"] = outside;
  }
});
afterAll(removeFolders);

test("rows that stand are counted, not what Terraform was interrupted before", () => {
  const workspace = new Workspace();
  expect(workspace.resources).toBe(0);
  const resources = [
    { mode: "managed", name: "made", instances: [{ attributes: { id: "*1" } }] },
    { mode: "managed", name: "two", instances: [{ attributes: { id: "*2" } }, { attributes: { id: "*3" } }] },
    // Terraform gives a resource its place before it makes it, and leaves it there when it is interrupted.
    { mode: "managed", name: "not-begun", instances: [] },
    { mode: "data", name: "read", instances: [{ attributes: { id: "0" } }] },
  ];
  writeFileSync(workspace.stateFile, JSON.stringify({ version: 4, resources }));
  expect(workspace.resources).toBe(3);
});

test("one that cannot be made leaves no folder", () => {
  jest.spyOn(JSON, "parse").mockImplementation(() => {
    throw new Error("no JSON");
  });
  expect(() => new Workspace()).toThrow("no JSON");
  expect(readdirSync(temporary)).toEqual([]);
});

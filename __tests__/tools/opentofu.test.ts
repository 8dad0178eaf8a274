import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildGo } from "../../tools/build-go";
import { timed } from "../../tools/progress";
import { pathWith, REPOSITORY, removeFolders, runTool, temporaryFolder } from "./checkout";

jest.setTimeout(60_000);
afterAll(removeFolders);

const GO_MODULE = readFileSync(join(REPOSITORY, "tools/opentofu/go.mod"), "utf8");
const [, OLDEST_GO] = /^go (\S+)$/m.exec(GO_MODULE) ?? [];
const [, VERSION] = /github.com\/opentofu\/opentofu v(\S+)/.exec(GO_MODULE) ?? [];

/** A Go that builds a program which says that it is OpenTofu of a version; `log` gets what it was asked for. */
const goThatBuilds = (version: string | undefined, log: string) => `
test "$1" = env && echo go1.99.0 && exit
echo "$PWD $@" >> ${log}
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\necho "{\\\\"terraform_version\\\\": \\\\"${version}\\\\"}"\\n' > "$2"
chmod +x "$2"`;

describe("npm run tofu", () => {
  it("builds OpenTofu as our Go module pins it, keeps it by its version, and builds it once", async () => {
    const cache = temporaryFolder();
    const log = join(cache, "log");
    const env = { XDG_CACHE_HOME: cache, PATH: pathWith({ chmod: true, go: goThatBuilds(VERSION, log) }) };
    const first = await runTool("tofu", { env });
    expect(first).toEqual({
      status: 0,
      stdout: expect.stringMatching(/\n$/),
      stderr: expect.stringMatching(
        new RegExp(`^building OpenTofu ${VERSION} from its Go module \\(.*\\) \\.\\.\\. [\\d.]+ s\\n$`),
      ),
    });
    expect(first.stdout).toContain(join(cache, "cdktf-routeros-gateway", "opentofu", `${VERSION}`));
    expect(existsSync(first.stdout.trim())).toBe(true);
    expect(readFileSync(log, "utf8")).toMatch(
      /^\S+\/tools\/opentofu build -v .*-X \S+\/version\.dev=no.* github\.com\/opentofu\/opentofu\/cmd\/tofu\n$/,
    );
    expect(await runTool("tofu", { env })).toEqual({ ...first, stderr: "" });
    expect(readFileSync(log, "utf8").trimEnd().split("\n")).toHaveLength(1);
    expect(readdirSync(join(cache, "cdktf-routeros-gateway"))).toEqual(["opentofu"]);
  });

  it("takes the OpenTofu on the PATH, and builds none", async () => {
    const env = {
      XDG_CACHE_HOME: temporaryFolder(),
      PATH: pathWith({ tofu: `echo '{"terraform_version": "1.6.0"}'` }),
    };
    expect(await runTool("tofu", { env })).toEqual({ status: 0, stdout: "tofu\n", stderr: "" });
  });

  it.each([
    [
      "no Go",
      {},
      `OpenTofu is not on the PATH, and Go, to build it, is not on the PATH: install Go ${OLDEST_GO} or newer from https://go.dev/dl/, then run: npm run tofu`,
    ],
    [
      "an old Go",
      { go: "echo go1.22.5" },
      `Go 1.22.5 is too old to build OpenTofu: install Go ${OLDEST_GO} or newer from https://go.dev/dl/, then run: npm run tofu`,
    ],
    [
      "a Go that builds something else",
      { chmod: true, go: goThatBuilds("1.0.0", "/dev/null") },
      `the OpenTofu that Go has built does not say that it is ${VERSION}: run: npm run tofu`,
    ],
  ] as [string, Record<string, string | true>, string][])(
    "ends in one message with %s",
    async (_, programs, message) => {
      const cache = temporaryFolder();
      const env = { XDG_CACHE_HOME: cache, PATH: pathWith(programs) };
      const { status, stdout, stderr } = await runTool("tofu", { env });
      expect([status, stdout, stderr.trimEnd().split("\n").at(-1)]).toEqual([1, "", message]);
      expect(readdirSync(cache, { recursive: true }).filter((file) => /tofu$/.test(String(file)))).toEqual([
        join("cdktf-routeros-gateway", "opentofu"),
      ]);
    },
  );
});

test("a build says how far it is while it runs", async () => {
  const folder = temporaryFolder();
  const goOn = join(folder, "go-on");
  const before = process.env["PATH"];
  process.env["PATH"] = pathWith({
    go: `test "$1" = env && echo go1.99.0 && exit
echo 'go: downloading example.org/m v1.0.0' >&2
echo 'example.org/m' >&2
echo 'example.org/m/part' >&2
while [ ! -e ${goOn} ]; do :; done`,
  });
  let said = "";
  const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
  try {
    const program = { name: "it", module: join(REPOSITORY, "tools/provider"), package: "it", reason: "" };
    await timed("building it", (say) =>
      buildGo(
        program,
        join(folder, "it"),
        (line) => {
          // Go compiles until this has been seen.
          if (line === "1 modules downloaded, 2 packages compiled" && !existsSync(goOn)) {
            say(line);
            writeFileSync(goOn, "");
          }
        },
        20,
      ),
    );
  } finally {
    stderr.mockRestore();
    process.env["PATH"] = before;
  }
  expect(said).toMatch(
    /^building it \.\.\. \n {2}[\d.]+ s: 1 modules downloaded, 2 packages compiled\nbuilding it \.\.\. [\d.]+ s\n$/,
  );
});

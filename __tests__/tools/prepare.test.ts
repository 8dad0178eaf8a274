import { createHash } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import spawn from "cross-spawn";
import { fullTest } from "../tier";
import { REPOSITORY, removeFolders, runTool, unpreparedCheckout } from "./checkout";

afterAll(removeFolders);

/** The files below a folder, with a digest of what is in each. */
function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  return Object.fromEntries(
    files.sort().map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex"),
    ]),
  );
}

describe("preparing a checkout", () => {
  const checkout = unpreparedCheckout();
  const lib = join(checkout, "bindings", "lib");

  fullTest(
    "twice at the same time, in a shell set up for a router, gives the bindings of any other shell",
    async () => {
      const env = {
        ROS_HOSTURL: "https://192.168.88.1",
        ROS_USERNAME: "admin",
        ROS_PASSWORD: "secret",
        ROS_INSECURE: "true",
        MIKROTIK_HOST: "192.168.88.1",
        TF_CLI_ARGS: "-no-such-flag",
      };
      const endings = await Promise.all([
        runTool("prepare", { checkout, env }),
        runTool("prepare", { checkout, env }),
      ]);
      for (const { status, stdout, stderr } of endings) {
        expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
        expect(stderr).toMatch(
          /^reading the provider's schema \.\.\. [\d.]+ s\ngenerating and compiling the bindings \.\.\. [\d.]+ s\n$/,
        );
      }
      expect(digests(lib)).toEqual(digests(join(REPOSITORY, "bindings", "lib")));
      expect(readdirSync(join(checkout, "bindings")).sort()).toEqual(["lib", "package.json"]);
    },
  );

  fullTest("again does nothing and says so", async () => {
    const before = statSync(lib);
    expect(await runTool("prepare", { checkout })).toEqual({
      status: 0,
      stdout: "",
      stderr:
        "nothing to do: the provider terraform-routeros/routeros 1.99.1 and its bindings are in place\n",
    });
    const after = statSync(lib);
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  fullTest("is asked for when what the bindings are made from has changed, and makes them anew", async () => {
    appendFileSync(join(checkout, "tools", "bindings-schema.ts"), "// changed\n");
    expect(await runTool("require-bindings", { checkout })).toEqual({
      status: 1,
      stdout: "",
      stderr: "the RouterOS bindings are out of date: run: npm run bindings\n",
    });
    expect((await runTool("prepare", { checkout })).status).toBe(0);
    expect((await runTool("require-bindings", { checkout })).status).toBe(0);
    expect(readdirSync(join(checkout, "bindings")).sort()).toEqual(["lib", "package.json"]);
  });
});

describe("the end of an installation", () => {
  const script = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")).scripts.postprepare;
  const atTheEnd = (checkout: string) => {
    const { status, stdout, stderr } = spawn.sync(script, { cwd: checkout, shell: true, encoding: "utf8" });
    return { status, stdout, stderr };
  };

  it("prepares the checkout", () => {
    expect(atTheEnd(REPOSITORY)).toEqual({
      status: 0,
      stdout: "",
      stderr: expect.stringMatching(/^nothing to do: the provider .* are in place\n$/),
    });
  });

  it("says in a line what is missing without development dependencies, and does not fail", () => {
    const checkout = unpreparedCheckout();
    rmSync(join(checkout, "node_modules"));
    expect(atTheEnd(checkout)).toEqual({
      status: 0,
      stdout: "",
      stderr:
        "no bindings are made without development dependencies: npm ci, without --omit=dev, makes them\n",
    });
  });
});

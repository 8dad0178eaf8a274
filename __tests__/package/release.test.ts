import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import ours from "../../package.json";
import { releasedManifest, releaseNotes, requireOwner, requireTagOf } from "../../tools/release-texts";
import { run } from "../../tools/run";
import { ROOT } from "./recipes";

const folder = mkdtempSync(join(tmpdir(), "release-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WORKFLOW = readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8");

describe("what is released", () => {
  test("has the name that its owner can publish, says where it is built, and keeps nothing of the clone", () => {
    const manifest = {
      name: "@scope/bindings",
      version: "1.2.3",
      main: "lib/index.js",
      scripts: { prepack: "npm run build" },
      devDependencies: { jest: "1" },
      workspaces: ["bindings"],
      overrides: { a: "1" },
      allowScripts: { a: false },
      peerDependencies: { cdktf: "1" },
    };
    expect(releasedManifest(manifest, "own-bindings", "https://github.com/owner/project")).toEqual({
      name: "own-bindings",
      version: "1.2.3",
      main: "lib/index.js",
      peerDependencies: { cdktf: "1" },
      homepage: "https://github.com/owner/project#readme",
      bugs: "https://github.com/owner/project/issues",
      repository: { type: "git", url: "git+https://github.com/owner/project.git" },
    });
    expect(releasedManifest(manifest, "own-bindings", undefined)).not.toHaveProperty("repository");
  });

  test("names the owner of the repository, for whom only package.json has a placeholder", () => {
    expect(() => requireOwner(releasedManifest(ours, ours.name, undefined))).toThrow(
      "package.json has the placeholder OWNER: write the owner of the repository in homepage, bugs and repository",
    );
    requireOwner(releasedManifest(ours, ours.name, "https://github.com/owner/project"));
    const { stdout } = run("git", ["grep", "--files-with-matches", "github.com/OWNER"], { cwd: ROOT });
    expect(stdout.split("\n").filter((file) => /^(\.github|lib|docs|[A-Z]+\.md)/.test(file))).toEqual([]);
  });

  test("is told in the changelog's words for this version", () => {
    const changelog = "# Changelog\n\n## 0.2.0\n\n- Two.\n\n## 0.1.0\n\nOne.\n\n## 0.1\n";
    expect(releaseNotes(changelog, "0.2.0")).toBe("- Two.\n");
    expect(releaseNotes(changelog, "0.1.0")).toBe("One.\n");
    for (const version of ["0.1", "0.3.0"]) {
      expect(() => releaseNotes(changelog, version)).toThrow(
        `CHANGELOG.md does not describe ${version}: add a section "## ${version}"`,
      );
    }
    expect(releaseNotes(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8"), ours.version)).not.toBe("");
  });

  test("is what the tag names", () => {
    requireTagOf("0.1.0", "v0.1.0");
    expect(() => requireTagOf("0.1.0", "v0.2.0")).toThrow(
      "the tag v0.2.0 is not v0.1.0, the version in package.json: move the tag, or change the version",
    );
  });
});

describe("the release workflow", () => {
  const { on, jobs } = parse(WORKFLOW);
  const step = (name: string) => jobs.publish.steps.find((one: { name?: string }) => one.name === name);

  /** A tarball as npm packs it, of a package of this name. */
  function tarball(name: string, version: string): void {
    mkdirSync(join(folder, "package"), { recursive: true });
    writeFileSync(join(folder, "package/package.json"), JSON.stringify({ name, version }));
    expect(run("tar", ["-czf", `${name}-${version}.tgz`, "package"], { cwd: folder })).toMatchObject({
      ok: true,
    });
  }

  /** Runs the step that publishes, with an npm that says what it was asked for; `published` it has. */
  function publish(published: string): { ok: boolean; asked: string[] } {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const npm = `#!/bin/sh\necho "$*" >> "$LOG"\nif [ "$1 $2" = "view ${published}" ]; then echo 1.0.0; fi\n`;
    writeFileSync(join(bin, "npm"), npm, { mode: 0o755 });
    const LOG = join(folder, "log");
    writeFileSync(LOG, "");
    const PATH = [bin, process.env["PATH"]].join(delimiter);
    const { ok } = run("bash", ["-eo", "pipefail", "-c", step("Publish").run], {
      cwd: folder,
      env: { ...process.env, PATH, LOG },
    });
    return { ok, asked: readFileSync(LOG, "utf8").trimEnd().split("\n") };
  }

  test("publishes after the tests, for a tag, with provenance and without a token", () => {
    expect(on).toEqual({ push: { tags: ["v*"] } });
    expect(jobs.publish.needs).toEqual(["build", "test"]);
    expect(jobs.publish.permissions["id-token"]).toBe("write");
    expect(WORKFLOW).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
  });

  test("publishes the bindings, then our package, and leaves out what is published already", () => {
    tarball("cdktf-provider-routeros", "1.99.1");
    tarball("cdktf-routeros-gateway", "0.1.0");
    const sums = run("bash", ["-c", "sha256sum *.tgz > SHA256SUMS"], { cwd: folder });
    expect(sums).toMatchObject({ ok: true });
    const [bindings, gateway] = ["cdktf-provider-routeros-1.99.1", "cdktf-routeros-gateway-0.1.0"].map(
      (name) => `publish --ignore-scripts --provenance --access public ./${name}.tgz`,
    );
    const [askedBindings, askedGateway] = [
      "view cdktf-provider-routeros@1.99.1 version",
      "view cdktf-routeros-gateway@0.1.0 version",
    ];
    expect(publish("nothing")).toEqual({
      ok: true,
      asked: [askedBindings, bindings, askedGateway, gateway],
    });
    expect(publish("cdktf-provider-routeros@1.99.1")).toEqual({
      ok: true,
      asked: [askedBindings, askedGateway, gateway],
    });
  });

  test("publishes nothing whose checksum is another", () => {
    writeFileSync(join(folder, "cdktf-routeros-gateway-0.1.0.tgz"), "something else");
    expect(publish("nothing")).toEqual({ ok: false, asked: [""] });
  });
});

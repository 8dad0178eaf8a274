import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import bindings from "../../bindings/package.json";
import ours from "../../package.json";
import { OPENTOFU_VERSION } from "../../tools/opentofu";
import { PROVIDER } from "../../tools/pinned-provider";
import { engine, OLDEST_TERRAFORM } from "../../tools/terraform-cli";

const ROOT = join(__dirname, "../..");
const text = (...path: string[]): string => readFileSync(join(ROOT, ...path), "utf8");
const readme = text("README.md");

const [, go] = /^go (\S+)$/m.exec(text("tools/provider/go.mod")) ?? [];
const short = (version: string): string => version.replace(/^>=/, "").replace(/\.0$/, "");

test("the README names the tools that are needed, as old as they may be", () => {
  expect(readme).toContain(
    `You need Node ${short(ours.engines.node)} or newer and Terraform ${short(OLDEST_TERRAFORM)} or newer.`,
  );
  expect(readme).toContain(
    `If the Terraform registry is not reachable, you also need Go ${go} to build the provider.`,
  );
});

test("the README names the OpenTofu that is supported, and the one that the tests build", () => {
  expect(readme).toContain(
    `[OpenTofu](https://opentofu.org) ${short(engine("tofu").oldest)} or newer works too; the tests run with ${OPENTOFU_VERSION}.`,
  );
});

test("the README installs the tarballs that npm packs, and peers of the versions that we test with", () => {
  const tarball = (name: string, version: string) => `${name.replace("@", "").replace("/", "-")}-${version}`;
  const packed = [tarball(ours.name, ours.version), tarball(bindings.name, bindings.version)];
  expect(readme).toContain(`npm install ../${ours.name}/{${packed.join(",")}}.tgz`);
  const peers = ["cdktf", "constructs"] as const;
  for (const name of peers) {
    const minor = ours.devDependencies[name].split(".").slice(0, 2).join(".");
    expect(readme).toContain(`${name}@${minor}`);
  }
  const [, cdktn = ""] = /const CDKTN = "(.+)"/.exec(text("tools/test-cdktn.ts")) ?? [];
  expect(readme).toContain(`npm install cdktf@${cdktn}`);
});

test("every page that names a version of the provider means the pinned one", () => {
  const pages = [
    "README.md",
    "CHANGELOG.md",
    ...["docs", "docs/plan-review"].flatMap((folder) =>
      readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
    ),
  ];
  const named = pages
    .filter((page) => page.endsWith(".md"))
    .flatMap((page) =>
      [...text(page).matchAll(/(?:provider|routeros)[ @-](1\.\d+\.\d+)/g)].map(([, v]) => v),
    );
  expect(new Set(named)).toEqual(new Set([PROVIDER.version]));
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../tools/run";

const ROOT = resolve(__dirname, "../..");
const login = {
  ROS_HOSTURL: "https://router.secret.example",
  ROS_USERNAME: "secret-user",
  ROS_PASSWORD: "secret-password",
  ROS_CA_CERTIFICATE: "/secret/ca.pem",
};
const folder = mkdtempSync(join(tmpdir(), "main-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `cdktf synth` makes of `main.ts`, with a router's login in the environment. */
function synthesizeMain(outdir: string): string {
  const env = { ...process.env, ...login, CDKTF_OUTDIR: join(folder, outdir), CDKTF_CONTEXT_JSON: undefined };
  const { ok, stderr } = run(join(ROOT, "node_modules/.bin/tsx"), [join(ROOT, "main.ts")], {
    cwd: folder,
    env,
  });
  if (!ok) {
    throw new Error(stderr);
  }
  return readFileSync(join(folder, outdir, "stacks/article/cdk.tf.json"), "utf8");
}

test("main.ts puts nothing secret into the synthesized JSON", () => {
  const synthesized = synthesizeMain("first");
  for (const secret of Object.values(login)) {
    expect(synthesized).not.toContain(secret);
  }
  expect(JSON.parse(synthesized).provider).toEqual({ routeros: [{}] });
});

test("main.ts says in its outputs what was built", () => {
  const { output } = JSON.parse(synthesizeMain("outputs"));
  expect(Object.keys(output)).toEqual(["pins", "wans"]);
  expect(output.wans.value.map((wan: object) => Object.keys(wan))).toEqual(
    Array(2).fill(["address", "connection-mark", "gateway", "name", "routing-table"]),
  );
});

test("main.ts twice gives the same bytes", () => {
  expect(synthesizeMain("again")).toBe(synthesizeMain("again"));
});

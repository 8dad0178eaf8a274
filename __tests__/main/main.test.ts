import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../tools/run";
import { articleWithDns } from "../deploy/lab";
import { resourcesOf, synthesizeGateway } from "../synth/synthesize";

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
function synthesizeMain(): string {
  const env = {
    ...process.env,
    ...login,
    CDKTF_OUTDIR: join(folder, "golden"),
    CDKTF_CONTEXT_JSON: undefined,
  };
  const { ok, stderr } = run(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), join(ROOT, "main.ts")],
    { cwd: folder, env },
  );
  if (!ok) {
    throw new Error(stderr);
  }
  return readFileSync(join(folder, "golden/stacks/article/cdk.tf.json"), "utf8");
}

/** Once for all tests: the last one says that another time makes no difference. */
const synthesized = synthesizeMain();

test("main.ts puts nothing secret into the synthesized JSON", () => {
  for (const secret of Object.values(login)) {
    expect(synthesized).not.toContain(secret);
  }
  expect(JSON.parse(synthesized).provider).toEqual({ routeros: [{}] });
});

test("main.ts says in its outputs what was built", () => {
  const { output } = JSON.parse(synthesized);
  const keysOf = (list: object[]) => list.map((one) => Object.keys(one));
  expect(Object.keys(output)).toEqual(["dns", "lans", "pins", "wans"]);
  expect(keysOf(output.lans.value)).toEqual([["address", "interface"]]);
  expect(keysOf(output.wans.value)).toEqual(
    Array(2).fill(["address", "connection-mark", "gateway", "masquerade", "name", "routing-table"]),
  );
  expect(keysOf(output.pins.value)).toEqual([["dst-address", "gateway"]]);
  expect(Object.keys(output.dns.value)).toEqual(["records", "servers"]);
});

test("main.ts is what the deploy tests deploy", () => {
  expect(resourcesOf(JSON.parse(synthesized))).toEqual(resourcesOf(synthesizeGateway(articleWithDns)));
});

test("main.ts gives the same bytes as when its gateway was first released", () => {
  // Whatever a gateway may do besides, the article's own stays what it was: new features must not move it.
  expect(synthesized.replaceAll(folder, "<folder>")).toBe(
    readFileSync(join(__dirname, "article.cdk.tf.json"), "utf8"),
  );
});

test("main.ts twice gives the same bytes", () => {
  expect(synthesizeMain()).toBe(synthesized);
});

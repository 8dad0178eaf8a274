import { join } from "node:path";
import spawn from "cross-spawn";
import { LabRouter } from "../../lab/router";
import { contentOf } from "../deploy/lab";
import { fullTest, IS_ALL } from "../tier";

const ROOT = join(__dirname, "..", "..");

/** The command itself, or what it runs after it has looked for the bindings. */
const COMMAND = IS_ALL
  ? ["npm", "run", "--silent", "test:deploy", "--"]
  : [process.execPath, "--require", "tsx/cjs", join(ROOT, "tools", "test-deploy.ts")];

/** `npm run test:deploy` of some files against a router; the whole of it takes minutes. */
function testDeploy(router: LabRouter, files: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [program = "", ...words] = COMMAND;
  const child = spawn(program, [...words, ...files], {
    cwd: ROOT,
    env: {
      ...process.env,
      ROS_HOSTURL: router.httpsUrl,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ROS_CA_CERTIFICATE: router.caCertificateFile,
      ...env,
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      said += chunk;
    });
  }
  return new Promise<{ status: number | null; said: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, said }));
  });
}

let router: LabRouter;
beforeAll(async () => {
  router = await LabRouter.start({ interfaces: ["Local", "wlan1", "wlan2"] });
});
afterAll(() => router.close());

fullTest(
  "the deploy tests run against the router that ROS_HOSTURL names, and leave it as they found it",
  async () => {
    router.add("/ip/firewall/filter", { chain: "input", action: "accept", comment: "its owner's" });
    router.set("/ip/dns", undefined, { servers: "192.0.2.53" });
    const before = contentOf(router);
    const { status, said } = await testDeploy(router, ["deploy/disabled", "deploy/second", "deploy/dns"]);
    expect([status, said]).toEqual([0, said]);
    expect(said).toContain(`Against ${router.httpsUrl}, which every test leaves as it found it. Lab only`);
    expect(said).toMatch(/✓ a WAN is disabled and enabled again in place/);
    expect(said).toMatch(/Not run: two gateways on one router.*\(the device has no port Guests, wlan3\)/);
    expect(said).toMatch(/Not run: a destroyed gateway closes its resolver.*\(lab only: a log of requests\)/);
    expect(router.requests.filter(({ method }) => method === "PUT").length).toBe(15);
    expect(contentOf(router)).toEqual(before);
  },
);

test("a wrong password is one message, and nothing is tried", async () => {
  const asked = router.requests.length;
  const { status, said } = await testDeploy(router, ["deploy/disabled"], { ROS_PASSWORD: "wrong" });
  expect([status, said.trim()]).toEqual([
    1,
    `${router.httpsUrl} answers 401: check ROS_HOSTURL, ROS_USERNAME, ROS_PASSWORD and ROS_CA_CERTIFICATE.`,
  ]);
  expect(router.requests.length - asked).toBeLessThanOrEqual(1);
});

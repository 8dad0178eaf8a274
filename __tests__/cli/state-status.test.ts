import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabRouter } from "../../lab/router";
import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { gatewayRows, putRows } from "../packets/gateway-rows";
import { article } from "../synth/synthesize";
import { fullTest, sampled } from "../tier";
import { until } from "../until";
import { runState } from "./run-state";
import { withStateLab } from "./state-lab";

const folder = mkdtempSync(join(tmpdir(), "state-status-"));
let router: LabRouter;
beforeAll(async () => {
  router = await LabRouter.start();
  router.add("/user/group", { name: "status", policy: "read,api,rest-api" });
  router.add("/user", { name: "reader", password: "reader", group: "status" });
});
beforeEach(() => stand());
afterAll(async () => {
  await router.close();
  rmSync(folder, { recursive: true, force: true });
});

function stand(more: Partial<EcmpMasqueradeGatewayProps> = {}): void {
  putRows(router, gatewayRows({ ...article, ...more }));
}

const run = (args: readonly string[], change: NodeJS.ProcessEnv = {}) =>
  runState(["status", ...args], { ...access(), ...change });

const access = (): NodeJS.ProcessEnv => ({
  ROS_HOSTURL: router.httpUrl,
  ROS_USERNAME: "reader",
  ROS_PASSWORD: "reader",
});

const port = (name: string): string =>
  router.rows("/interface/ethernet").find((row) => row["name"] === name)?.[".id"] ?? "";

/** Takes a cable out for a while. */
async function unplugged<T>(name: string, use: () => Promise<T>): Promise<T> {
  router.set("/interface/ethernet", port(name), { disabled: "yes" });
  try {
    return await use();
  } finally {
    router.set("/interface/ethernet", port(name), { disabled: "no" });
  }
}

test("a user with read rights sees each WAN on a line, with at most ten requests that write nothing", async () => {
  const before = router.requests.length;
  const { status, out, err } = await run([]);
  expect([status, err]).toEqual([0, ""]);
  expect(out).toContain("All WANs are up.");
  expect(out).toMatch(/^ *wlan1 +up +ping answers +active \(distance 1\) +to_wlan1 active +50\.0 %/m);
  expect(out).toMatch(/^ *wlan2 +up +ping answers +active \(distance 1\) +to_wlan2 active +50\.0 %/m);
  const requests = router.requests.slice(before);
  expect(requests.length).toBeLessThanOrEqual(10);
  expect(
    requests.filter(({ method, path }) => method !== "GET" && !/print|monitor-traffic/.test(path)),
  ).toEqual([]);
  // Without a query the router would list every connection.
  expect(requests.filter(({ path }) => path.startsWith("ip/firewall/connection"))).toEqual([]);
});

test("a WAN that is down is named with its reason and its rows, and ends with 1", async () => {
  const { status, out } = await unplugged("wlan2", () => run([]));
  expect(status).toBe(1);
  expect(out).toContain("At least one WAN is down.");
  expect(out).toContain(
    "down: wlan2: the link is disabled. Rows: gateway/wlan2/policy-route, gateway/wlan2/default-route",
  );
  expect(out).toMatch(/^ *wlan1 .* 100\.0 %/m);
});

test("a router without an active default route ends with 2", async () => {
  const { status, out } = await unplugged("wlan1", () => unplugged("wlan2", () => run([])));
  expect([status, out]).toEqual([
    2,
    expect.stringContaining("No egress: no default route of table main is active."),
  ]);
});

test.each<[what: string, change: NodeJS.ProcessEnv, message: string]>([
  ["no router answers", { ROS_HOSTURL: "http://127.0.0.1:9" }, "cannot be reached"],
  ["the password is wrong", { ROS_PASSWORD: "wrong" }, 'rejects the user "reader"'],
  ["there is no router", { ROS_HOSTURL: "" }, "ROS_HOSTURL is not set"],
])("where %s, one line says so, and it ends with 3", async (_, change, message) => {
  const { status, out, err } = await run([], change);
  expect([status, out]).toEqual([3, ""]);
  expect(err.trimEnd().split("\n")).toEqual([expect.stringContaining(message)]);
});

test("shares follow the remainders of a classifier, and a backup WAN is on standby", async () => {
  const [wlan1, wlan2] = [
    { name: "wlan1", interface: "wlan1", address: "10.112.0.2/24", gateway: "10.112.0.1" },
    { name: "wlan2", interface: "wlan2", address: "10.111.0.2/24", gateway: "10.111.0.1" },
  ];
  stand({
    wans: [Wan.static({ ...wlan1, weight: 3 }), Wan.static(wlan2)],
    balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
  });
  expect((await run([])).out).toMatch(/^ *wlan1 .* 75\.0 % /m);
  stand({ wans: [Wan.static(wlan1), Wan.static({ ...wlan2, tier: 2 })] });
  expect((await run([])).out).toMatch(/^ *wlan2 +up +ping answers +standby \(distance 2\)/m);
});

test("the tier in force is named for each table that has several", async () => {
  expect((await run([])).out).not.toContain("tiers of");
  const [wlan1, wlan2] = [
    { name: "fibre", interface: "wlan1", address: "10.112.0.2/24", gateway: "10.112.0.1" },
    { name: "radio", interface: "wlan2", address: "10.111.0.2/24", gateway: "10.111.0.1", tier: 2 },
  ];
  stand({ wans: [Wan.static(wlan1), Wan.static(wlan2)] });
  const tiers = async () =>
    (await run([])).out.split("\n").filter((line) => line.startsWith("tiers of main"));
  expect(await tiers()).toEqual([
    "tiers of main: distance 1 (fibre) is in force; next is distance 2 (radio)",
  ]);
  await unplugged("wlan1", async () => {
    expect(await tiers()).toEqual([
      "tiers of main: distance 2 (radio) is in force; distance 1 (fibre) cannot be used",
    ]);
    expect(JSON.parse((await run(["--json"])).out).routers[0].tiers).toContainEqual({
      table: "main",
      inForce: 2,
      tiers: [
        { distance: 1, wans: ["fibre"] },
        { distance: 2, wans: ["radio"] },
      ],
    });
    await unplugged("wlan2", async () =>
      expect(await tiers()).toEqual([
        "tiers of main: none can be used: distance 1 (fibre), then distance 2 (radio)",
      ]),
    );
  });
});

fullTest("a stack's state gives the rows their resources", () =>
  withStateLab(async (deployed, terraform) => {
    terraform.writeGateway(article);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    const wlan2 = deployed.rows("/interface/ethernet").find((row) => row["name"] === "wlan2");
    deployed.set("/interface/ethernet", wlan2?.[".id"], { disabled: "yes" });
    const { status, out } = await terraform.state("status");
    expect(status).toBe(1);
    expect(out).toMatch(
      /down: wlan2: the link is disabled. Rows: routeros_ip_route\.\S+, routeros_ip_route\.\S+/,
    );
  }),
);

test("a stack that does not exist is one line", async () => {
  const { status, err } = await run([join(folder, "none")]);
  expect([status, err]).toEqual([3, expect.stringContaining("there is no stack")]);
});

test("as JSON it is data, with what could not be measured left out", async () => {
  const { out } = await unplugged("wlan2", () => run(["--json"]));
  const { schemaVersion, routers } = JSON.parse(out);
  expect(schemaVersion).toBe(1);
  expect(routers).toEqual([
    expect.objectContaining({
      router: new URL(router.httpUrl).host,
      state: "degraded",
      wans: [
        expect.objectContaining({ name: "wlan1", isUp: true, share: { expected: 1, connections: 0 } }),
        expect.objectContaining({ name: "wlan2", isUp: false, link: "disabled", main: "down" }),
      ],
    }),
  ]);
  expect(out).not.toContain('"rate"');
});

test("Prometheus' text file has at most ten series per WAN", async () => {
  const file = join(folder, "routeros.prom");
  expect((await run(["--prometheus", file])).status).toBe(0);
  const text = readFileSync(file, "utf8");
  const labels = `{router="${new URL(router.httpUrl).host}",wan="wlan1",interface="wlan1"}`;
  expect(text).toContain(`routeros_wan_up${labels} 1\n`);
  expect(text).toContain(`routeros_wan_expected_share_ratio${labels} 0.5\n`);
  const series = text.split("\n").filter((line) => line.includes('wan="wlan1"'));
  expect(series.length).toBeLessThanOrEqual(10);
  // Each name has one help and one type, as the format wants.
  expect(text.match(/^# TYPE \S+/gm)).toEqual([...new Set(text.match(/^# TYPE \S+/gm))]);
});

test.each(sampled([20, 300], 1))(
  "%i routers in a file are one table, and one that cannot be read costs the others nothing",
  async (count) => {
    const file = join(folder, "routers.yml");
    const list = Array.from(
      { length: count - 1 },
      (_, i) => `- { name: site-${i}, url: "${router.httpUrl}" }`,
    );
    writeFileSync(file, [...list, '- { name: lost, url: "http://127.0.0.1:9" }'].join("\n"));
    const { status, out } = await run(["--routers", file]);
    expect(status).toBe(3);
    expect(out).toContain(`${count} routers: ${count - 1} up, 0 degraded, 0 down, 1 unreadable`);
    expect(out).toMatch(new RegExp(`^ *site-${count - 2} +up +2 of 2 +-$`, "m"));
    expect(out).toMatch(/^ *lost +unreadable +- +.*cannot be reached/m);
  },
);

test("watched, it is shown again until Ctrl-C", async () => {
  const program = [join(__dirname, "../../lib/cli/routeros-state.ts"), "status", "--watch", "1"];
  const child = spawn("node", ["--require", "tsx/cjs", ...program], { env: { ...process.env, ...access() } });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  await until("it is shown twice", () => out.split("All WANs are up.").length === 3);
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([null, "SIGINT"]);
  expect(await run(["--watch", "0"])).toMatchObject({
    status: 3,
    err: "error: --watch 0 is not a number of seconds: write 1 or more\n",
  });
});

test("a file of routers is refused with every problem", async () => {
  const file = join(folder, "wrong.yml");
  writeFileSync(
    file,
    "- { name: a, url: 'http://192.0.2.1', passwordVariable: NOT_SET }\n- { name: a, host: x }\n- 5\n",
  );
  const { status, err } = await run(["--routers", file]);
  expect(status).toBe(3);
  for (const problem of [
    "line 1: the variable NOT_SET is not set",
    'line 2: "host" is not a valid key; the valid keys are name, url, username, passwordVariable',
    "line 2: url is missing",
    "line 3: a router must be an object with name and url, got 5",
    'line 2: several routers are named "a"',
  ]) {
    expect(err).toContain(problem);
  }
});

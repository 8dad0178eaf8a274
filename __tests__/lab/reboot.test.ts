import { until } from "../until";
import { labRouterPerTest, RestClient } from "./rest-client";

const client = labRouterPerTest({
  users: [{ name: "applier", password: "p", policy: "read,write,api,rest-api" }],
});
const record = { name: "n", address: "192.0.2.1" };

const schedule = (name: string, row: Record<string, string>) =>
  client().added("/system/scheduler", { name, "on-event": `:log info ${name}`, ...row });
const logged = (): readonly (string | undefined)[] =>
  client()
    .router.rows("/log")
    .map((row) => row["message"]);
const runCounts = (): readonly (string | undefined)[] =>
  client()
    .router.rows("/system/scheduler")
    .map((row) => row["run-count"]);

test("a router that starts again is away, and comes back with its rows", async () => {
  await client().added("/ip/dns/static", record);
  const { router } = client();
  await router.passTime(90_000);
  expect((await client().get("/system/resource")).body.uptime).toMatch(/^\dm\d+s$/);
  await router.reboot(() => expect(client().get("/ip/dns/static")).rejects.toThrow("fetch failed"));
  expect((await client().get("/ip/dns/static")).body).toMatchObject([record]);
  expect((await client().get("/system/resource")).body.uptime).not.toMatch(/m/);
});

test("rows of startup without an interval run once at each boot, others one interval after it", async () => {
  await schedule("boot", { "start-time": "startup" });
  await schedule("both", { "start-time": "startup", interval: "10m" });
  await schedule("timed", { interval: "10m" });
  const { router } = client();
  await router.passTime(60_000);
  expect(logged()).toEqual([]);
  await router.reboot();
  await router.passTime(60_000);
  expect(logged()).toEqual(["boot"]);
  await router.passTime(600_000);
  expect([...logged()].sort()).toEqual(["boot", "both", "timed"]);
  await router.reboot();
  expect([runCounts(), logged()]).toEqual([["0", "0", "0"], []]);
  await router.passTime(60_000);
  expect(logged()).toEqual(["boot"]);
});

test("nothing is due while the router is away", async () => {
  await schedule("a", { interval: "1m" });
  await client().router.reboot(() => client().router.passTime(600_000));
  expect(logged()).toEqual([]);
  await client().router.passTime(60_000);
  expect(logged()).toEqual(["a"]);
});

test.each([
  ["reboot-before", 0],
  ["reboot-after", 1],
] as const)("%s: the write is cut, %i rows are there, and the router is back", async (fault, rows) => {
  await client().router.passTime(600_000);
  client().router.faults.onWrite(1, fault);
  await expect(client().put("/ip/dns/static", record)).rejects.toThrow("fetch failed");
  await client().router.settled();
  expect((await client().get("/ip/dns/static")).body).toHaveLength(rows);
  expect((await client().get("/system/resource")).body.uptime).not.toMatch(/^1\dm/);
});

test("/system/reboot answers before the router goes, and needs the policy for it", async () => {
  const { router } = client();
  const applier = new RestClient(router, { name: "applier", password: "p" });
  expect((await applier.post("/system/reboot")).status).toBe(500);
  await schedule("boot", { "start-time": "startup" });
  expect((await client().post("/system/reboot")).status).toBe(200);
  await until("the router has started again", async () => {
    await router.settled();
    await router.passTime(4000);
    return logged().includes("boot");
  });
});

test.each([
  ["drop-before", 1],
  ["drop-after", 2],
] as const)("%s from a write on: no request succeeds, and %i rows are there", async (fault, rows) => {
  const { router } = client();
  router.faults.fromWrite(2, fault);
  expect((await client().put("/ip/dns/static", record)).status).toBe(201);
  expect((await client().get("/ip/dns/static")).status).toBe(200);
  const second = { ...record, name: "m" };
  await expect(client().put("/ip/dns/static", second)).rejects.toThrow("fetch failed");
  await expect(client().get("/ip/dns/static")).rejects.toThrow("fetch failed");
  router.faults.clear();
  expect((await client().get("/ip/dns/static")).body).toHaveLength(rows);
});

import { until } from "../until";
import { labRouterPerTest, refusal } from "./rest-client";

const client = labRouterPerTest();
const record = (n: number) => ({ name: `n${n}`, address: "192.0.2.1" });
const names = () =>
  client()
    .router.rows("/ip/dns/static")
    .map((row) => row["name"]);
const write = (n: number) => client().put("/ip/dns/static", record(n));

test("refuse: the k-th write is refused, those around it are not", async () => {
  client().router.faults.onWrite(2, "refuse");
  const statuses = [await write(1), await write(2), await write(3)].map(({ status }) => status);
  expect([statuses, names()]).toEqual([
    [201, 400, 201],
    ["n1", "n3"],
  ]);
});

test("time-out: the session closes after a while, and nothing was done", async () => {
  client().router.faults.sessionMs = 100;
  client().router.faults.onWrite(1, "time-out");
  const started = Date.now();
  expect(await write(1)).toEqual(refusal("Session closed"));
  expect(Date.now() - started).toBeGreaterThanOrEqual(95);
  expect(names()).toEqual([]);
});

test("drop-before: the connection breaks, and nothing was done", async () => {
  client().router.faults.onWrite(1, "drop-before");
  await expect(write(1)).rejects.toThrow("fetch failed");
  expect(names()).toEqual([]);
});

test("drop-after: the connection breaks, and everything was done", async () => {
  client().router.faults.onWrite(1, "drop-after");
  await expect(write(1)).rejects.toThrow("fetch failed");
  expect(names()).toEqual(["n1"]);
});

test("the next write to a menu can be chosen, whatever comes before it", async () => {
  client().router.faults.onWriteTo("/ip/dns", "refuse");
  expect((await write(1)).status).toBe(201);
  expect((await client().post("/ip/dns/set", { servers: "192.0.2.1" })).status).toBe(400);
  expect((await client().post("/ip/dns/set", { servers: "192.0.2.1" })).status).toBe(200);
});

test("a delay: it takes its time, and is done", async () => {
  client().router.faults.onWrite(1, { delayMs: 100 });
  const started = Date.now();
  expect((await write(1)).status).toBe(201);
  expect(Date.now() - started).toBeGreaterThanOrEqual(95);
});

test("a write that waits for something is done after it", async () => {
  let happen = (): void => {};
  const something = new Promise<void>((resolve) => {
    happen = resolve;
  });
  client().router.faults.onWrite(1, { after: () => something });
  const writing = write(1);
  await until("the router has the request", () => client().router.faults.writes === 1);
  expect(client().router.rows("/ip/dns/static")).toEqual([]);
  happen();
  expect((await writing).status).toBe(201);
});

test("writes are counted from the moment the switch is set, and reading is no write", async () => {
  await write(1);
  client().router.faults.onWrite(1, "refuse");
  await client().get("/ip/dns/static");
  await client().post("/ip/dns/static/print");
  expect((await write(2)).status).toBe(400);
  expect(client().router.faults.writes).toBe(2);
});

test.each<[string, () => Promise<unknown>]>([
  ["PUT", () => write(2)],
  ["PATCH", () => client().patch("/ip/dns/static/*1", { comment: "x" })],
  ["DELETE", () => client().delete("/ip/dns/static/*1")],
  ["POST of a command that changes rows", () => client().post("/ip/dns/set", { servers: "192.0.2.1" })],
])("%s is a write", async (_what, send) => {
  await write(1);
  await send();
  expect(client().router.faults.writes).toBe(2);
});

test("what has not gone wrong yet can be taken back", async () => {
  client().router.faults.onWrite(1, "refuse");
  client().router.faults.clear();
  expect((await write(1)).status).toBe(201);
});

test("a request without the password is logged too, and is no write", async () => {
  await client().send("DELETE", "/ip/dns/static/*1", undefined, "wrong");
  expect(client().router.requests).toEqual([
    { method: "DELETE", path: "/rest/ip/dns/static/*1", status: 401 },
  ]);
  expect(client().router.faults.writes).toBe(0);
});

test("requests are logged with their bodies and answers; a cut connection has none", async () => {
  client().router.faults.onWrite(2, "drop-before");
  await write(1);
  await client().get("/ip/dns/static?name=n1");
  await write(2).catch(() => undefined);
  expect(client().router.requests).toEqual([
    { method: "PUT", path: "/rest/ip/dns/static", body: record(1), status: 201 },
    { method: "GET", path: "/rest/ip/dns/static?name=n1", status: 200 },
    { method: "PUT", path: "/rest/ip/dns/static", body: record(2) },
  ]);
});

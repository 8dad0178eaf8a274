import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabRouter } from "../../lab/router";
import { labRouter, RestClient, refusal } from "./rest-client";

const client = labRouter({
  users: [
    { name: "applier", password: "p", policy: "read,write,api,rest-api" },
    { name: "reader", password: "p", policy: "read,api,rest-api" },
  ],
});
const applier = (): RestClient => new RestClient(client().router, { name: "applier", password: "p" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RIGHTS = "read,write,test";

const schedule = (name: string, row: Record<string, string> = {}) =>
  client().added("/system/scheduler", { name, "on-event": `:log info ${name}`, interval: "1m", ...row });

let before = 0;
beforeEach(() => {
  before = client().router.rows("/log").length;
});

const logged = (topics = "script,info"): readonly (string | undefined)[] =>
  client()
    .router.rows("/log")
    .slice(before)
    .filter((row) => row["topics"] === topics)
    .map((row) => row["message"]);

const rowOf = async (name: string) => (await client().get(`/system/scheduler/${name}`)).body;

/** The time left until the next run, by the router's own clock, to the minute. */
async function minutesLeft(name: string): Promise<number> {
  const { date, time } = (await client().get("/system/clock")).body;
  const next = Date.parse(`${(await rowOf(name))["next-run"].replace(" ", "T")}Z`);
  return Math.round((next - Date.parse(`${date}T${time}Z`)) / MINUTE);
}

test("a row runs every interval from when it was added, and counts", async () => {
  await schedule("a", { interval: "3m" });
  expect(await rowOf("a")).toMatchObject({
    disabled: "false",
    interval: "3m",
    "on-event": ":log info a",
    owner: "admin",
    "run-count": "0",
  });
  expect(await minutesLeft("a")).toBe(3);
  await client().router.passTime(2 * MINUTE);
  expect([logged(), await minutesLeft("a")]).toEqual([[], 1]);
  await client().router.passTime(2 * MINUTE);
  expect([logged(), (await rowOf("a"))["run-count"]]).toEqual([["a"], "1"]);
  await client().router.passTime(6 * MINUTE);
  expect((await rowOf("a"))["run-count"]).toBe("3");
});

test("real time runs rows as well", async () => {
  const ran = new Promise<void>((resolve) => {
    client().router.onChange((menus) => menus.includes("ip/dns") && resolve());
  });
  await schedule("a", { interval: "1s", "on-event": "/ip/dns/set servers=9.9.9.9" });
  await ran;
  expect(client().router.rows("/ip/dns")).toMatchObject([{ servers: "9.9.9.9" }]);
});

test("rows that are due at one time run in their order, others by time", async () => {
  await schedule("b", { interval: "2m" });
  await schedule("a", { interval: "1m" });
  await schedule("c", { interval: "2m" });
  const { router } = client();
  await router.passTime(2 * MINUTE + 1000);
  expect(logged().slice(0, 1)).toEqual(["a"]);
  expect([...logged()].sort()).toEqual(["a", "a", "b", "c"]);
  await router.stepClock(HOUR);
  expect(logged().slice(4)).toEqual(["b", "a", "c"]);
});

test("a row that disarms itself and its twin runs once", async () => {
  const disarm = '/system/scheduler/remove [find comment="guard"]';
  await schedule("a", { comment: "guard", "on-event": `${disarm}\n:log info undone` });
  await schedule("b", { comment: "guard", "on-event": `${disarm}\n:log info twice` });
  await client().router.passTime(5 * MINUTE);
  expect(logged()).toEqual(["undone"]);
  expect(client().router.rows("/system/scheduler")).toEqual([]);
});

test("a disabled row has no next run, and runs again after it is enabled", async () => {
  const id = await schedule("a", { disabled: "yes" });
  expect(await rowOf("a")).not.toHaveProperty("next-run");
  await client().router.passTime(5 * MINUTE);
  expect(logged()).toEqual([]);
  await client().patch(`/system/scheduler/${id}`, { disabled: "no" });
  await client().router.passTime(MINUTE);
  expect(logged()).toEqual(["a"]);
});

test("a comment that changes leaves the next run as it is; an interval that changes does not", async () => {
  const id = await schedule("a", { interval: "10m" });
  await client().router.passTime(4 * MINUTE);
  await client().patch(`/system/scheduler/${id}`, { comment: "x" });
  expect(await minutesLeft("a")).toBe(6);
  await client().patch(`/system/scheduler/${id}`, { interval: "5m" });
  expect(await minutesLeft("a")).toBe(1);
});

test("a row without an interval runs at its start, once, and never where that has passed", async () => {
  const { date } = (await client().get("/system/clock")).body;
  const tomorrow = new Date(Date.parse(date) + 24 * HOUR).toISOString().slice(0, 10);
  await schedule("late", { interval: "0s", "start-date": "2020-01-01", "start-time": "00:00:00" });
  await schedule("once", { interval: "0s", "start-date": tomorrow, "start-time": "10:00:00" });
  expect(await rowOf("once")).toMatchObject({ "next-run": `${tomorrow} 10:00:00` });
  await client().router.passTime(72 * HOUR);
  expect(logged()).toEqual(["once"]);
});

test("a clock that steps makes rows due by it, or leaves them the time that they had", async () => {
  await schedule("a", { interval: "3m" });
  const { router } = client();
  await router.stepClock(-HOUR);
  await router.passTime(10 * MINUTE);
  expect(logged()).toEqual([]);
  await router.stepClock(HOUR);
  expect(logged()).toEqual(["a"]);
  const left = await minutesLeft("a");
  await router.stepClock(-HOUR, "by-time-left");
  expect(await minutesLeft("a")).toBe(left);
  await router.passTime(left * MINUTE);
  expect(logged()).toEqual(["a", "a"]);
});

test("a scheduler that the device mode forbids looks armed and does not run", async () => {
  client().router.allowScheduler(false);
  expect((await client().get("/system/device-mode")).body).toMatchObject({ scheduler: "false" });
  await schedule("a");
  expect(await minutesLeft("a")).toBe(1);
  await client().router.passTime(3 * MINUTE);
  expect([logged(), await rowOf("a")]).toMatchObject([[], { disabled: "false", "run-count": "0" }]);
  client().router.allowScheduler(true);
  await client().router.passTime(MINUTE);
  expect(logged()).toEqual(["a"]);
});

test("an event may be the name of a script", async () => {
  await client().added("/system/script", { name: "undo", source: ":log info undone", policy: RIGHTS });
  await schedule("a", { "on-event": "undo" });
  await client().router.passTime(MINUTE);
  expect(logged()).toEqual(["undone"]);
  expect((await client().get("/system/script/undo")).body).toMatchObject({
    "run-count": "1",
    "last-started": expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  });
});

describe("a script that fails", () => {
  test("is logged with the line, and what came before it stays", async () => {
    await schedule("a", { "on-event": "/ip/dns/set servers=9.9.9.9\n/ip/route/remove *FF\n:log info on" });
    await client().router.passTime(MINUTE);
    expect([logged(), logged("script,error")]).toEqual([
      [],
      ["executing script from scheduler (a) failed, please check it manually: line 2: no such item"],
    ]);
    expect(client().router.rows("/ip/dns")).toMatchObject([{ servers: "9.9.9.9" }]);
  });

  test.each([
    ["a command that the router lacks", "/ip/frob/add a=b", "no such command or directory (frob)"],
    ["an argument that the router lacks", "/ip/route/add frob=1", "unknown parameter frob"],
    ["an argument within [ ]", "/ip/dns/set servers=[/ip/route/add frob=1]", "unknown parameter frob"],
    ["what the lab does not read", ":global a", "not implemented by the lab router: the command :global"],
  ])("%s: nothing of it runs, whatever on-error says", async (_what, command, problem) => {
    await schedule("a", { "on-event": `:log info first\n:do { ${command} } on-error={}` });
    await client().router.passTime(MINUTE);
    expect(logged()).toEqual([]);
    expect(logged("script,error")[0]).toContain(`line 2: ${problem}`);
  });

  test("one that is too long does nothing", async () => {
    await schedule("a", { "on-event": `:log info first\n#${"x".repeat(65_536)}` });
    await client().router.passTime(MINUTE);
    expect([logged(), logged("script,error").length]).toEqual([[], 1]);
  });
});

describe("rights", () => {
  const row = { name: "a", interval: "1m", "on-event": "/ip/dns/set servers=9.9.9.9" };

  test("a user who may not write schedules nothing", async () => {
    const reader = new RestClient(client().router, { name: "reader", password: "p" });
    expect((await reader.put("/system/scheduler", { ...row, policy: "read" })).status).toBe(500);
  });

  test.each(["/system/scheduler", "/system/script"])(
    "%s: no row has a policy that its author lacks, and none unless named",
    async (menu) => {
      const own = menu === "/system/script" ? { name: "a", source: "" } : row;
      expect((await applier().put(menu, { ...own, policy: "read,write,reboot" })).status).toBe(500);
      expect((await applier().put(menu, own)).status).toBe(500);
      const added = await applier().put(menu, { ...own, policy: "write,read" });
      expect(added).toMatchObject({ status: 201, body: { owner: "applier", policy: "read,write" } });
      const { ".id": id } = added.body;
      expect((await applier().patch(`${menu}/${id}`, { policy: "read,write,policy" })).status).toBe(500);
    },
  );

  test("nobody gives a script of others a text that may do more than they may", async () => {
    const id = await schedule("a");
    expect((await applier().patch(`/system/scheduler/${id}`, { "on-event": "x" })).status).toBe(500);
  });

  test("a script does what its policies allow, and no more", async () => {
    await applier().added("/system/scheduler", { ...row, policy: "read" });
    await applier().added("/system/scheduler", {
      ...row,
      name: "b",
      policy: "read,write",
      "on-event": "/user/add name=x group=full",
    });
    await client().router.passTime(MINUTE);
    expect(client().router.rows("/ip/dns")).toMatchObject([{ servers: "" }]);
    expect(
      client()
        .router.rows("/user")
        .map(({ name }) => name),
    ).not.toContain("x");
    expect(logged("script,error")).toEqual([
      expect.stringContaining("line 1: not enough permissions (9)"),
      expect.stringContaining("line 1: not enough permissions (9)"),
    ]);
  });
});

describe("/system/script/run", () => {
  const add = (row: Record<string, string>) => client().added("/system/script", { name: "s", ...row });

  test.each(["*1", "s"])("runs the script %s, and waits for it", async (script) => {
    await add({ source: "/ip/dns/set servers=9.9.9.9" });
    expect(await client().post("/system/script/run", { number: script })).toEqual({ status: 200, body: [] });
    expect(client().router.rows("/ip/dns")).toMatchObject([{ servers: "9.9.9.9" }]);
  });

  test("as the provider asks for it", async () => {
    const id = await add({ source: ":log info ran" });
    expect((await client().post("/system/script/run", { ".id": id })).status).toBe(200);
    expect(logged()).toEqual(["ran"]);
  });

  test("what failed is the answer, and what came before it stays", async () => {
    await add({ source: "/ip/dns/set servers=9.9.9.9\n:error stop" });
    expect(await client().post("/system/script/run", { number: "s" })).toEqual(refusal("line 2: stop"));
    expect(client().router.rows("/ip/dns")).toMatchObject([{ servers: "9.9.9.9" }]);
  });

  test("a caller needs the policies of the script, unless it does not require them", async () => {
    const id = await add({ source: ":log info ran", policy: RIGHTS });
    expect((await applier().post("/system/script/run", { number: "s" })).status).toBe(500);
    await client().patch(`/system/script/${id}`, { "dont-require-permissions": "yes" });
    expect((await applier().post("/system/script/run", { number: "s" })).status).toBe(200);
    expect(logged()).toEqual(["ran"]);
  });

  test("a script that runs itself ends", async () => {
    await add({ source: "/system/script/run s" });
    expect((await client().post("/system/script/run", { number: "s" })).body.detail).toContain(
      "scripts that run each other more than 10 deep",
    );
  });

  test("what there is not is refused", async () => {
    expect(await client().post("/system/script/run", { number: "none" })).toEqual(refusal("no such item"));
    expect(await client().post("/system/script/run", {})).toEqual(
      refusal("missing value(s) of argument(s) number"),
    );
  });
});

test("anybody who may write adds to the log over REST", async () => {
  expect(await applier().post("/log/warning", { message: "plan begins" })).toEqual({ status: 200, body: [] });
  expect((await applier().get("/log")).body.slice(before)).toMatchObject([
    { message: "plan begins", topics: "script,warning" },
  ]);
  expect(await applier().put("/log", { message: "x" })).toMatchObject({ status: 400 });
});

test("rows and their lines outlive the router where it keeps its state", async () => {
  const source = ":log info a\n\t:log info b";
  const folder = mkdtempSync(join(tmpdir(), "lab-state-"));
  try {
    const stateFile = `${folder}/state.json`;
    const first = await LabRouter.start({ stateFile });
    first.add("/system/script", { name: "s", source });
    await first.close();
    const second = await LabRouter.start({ stateFile });
    expect(second.rows("/system/script")).toMatchObject([{ source }]);
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

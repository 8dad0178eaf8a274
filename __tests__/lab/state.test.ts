import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabRouter } from "../../lab/router";
import { addExamples, EXAMPLES, WITHOUT_TIME } from "./example-rows";
import { RestClient } from "./rest-client";

let folder: string;
let stateFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-state-"));
  stateFile = join(folder, "router.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a router, uses it, and closes it whatever happens. */
async function using<T>(
  options: Parameters<typeof LabRouter.start>[0],
  use: (router: LabRouter) => T,
): Promise<T> {
  const router = await LabRouter.start(options);
  try {
    return use(router);
  } finally {
    await router.close();
  }
}

const everything = (router: LabRouter) => WITHOUT_TIME.map(({ path }) => [path, router.rows(path)]);

test("rows, order and ids survive in a state file", async () => {
  const before = await using({ stateFile, interfaces: ["Local", "wlan1", "wlan2"] }, (router) => {
    addExamples(router);
    router.set("/ip/dns", undefined, { servers: "192.0.2.1" });
    router.add("/ip/firewall/raw", { chain: "output", "place-before": "*1" });
    return everything(router);
  });
  const [after, next] = await using({ stateFile }, (router) => [
    everything(router),
    router.add("/ip/firewall/raw", { chain: "output" }),
  ]);
  expect(after).toEqual(before);
  expect(next).toBe("*3");
});

test("a router that loads what it saved has those rows, and gives the ids that it gave then", async () => {
  await using({}, (router) => {
    addExamples(router);
    const [before, saved] = [everything(router), router.save()];
    const again = () => [
      router.add("/ip/firewall/raw", { chain: "output" }),
      router.add("/ip/route", { "dst-address": "198.51.100.0/24", gateway: "Local" }),
    ];
    const given = again();
    router.set("/ip/dns", undefined, { servers: "192.0.2.1" });
    router.load(saved);
    expect(everything(router)).toEqual(before);
    expect(again()).toEqual(given);
  });
});

test("without a state file nothing survives", async () => {
  await using({}, addExamples);
  const [rows, users] = await using({}, (router) => [
    // A router comes with a user, and with groups.
    EXAMPLES.filter(([menu]) => !menu.startsWith("user")).flatMap(([menu]) =>
      router.rows(menu).filter((row) => row[".id"] === "*1"),
    ),
    ["user", "user/group"].map((menu) => router.rows(menu).map((row) => row["name"])),
  ]);
  expect(rows).toEqual([]);
  expect(users).toEqual([["admin"], ["read", "write", "full"]]);
});

test("users stay in the state file, which its owner alone may read, and the first one gets this run's password", async () => {
  const users = [{ name: "planner", password: "p", policy: "read,write,api,rest-api" }];
  await using({ stateFile, users, password: "one" }, () => {});
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  const answers = async (router: LabRouter, name: string, password: string) =>
    (await new RestClient(router, { name, password }).get("/ip/route")).status;
  const router = await LabRouter.start({ stateFile, password: "two" });
  try {
    expect(await answers(router, "planner", "p")).toBe(200);
    expect(await answers(router, "admin", "one")).toBe(401);
    expect(await answers(router, "admin", "two")).toBe(200);
  } finally {
    await router.close();
  }
  // Named again, a group has the policies that it is named with, and no others.
  const narrowed = { stateFile, users: [{ name: "planner", password: "p", policy: "read,rest-api" }] };
  const policy = await using(narrowed, (again) => again.rows("/user/group").at(-1)?.["policy"]);
  expect(policy).toContain("!write");
});

test("what is refused does not reach the file", async () => {
  await using({ stateFile }, (router) => {
    const before = readFileSync(stateFile, "utf8");
    expect(() => router.add("/ip/address", { address: "10.0.0.1/24", interface: "wlan9" })).toThrow();
    expect(readFileSync(stateFile, "utf8")).toBe(before);
  });
});

test.each<[string, string, string]>([
  ["something else", "{}", "does not hold the state of a lab router"],
  ["no JSON", "?", "does not hold the state of a lab router"],
  [
    "another version's rows",
    '{"version":"7.16","rows":{},"nextIds":{}}',
    "holds the rows of RouterOS 7.16, not of 7.20.4",
  ],
])("a file with %s is refused and left alone", async (_what, text, message) => {
  writeFileSync(stateFile, text);
  await expect(LabRouter.start({ stateFile })).rejects.toThrow(message);
  expect(readFileSync(stateFile, "utf8")).toBe(text);
});

test("other ports than the file's are refused", async () => {
  await using({ stateFile, interfaces: ["ether1"] }, () => undefined);
  await expect(LabRouter.start({ stateFile, interfaces: ["ether2"] })).rejects.toThrow(
    "has the ports ether1, not ether2",
  );
});

test.each([[["a", "a"]], [[""]]])("the ports %j are refused", async (interfaces) => {
  await expect(LabRouter.start({ interfaces })).rejects.toThrow("can not name a port");
});

test("listeners hear which menus changed, once per write, and nothing of a refusal", async () => {
  await using({}, (router) => {
    const heard: string[][] = [];
    const stop = router.onChange((menus) => heard.push([...menus].sort()));
    router.add("/routing/table", { name: "to_wlan1", fib: "" });
    router.add("/ip/route", { gateway: "wlan1", "routing-table": "to_wlan1" });
    router.set("/routing/table", "*400", { name: "to_uplink" });
    expect(() => router.remove("/routing/table", "*999")).toThrow("no such item");
    stop();
    router.remove("/routing/table", "*400");
    expect(heard).toEqual([["routing/table"], ["ip/route"], ["ip/route", "routing/table"]]);
  });
});

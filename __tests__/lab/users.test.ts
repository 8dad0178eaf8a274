import { COMPARED_VERSIONS, LabRouter } from "../../lab/router";
import { type Reply, RestClient, refusal } from "./rest-client";

const SECRET = "hunter2";

let router: LabRouter;
beforeEach(async () => {
  router = await LabRouter.start({
    users: [
      { name: "planner", password: "p", policy: "read,api,rest-api" },
      { name: "applier", password: "p", policy: "read,write,api,rest-api" },
      { name: "keeper", password: "p", policy: "read,write,api,rest-api,sensitive" },
      { name: "old-recipe", password: "p", policy: "read,write,rest-api" },
      { name: "no-rest", password: "p", policy: "read,write,api" },
      { name: "writer", password: "p", policy: "write,api,rest-api" },
    ],
  });
  const row = { name: "dsl", interface: "wlan1", user: "u" };
  router.add("/interface/pppoe-client", { ...row, password: SECRET });
  router.add("/interface/pppoe-client", { ...row, name: "dsl2" });
});
afterEach(() => router.close());

const as = (name: string, password = "p"): RestClient => new RestClient(router, { name, password });

const serverError = (detail: string): Reply => ({
  status: 500,
  body: { detail, error: 500, message: "Internal Server Error" },
});
const NOT_ALLOWED = serverError("std failure: not allowed (9)");
const NO_PERMISSION = serverError("not enough permissions (9)");
const NO_IDENTIFIER = refusal("missing or invalid resource identifier");
const ADDRESS = { address: "10.0.0.1/24", interface: "wlan1" };

describe("the policies of a group decide what its users may do", () => {
  test("without rest-api nobody gets in", async () => {
    expect((await as("no-rest").get("/system/resource")).status).toBe(401);
  });

  test("without api every call ends in 500, whatever it asks for", async () => {
    const client = as("old-recipe");
    expect(await client.get("/system/resource")).toEqual(NOT_ALLOWED);
    expect(await client.put("/ip/address", ADDRESS)).toEqual(NOT_ALLOWED);
    expect(await client.get("/no/such/menu")).toEqual(NOT_ALLOWED);
  });

  test("without read nothing is shown", async () => {
    expect(await as("writer").get("/ip/address")).toEqual(NO_PERMISSION);
    expect(await as("writer").post("/ip/address/print")).toEqual(NO_PERMISSION);
  });

  test("without write no row changes, by whatever verb", async () => {
    const id = router.add("/ip/address", ADDRESS);
    const before = router.rows("/ip/address");
    const client = as("planner");
    expect(await client.get("/ip/address")).toEqual({ status: 200, body: before });
    expect(await client.post("/ip/address/print")).toEqual({ status: 200, body: before });
    expect(await client.put("/ip/address", { ...ADDRESS, address: "10.0.1.1/24" })).toEqual(NO_PERMISSION);
    expect(await client.patch(`/ip/address/${id}`, { comment: "x" })).toEqual(NO_IDENTIFIER);
    expect(await client.delete(`/ip/address/${id}`)).toEqual(NO_IDENTIFIER);
    for (const command of ["add", "set", "remove", "disable", "unset", "remove/", "/remove"]) {
      expect(await client.post(`/ip/address/${command}`, { ".id": id })).toEqual(NO_PERMISSION);
    }
    expect(await client.post("/ip/dhcp-client/renew", { ".id": "*1" })).toEqual(NO_PERMISSION);
    expect(router.rows("/ip/address")).toEqual(before);
    expect(router.faults.writes).toBe(0);
  });

  test("without policy a writer gives nobody rights", async () => {
    const groups = router.rows("/user/group");
    const client = as("applier");
    const own = groups.find((row) => row["name"] === "applier")?.[".id"];
    const policy = { policy: "sensitive" };
    expect(await client.patch(`/user/group/${own}`, policy)).toEqual(NO_IDENTIFIER);
    expect(await client.post("/user/group/set", { ".id": own, ...policy })).toEqual(NO_PERMISSION);
    expect(await client.post("/user/group/set/", { ".id": own, ...policy })).toEqual(NO_PERMISSION);
    for (const path of ["/user", "//user", "/user/"]) {
      expect(await client.put(path, { name: "x", group: "full" })).toEqual(NO_PERMISSION);
    }
    expect(router.rows("/user/group")).toEqual(groups);
  });

  test("without sensitive a secret is masked in every answer, and no filter finds it out", async () => {
    const path = "/interface/pppoe-client";
    const shown = (reply: Reply) => [reply.body].flat().map((row) => row.password);
    const client = as("applier");
    const [{ ".id": id = "" } = {}] = router.rows(path);
    expect(shown(await as("keeper").get(path))).toEqual([SECRET, ""]);
    expect(shown(await client.get(path))).toEqual(["*****", ""]);
    expect(shown(await client.get(`${path}/${id}`))).toEqual(["*****"]);
    expect(shown(await client.post(`${path}/print`))).toEqual(["*****", ""]);
    expect(shown(await client.patch(`${path}/${id}`, { comment: "x" }))).toEqual(["*****"]);
    expect(shown(await client.patch(`${path}/${id}`, { password: "new" }))).toEqual(["*****"]);
    expect(router.rows(path)[0]).toMatchObject({ comment: "x", password: "new" });
    expect((await client.get(`${path}?password=new`)).body).toEqual([]);
    const query = { ".query": ["password=new"] };
    expect((await client.post(`${path}/print`, query)).body).toEqual([]);
    const more = { name: "dsl3", interface: "wlan1", password: SECRET };
    expect(shown(await client.put(path, more))).toEqual(["*****"]);
  });
});

describe("/user and /user/group", () => {
  test.each(COMPARED_VERSIONS)("RouterOS %s: a user who is added logs in", async (version) => {
    const other = await LabRouter.start({ version });
    const admin = new RestClient(other);
    try {
      await admin.added("/user/group", { name: "plan", policy: "read,api,rest-api" });
      const row = { name: "planner", group: "plan", password: SECRET };
      expect(JSON.stringify((await admin.put("/user", row)).body)).not.toContain(SECRET);
      const planner = new RestClient(other, { name: "planner", password: SECRET });
      expect((await planner.get("/user")).body.map((each: { name: string }) => each.name)).toEqual([
        "admin",
        "planner",
      ]);
      expect(JSON.stringify((await admin.get("/user")).body)).not.toContain("password");
    } finally {
      await other.close();
    }
  });

  test("a disabled or removed user, and an old password, are refused at the next request", async () => {
    const status = async (password: string) => (await as("planner", password).get("/ip/route")).status;
    const { ".id": id = "" } = router.rows("/user").find((row) => row["name"] === "planner") ?? {};
    expect(await status("p")).toBe(200);
    router.set("/user", id, { password: "q" });
    expect([await status("p"), await status("q"), await status("")]).toEqual([401, 200, 401]);
    router.set("/user", id, { disabled: "yes" });
    expect(await status("q")).toBe(401);
    router.set("/user", id, { disabled: "no" });
    expect(await status("q")).toBe(200);
    router.remove("/user", id);
    expect(await status("q")).toBe(401);
  });

  test.each([
    ["127.0.0.1", 200],
    ["127.0.0.0/8", 200],
    ["10.0.0.0/8,127.0.0.1/32", 200],
    ["10.0.0.0/8", 401],
    ["::1/128", 401],
    ["", 200],
  ])("who may come from %j gets %i from 127.0.0.1", async (address, status) => {
    const { ".id": id = "" } = router.rows("/user").find((row) => row["name"] === "planner") ?? {};
    router.set("/user", id, { address });
    expect((await as("planner").get("/ip/route")).status).toBe(status);
  });

  test("what is no network, group or policy is refused", async () => {
    const admin = new RestClient(router);
    const row = { name: "x", group: "read" };
    expect(await admin.put("/user", { ...row, address: "10.0.0.0/8,x" })).toEqual(
      refusal("invalid value for argument address"),
    );
    expect(await admin.put("/user", { ...row, group: "none" })).toEqual(
      refusal("input does not match any value of group"),
    );
    expect(await admin.put("/user/group", { name: "x", policy: "read,fly" })).toEqual(
      refusal("input does not match any value of policy"),
    );
  });

  test("add denies what it does not name, set changes only what it names", () => {
    const policyOf = (id: string) =>
      router
        .rows("/user/group")
        .find((row) => row[".id"] === id)
        ?.["policy"]?.split(",")
        .slice(2, 7);
    const id = router.add("/user/group", { name: "g", policy: "ssh,read" });
    expect(policyOf(id)).toEqual(["ssh", "!ftp", "!reboot", "read", "!write"]);
    router.set("/user/group", id, { policy: "write" });
    expect(policyOf(id)).toEqual(["ssh", "!ftp", "!reboot", "read", "write"]);
    router.set("/user/group", id, { policy: "!ssh", comment: "c" });
    expect(policyOf(id)).toEqual(["!ssh", "!ftp", "!reboot", "read", "write"]);
    router.set("/user/group", id, { comment: "d" });
    expect(policyOf(id)).toEqual(["!ssh", "!ftp", "!reboot", "read", "write"]);
  });
});

test("a router whose password nobody chose has another one each time, and takes no other", async () => {
  const other = await LabRouter.start();
  try {
    expect(other.password).toMatch(/^[\w-]{20}$/);
    expect(other.password).not.toBe(router.password);
    expect((await new RestClient(other, { name: "admin", password: "lab" }).get("/ip/route")).status).toBe(
      401,
    );
    expect((await new RestClient(other).get("/ip/route")).status).toBe(200);
  } finally {
    await other.close();
  }
});

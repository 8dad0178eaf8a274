import { readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import type { LabRouter } from "../../lab/router";
import { labRouter, refusal } from "./rest-client";

const client = labRouter();
const ADDRESS = { address: "10.112.0.2/24", interface: "wlan1" };

describe("the verbs", () => {
  test("PUT adds and answers 201 with the whole object", async () => {
    expect(await client().put("/ip/address", { ...ADDRESS, comment: "uplink" })).toEqual({
      status: 201,
      body: {
        ".id": "*1",
        "actual-interface": "wlan1",
        address: "10.112.0.2/24",
        comment: "uplink",
        disabled: "false",
        dynamic: "false",
        interface: "wlan1",
        invalid: "false",
        network: "10.112.0.0",
        slave: "false",
        vrf: "main",
      },
    });
  });

  test("PATCH sets and answers 200 with the whole object", async () => {
    const id = await client().added("/ip/address", ADDRESS);
    const reply = await client().patch(`/ip/address/${id}`, { disabled: "yes" });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ ".id": id, address: "10.112.0.2/24", disabled: "true" });
  });

  test("DELETE answers 204 with nothing, and 404 the second time", async () => {
    const id = await client().added("/ip/address", ADDRESS);
    expect(await client().delete(`/ip/address/${id}`)).toEqual({ status: 204, body: undefined });
    expect(await client().delete(`/ip/address/${id}`)).toEqual({
      status: 404,
      body: { error: 404, message: "Not Found" },
    });
  });

  test("ids are never used twice", async () => {
    const first = await client().added("/ip/address", ADDRESS);
    await client().delete(`/ip/address/${first}`);
    expect([first, await client().added("/ip/address", ADDRESS)]).toEqual(["*1", "*2"]);
  });

  test("ids are upper-case hexadecimal, routes from *80000001", async () => {
    for (let i = 0; i < 10; i++) {
      await client().added("/ip/dns/static", { name: `n${i}`, address: "192.0.2.1" });
    }
    expect((await client().get("/ip/dns/static")).body.at(-1)[".id"]).toBe("*A");
    expect(await client().added("/ip/route", { gateway: "10.112.0.1" })).toBe("*80000001");
  });

  test("a singleton is a bare object, and is set by POST", async () => {
    expect(await client().post("/ip/dns/set", { servers: "192.0.2.1,192.0.2.2" })).toEqual({
      status: 200,
      body: [],
    });
    expect((await client().get("/ip/dns")).body).toMatchObject({ servers: "192.0.2.1,192.0.2.2" });
    expect(await client().patch("/ip/dns", { servers: "" })).toEqual(
      refusal("missing or invalid resource identifier"),
    );
  });

  test("numbers are taken and shown as text; JSON booleans, lists and null are refused", async () => {
    const { body } = await client().put("/ip/route", { gateway: "10.112.0.1", distance: 5 });
    expect(body.distance).toBe("5");
    for (const disabled of [true, null, ["yes"], {}, 1.5]) {
      expect(await client().put("/ip/route", { gateway: "10.112.0.1", disabled })).toEqual(
        refusal("invalid value for argument disabled"),
      );
    }
  });

  test("an example of each POST command", async () => {
    const added = await client().post("/ip/address/add", ADDRESS);
    expect(added).toEqual({ status: 200, body: { ret: "*1" } });
    await client().post("/ip/address/set", { ".id": "*1", comment: "x" });
    await client().post("/ip/address/disable", { numbers: "*1" });
    expect(client().router.rows("/ip/address")[0]).toMatchObject({ comment: "x", disabled: "true" });
    await client().post("/ip/address/enable", { numbers: "*1" });
    expect(client().router.rows("/ip/address")[0]).toMatchObject({ disabled: "false" });
    const route = await client().added("/ip/route", { gateway: "10.112.0.1", "check-gateway": "ping" });
    await client().post("/ip/route/unset", { numbers: route, "value-name": "check-gateway" });
    expect((await client().get(`/ip/route/${route}`)).body).not.toHaveProperty("check-gateway");
    expect(await client().post("/ip/address/remove", { numbers: "*1" })).toEqual({ status: 200, body: [] });
    expect(client().router.rows("/ip/address")).toEqual([]);
  });

  test("!name takes a value away", async () => {
    const rule = { chain: "forward", "src-address": "10.0.0.0/8" };
    const id = await client().added("/ip/firewall/filter", rule);
    const { body } = await client().patch(`/ip/firewall/filter/${id}`, { "!src-address": "" });
    expect(body).not.toHaveProperty("src-address");
    expect(await client().patch(`/ip/firewall/filter/${id}`, { "!chain": "" })).toEqual(
      refusal("invalid value for argument chain"),
    );
  });
});

describe("reading", () => {
  beforeEach(async () => {
    await client().added("/ip/address", ADDRESS);
    await client().added("/ip/address", {
      address: "10.111.0.2/24",
      interface: "wlan2",
      comment: "two words",
    });
  });

  const addresses = async (query: string) =>
    (await client().get(`/ip/address?${query}`)).body.map((row: { address: string }) => row.address);

  test("filters compare with what is shown, all of them", async () => {
    expect(await addresses("interface=wlan2")).toEqual(["10.111.0.2/24"]);
    expect(await addresses(".id=*1")).toEqual(["10.112.0.2/24"]);
    expect(await addresses("comment=two%20words&disabled=false")).toEqual(["10.111.0.2/24"]);
    expect(await addresses("disabled=false&interface=Local")).toEqual([]);
    expect(await addresses("frobnicate=1")).toEqual([]);
  });

  test(".proplist always brings the id", async () => {
    expect((await client().get("/ip/address?.proplist=network&interface=wlan1")).body).toEqual([
      { ".id": "*1", network: "10.112.0.0" },
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ["nothing", undefined, ["*1", "*2"]],
    ["a value", ["interface=wlan1"], ["*1"]],
    ["one or the other", ["interface=wlan1", "interface=wlan2", "#|"], ["*1", "*2"]],
    ["neither", ["interface=wlan1", "interface=wlan2", "#|!"], []],
    ["both, as every word must hold", ["interface=wlan1", "comment=two words"], []],
    ["presence", ["comment"], ["*2"]],
    ["absence", ["-comment"], ["*1"]],
    ["comparison", [">.id=*1"], ["*2"]],
  ])("print with a query for %s", async (_what, query, ids) => {
    const { body } = await client().post("/ip/address/print", { ".proplist": [".id"], ".query": query });
    expect(body).toEqual(ids.map((id) => ({ ".id": id })));
  });

  test("rows are found by name where the menu has names", async () => {
    expect((await client().get("/interface/wlan1")).body).toMatchObject({ ".id": "*2", type: "ether" });
    expect((await client().get("/routing/table/main")).body[".id"]).toBe("*0");
    expect((await client().get("/interface/wlan9")).status).toBe(404);
    expect(await client().get("/ip/address/wlan1")).toEqual(refusal("no such command prefix"));
  });
});

describe("refusals", () => {
  test.each<[string, string, string, unknown, string]>([
    ["a menu that is not there", "GET", "/ip/adress", undefined, "no such command or directory (adress)"],
    [
      "a menu that the lab does not serve",
      "GET",
      "/ip/hotspot",
      undefined,
      "no such command or directory (hotspot)",
    ],
    ["a command as an item", "GET", "/ip/address/print", undefined, "no such command"],
    ["a path that goes on", "GET", "/ip/address/*1/x", undefined, "no such command or directory (x)"],
    ["a command that is not there", "POST", "/ip/address/move", {}, "no such command or directory (move)"],
    ["a POST without a command", "POST", "/ip/address", {}, "no such command"],
    ["an argument that is not there", "PUT", "/ip/address", { gateway: "x" }, "unknown parameter gateway"],
    ["a read-only field", "PUT", "/ip/address", { ...ADDRESS, vrf: "main" }, "unknown parameter vrf"],
    ["an id that a client chose", "PUT", "/ip/address", { ...ADDRESS, ".id": "*7" }, "unknown parameter .id"],
    ["nothing said", "PUT", "/ip/address", {}, "missing value(s) of argument(s) address interface"],
    [
      "a set without a row",
      "POST",
      "/ip/address/set",
      { comment: "x" },
      "missing value(s) of argument(s) numbers",
    ],
    ["a set of no row", "POST", "/ip/address/set", { ".id": "*9", comment: "x" }, "no such item"],
    ["an escaped star", "DELETE", "/ip/address/%2A1", undefined, "missing or invalid resource identifier"],
    ["no id", "DELETE", "/ip/address", undefined, "missing or invalid resource identifier"],
    [
      "a port to be added",
      "PUT",
      "/interface/ethernet",
      { name: "ether9" },
      "no such command or directory (add)",
    ],
    ["main changed", "PATCH", "/routing/table/*0", { comment: "x" }, "failure: can not change dynamic table"],
    [
      "a list that is built in",
      "DELETE",
      "/interface/list/*2000000",
      undefined,
      "failure: can not change builtin list",
    ],
    ["an unknown word of print", "POST", "/ip/address/print", { where: "x" }, "unknown parameter where"],
    ["a query that pops too much", "POST", "/interface/print", { ".query": ["#|"] }, "bad query"],
  ])("%s", async (_what, method, path, body, detail) => {
    expect(await client().send(method, path, body)).toEqual(refusal(detail));
  });

  test("a wrong password, and no password at all", async () => {
    const unauthorized = { status: 401, body: { error: 401, message: "Unauthorized" } };
    expect(await client().send("GET", "/ip/address", undefined, "wrong")).toEqual(unauthorized);
    const response = await fetch(`${client().router.httpUrl}/rest/ip/address`);
    expect([response.status, await response.json()]).toEqual([401, unauthorized.body]);
  });

  test("HEAD is not implemented", async () => {
    expect((await client().send("HEAD", "/ip/address")).status).toBe(501);
  });

  test.each(["{", "[]", '"x"'])("the body %s", async (text) => {
    const { router } = client();
    const authorization = `Basic ${Buffer.from(`admin:${client().router.password}`).toString("base64")}`;
    const response = await fetch(`${router.httpUrl}/rest/ip/address`, {
      method: "PUT",
      headers: { authorization, "content-type": "application/json" },
      body: text,
    });
    expect([response.status, await response.json()]).toEqual([400, refusal("invalid JSON").body]);
  });
});

test("an address that is no URL, and a query that is none", async () => {
  expect(await client().get("/ip/address?comment=%zz")).toEqual(refusal("bad query"));
  expect(await client().get("/ip/address/%zz")).toEqual(refusal("missing or invalid resource identifier"));
});

test("HTTPS answers with a certificate that its own CA file vouches for", async () => {
  const reply = await getSecurely(client().router, readFileSync(client().router.caCertificateFile, "utf8"));
  expect(JSON.parse(reply)).toMatchObject({ version: "7.20.4 (stable)" });
  await expect(getSecurely(client().router)).rejects.toThrow("self-signed certificate");
});

function getSecurely(router: LabRouter, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const url = `${router.httpsUrl}/rest/system/resource`;
    const request = httpsRequest(
      url,
      { auth: `admin:${client().router.password}`, ca, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => resolve(text));
      },
    );
    request.on("error", reject);
    request.end();
  });
}

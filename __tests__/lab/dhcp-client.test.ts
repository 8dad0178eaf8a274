import { LabRouter } from "../../lab/router";
import { labRouter, RestClient, refusal } from "./rest-client";

const client = labRouter({ version: "7.24" });

test("a fresh client is enabled, and shows every default", async () => {
  const id = await client().added("/ip/dhcp-client", { interface: "wlan1" });
  expect((await client().get(`/ip/dhcp-client/${id}`)).body).toEqual({
    ".id": id,
    "add-default-route": "yes",
    "allow-reconfigure": "false",
    "check-gateway": "none",
    "default-route-distance": "1",
    "default-route-tables": "default",
    "dhcp-options": "hostname,clientid",
    disabled: "false",
    dscp: "0",
    dynamic: "false",
    interface: "wlan1",
    invalid: "false",
    status: "searching...",
    "use-broadcast": "both",
    "use-peer-dns": "true",
    "use-peer-ntp": "true",
    "vlan-priority": "0",
  });
});

test("without a data plane an enabled client searches for ever", async () => {
  await client().added("/ip/dhcp-client", { interface: "wlan1" });
  expect((await client().get("/ip/dhcp-client")).body[0]).toMatchObject({ status: "searching..." });
  expect((await client().get("/ip/address")).body).toEqual([]);
  await client().added("/ip/dhcp-client", { interface: "wlan2", disabled: "yes" });
  expect((await client().get("/ip/dhcp-client")).body[1]).toMatchObject({ status: "stopped" });
});

test("the tables of its routes follow a rename", async () => {
  const table = await client().added("/routing/table", { name: "to_wlan1", fib: "" });
  await client().added("/ip/dhcp-client", {
    interface: "wlan1",
    "default-route-tables": "main:2,to_wlan1:1",
  });
  await client().patch(`/routing/table/${table}`, { name: "uplink" });
  expect((await client().get("/ip/dhcp-client")).body[0]).toMatchObject({
    "default-route-tables": "main:2,uplink:1",
  });
});

test.each<[string, Record<string, string>, string]>([
  ["a second client of an interface", { interface: "wlan1" }, "failure: already have such interface"],
  ["no interface", { comment: "x" }, "missing value(s) of argument(s) interface"],
  ["an interface that is not there", { interface: "x" }, "input does not match any value of interface"],
  [
    "a table that is not there",
    { interface: "wlan2", "default-route-tables": "main,x" },
    "input does not match any value of default-route-tables",
  ],
  [
    "a distance that is none",
    { interface: "wlan2", "default-route-tables": "main:0" },
    "value of default-route-tables out of range (1..255)",
  ],
  [
    "a table with too much",
    { interface: "wlan2", "default-route-tables": "main:1:2" },
    "invalid value for argument default-route-tables",
  ],
])("%s is refused", async (_what, row, says) => {
  await client().added("/ip/dhcp-client", { interface: "wlan1" });
  expect(await client().put("/ip/dhcp-client", row)).toEqual(refusal(says));
});

test("renew and release take the numbers of rows", async () => {
  const id = await client().added("/ip/dhcp-client", { interface: "wlan1" });
  expect(await client().post("/ip/dhcp-client/renew", { numbers: id })).toEqual({ status: 200, body: [] });
  expect(await client().post("/ip/dhcp-client/release", { numbers: "*99" })).toEqual(refusal("no such item"));
  expect(await client().post("/ip/dhcp-client/renew")).toEqual(
    refusal("missing value(s) of argument(s) numbers"),
  );
  expect(await client().post("/ip/address/renew")).toEqual(refusal("no such command or directory (renew)"));
});

test.each([
  ["7.16", "default-route-tables", "main"],
  ["7.16", "check-gateway", "ping"],
  ["7.17", "default-route-tables", "main"],
  ["7.18", "check-gateway", "ping"],
])("RouterOS %s knows no %s", async (version, argument, value) => {
  const router = await LabRouter.start({ version });
  const rest = new RestClient(router);
  const row = { interface: "wlan1", [argument]: value };
  expect(await rest.put("/ip/dhcp-client", row)).toEqual(refusal(`unknown parameter ${argument}`));
  await router.close();
});

test("RouterOS 7.18, between two versions that the lab was compared with, takes default-route-tables", async () => {
  const router = await LabRouter.start({ version: "7.18" });
  const { status } = await new RestClient(router).put("/ip/dhcp-client", {
    interface: "wlan1",
    "default-route-tables": "main",
  });
  await router.close();
  expect(status).toBe(201);
});

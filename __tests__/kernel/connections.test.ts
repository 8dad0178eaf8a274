import { LabRouter } from "../../lab/router";
import { RestClient, refusal } from "../lab/rest-client";
import { eventually } from "../until";
import { addGateway, networkWithRouter } from "./small-network";

const network = networkWithRouter();

beforeEach(() => addGateway(network().lab));

test("a connection to the router, with its mark, until it is removed", async () => {
  const { lab, isp1, router } = network();
  const client = new RestClient(lab);
  router.start("socat", "TCP-LISTEN:7000,fork,reuseaddr", "EXEC:cat");
  await eventually(
    () => router.run("ss", "-Hltn", "sport", "=", "7000"),
    (listening) => expect(listening).not.toBe(""),
  );
  isp1.start("socat", "-", "TCP:10.112.0.2:7000,bind=198.51.100.9:5005");
  const find = async () => {
    const { body } = await client.get("/ip/firewall/connection?dst-address=10.112.0.2:7000");
    return body[0];
  };
  await eventually(find, (row) =>
    expect(row).toMatchObject({
      ".id": expect.stringMatching(/^\*[0-9A-F]+$/),
      assured: "true",
      "connection-mark": "wlan1_conn",
      "dst-address": "10.112.0.2:7000",
      dstnat: "false",
      "orig-packets": "2",
      protocol: "tcp",
      "reply-dst-address": "198.51.100.9:5005",
      "reply-src-address": "10.112.0.2:7000",
      "seen-reply": "true",
      "src-address": "198.51.100.9:5005",
      srcnat: "false",
      "tcp-state": "established",
    }),
  );
  const id = (await find())[".id"];
  expect(await client.get(`/ip/firewall/connection/${id}`)).toMatchObject({ status: 200 });
  expect(await client.delete(`/ip/firewall/connection/${id}`)).toMatchObject({ status: 204 });
  expect(await client.delete(`/ip/firewall/connection/${id}`)).toMatchObject({ status: 404 });
});

test("a masqueraded one, found by the mark that no rule gave it, and removed by print and numbers", async () => {
  const { lab, lan } = network();
  const client = new RestClient(lab);
  lan.run("ping", "-c", "2", "-i", "0.01", "-W", "1", "198.51.100.7");
  const { body } = await client.post("/ip/firewall/connection/print", {
    ".query": ["src-address=192.168.0.10"],
  });
  expect(body).toHaveLength(1);
  expect(body[0]).toMatchObject({
    "dst-address": "198.51.100.7",
    "orig-packets": "2",
    "orig-bytes": "168",
    protocol: "icmp",
    "repl-packets": "2",
    "reply-dst-address": expect.stringMatching(/^10\.11[12]\.0\.2$/),
    srcnat: "true",
  });
  expect(body[0]).not.toHaveProperty("connection-mark");
  expect(await client.post("/ip/firewall/connection/remove", { numbers: body[0][".id"] })).toMatchObject({
    status: 200,
  });
  const left = await client.get("/ip/firewall/connection?src-address=192.168.0.10");
  expect(left.body).toEqual([]);
});

test("nothing can be added to it or changed in it, and without a data plane there is no such menu", async () => {
  const client = new RestClient(network().lab);
  expect(await client.put("/ip/firewall/connection", {})).toMatchObject({ status: 400 });
  expect(await client.patch("/ip/firewall/connection/*1", {})).toMatchObject({ status: 404 });
  const without = await LabRouter.start();
  const reply = await new RestClient(without).get("/ip/firewall/connection");
  await without.close();
  expect(reply).toEqual(refusal("no such command or directory (connection)"));
});

import { RestClient, refusal } from "../lab/rest-client";
import { sampled } from "../tier";
import { networkWithRouter } from "./small-network";

const network = networkWithRouter();

const FORWARD = { chain: "forward" };

const rules: [string, Record<string, string>, string][] = [
  ["filter", { ...FORWARD, "connection-limit": "10,32" }, "connection-limit"],
  ["filter", { ...FORWARD, content: "x" }, "content"],
  ["filter", { ...FORWARD, limit: "5,5:packet" }, "limit"],
  ["filter", { ...FORWARD, action: "tarpit" }, "action=tarpit"],
  ["filter", { ...FORWARD, log: "yes" }, "log"],
  ["mangle", { ...FORWARD, action: "change-ttl", "new-ttl": "set:1" }, "action=change-ttl"],
  ["mangle", { ...FORWARD, nth: "2,1" }, "nth"],
  ["mangle", { ...FORWARD, "src-mac-address": "02:00:00:00:00:01" }, "src-mac-address"],
  ["nat", { chain: "srcnat", action: "netmap" }, "action=netmap"],
  ["nat", { chain: "srcnat", action: "src-nat" }, "src-nat without to-addresses and to-ports"],
  [
    "nat",
    { chain: "dstnat", action: "jump", "jump-target": "srcnat" },
    "a jump to the built-in chain srcnat",
  ],
  ["address-list", { list: "l", address: "example.com" }, "address=example.com"],
];

test.each(sampled(rules, 4))("%s %p", async (menu, row, what) => {
  const client = new RestClient(network().lab);
  expect(await client.put(`/ip/firewall/${menu}`, row)).toEqual(
    refusal(`not implemented by the lab router: ${what}`),
  );
  expect((await client.get(`/ip/firewall/${menu}`)).body).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  ["/ip/route", { gateway: "10.0.0.1", "check-gateway": "bfd" }, "check-gateway=bfd"],
  ["/routing/rule", { realm: "7" }, "realm=7"],
  ["/ip/dns/static", { regexp: "x", address: "192.0.2.1" }, "regexp=x"],
])("%s %p", async (menu, row, what) => {
  const client = new RestClient(network().lab);
  expect(await client.put(menu, row)).toEqual(refusal(`not implemented by the lab router: ${what}`));
});

test("a change is refused like a new row, and the old row stays", async () => {
  const { lab } = network();
  const client = new RestClient(lab);
  const id = lab.add("/ip/firewall/mangle", { ...FORWARD, action: "passthrough" });
  expect(await client.patch(`/ip/firewall/mangle/${id}`, { random: "50" })).toEqual(
    refusal("not implemented by the lab router: random"),
  );
  expect((await client.get(`/ip/firewall/mangle/${id}`)).body).not.toHaveProperty("random");
});

test("jumps in a circle, and translations in the wrong half", async () => {
  const { lab } = network();
  const client = new RestClient(lab);
  const jump = (chain: string, target: string) =>
    client.put("/ip/firewall/nat", { chain, action: "jump", "jump-target": target });
  expect(await jump("srcnat", "a")).toMatchObject({ status: 201 });
  expect(await jump("a", "b")).toMatchObject({ status: 201 });
  expect(await jump("b", "a")).toEqual(
    refusal("not implemented by the lab router: jumps in a circle: a, b, a"),
  );
  expect(await client.put("/ip/firewall/nat", { chain: "b", action: "redirect" })).toEqual(
    refusal("failure: redirect action is valid only in dstnat"),
  );
  expect(await client.put("/ip/firewall/nat", { chain: "b", action: "masquerade" })).toMatchObject({
    status: 201,
  });
});

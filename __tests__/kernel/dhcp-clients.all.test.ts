import { RestClient, refusal } from "../lab/rest-client";
import { eventually } from "../until";
import { end, lendingIn } from "./isp-dhcp";
import { networkWithRouter } from "./small-network";

const network = networkWithRouter();
const lend = lendingIn(network);

const addClient = (more: Record<string, string> = {}): string =>
  network().lab.add("/ip/dhcp-client", { interface: "wlan1", disabled: "no", ...more });

const client = (id: string): Record<string, string> | undefined =>
  network()
    .lab.rows("/ip/dhcp-client")
    .find((row) => row[".id"] === id);

const status = (id: string) => (): string | undefined => client(id)?.["status"];

const bound = (id: string): Promise<void> => eventually(status(id), (now) => expect(now).toBe("bound"));

const routes = (table: string): string =>
  network().router.run("sh", "-c", `ip route show table ${table} 2>/dev/null || true`).trim();

test("gets an address and default routes in the tables it names, each with its distance and its check", async () => {
  const { lab, isp1, router } = network();
  lab.add("/routing/table", { name: "to_wlan1", fib: "" });
  const id = addClient({
    "default-route-tables": "main,to_wlan1:7",
    "default-route-distance": "3",
    "check-gateway": "ping",
  });
  await lab.settled();
  expect(client(id)).toMatchObject({ status: "searching...", invalid: "false", dynamic: "false" });
  await lend(isp1, "10.112.0.9", "10.112.0.1");
  await bound(id);
  await lab.settled();
  expect(client(id)).toMatchObject({
    address: "10.112.0.9/24",
    gateway: "10.112.0.1",
    "dhcp-server": "10.112.0.1",
    "primary-dns": "203.0.113.53",
    "secondary-dns": "203.0.113.54",
    "expires-after": expect.stringMatching(/^(2m|1m\d+s)$/),
  });
  expect(lab.rows("/ip/address")).toEqual([
    expect.objectContaining({
      "actual-interface": "wlan1",
      address: "10.112.0.9/24",
      dynamic: "true",
      network: "10.112.0.0",
    }),
  ]);
  const route = { active: "true", dhcp: "true", dynamic: "true", "immediate-gw": "10.112.0.1%wlan1" };
  expect(lab.rows("/ip/route").filter((row) => row["dhcp"] === "true")).toEqual([
    expect.objectContaining({ ...route, "check-gateway": "ping", distance: "3", "routing-table": "main" }),
    expect.objectContaining({
      ...route,
      "check-gateway": "ping",
      distance: "7",
      "routing-table": "to_wlan1",
    }),
  ]);
  expect(routes("main")).toContain("default nhid");
  expect(routes("1024")).toContain("via 10.112.0.1 dev wlan1");
  expect(router.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.7")).toBe(true);
});

test("its rows can not be changed, and the resolvers it was told of are asked only where it may use them", async () => {
  const { lab, isp1 } = network();
  const rest = new RestClient(lab);
  await lend(isp1, "10.112.0.9", "10.112.0.1");
  const id = addClient();
  await bound(id);
  const address = lab.rows("/ip/address")[0]?.[".id"] ?? "";
  expect(await rest.patch(`/ip/address/${address}`, { comment: "x" })).toEqual(
    refusal("failure: can not change dynamic address"),
  );
  const route = lab.rows("/ip/route").find((row) => row["dhcp"] === "true")?.[".id"] ?? "";
  expect(await rest.delete(`/ip/route/${route}`)).toEqual(refusal("failure: can not change dynamic route"));
  expect(lab.rows("/ip/dns")[0]).toMatchObject({ "dynamic-servers": "203.0.113.53,203.0.113.54" });
  lab.set("/ip/dhcp-client", id, { "use-peer-dns": "no" });
  expect(lab.rows("/ip/dns")[0]).toMatchObject({ "dynamic-servers": "" });
});

test("add-default-route=no leaves routes to others", async () => {
  const { lab, isp1 } = network();
  await lend(isp1, "10.112.0.9", "10.112.0.1");
  const id = addClient({ "add-default-route": "no" });
  await bound(id);
  await lab.settled();
  expect(routes("main")).toBe("10.112.0.0/24 dev wlan1 proto 201 scope link src 10.112.0.9");
});

test("another address and gateway replace the old ones, and what was masqueraded is forgotten", async () => {
  const { lab, isp1, lan } = network();
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.add("/ip/firewall/nat", { chain: "srcnat", "out-interface": "wlan1", action: "masquerade" });
  const first = await lend(isp1, "10.112.0.9", "10.112.0.1");
  const id = addClient();
  await bound(id);
  await lab.settled();
  expect(lan.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.7")).toBe(true);
  const translated = async (): Promise<readonly (string | undefined)[]> =>
    (await lab.freshRows("/ip/firewall/connection"))
      .filter((row) => row["src-address"] === "192.168.0.10")
      .map((row) => row["reply-dst-address"]);
  expect(await translated()).toEqual(["10.112.0.9"]);

  await end(first);
  isp1.ip("addr replace 10.112.0.254/24 dev uplink");
  await lend(isp1, "10.112.0.77", "10.112.0.254");
  await new RestClient(lab).post("/ip/dhcp-client/renew", { numbers: id });
  await eventually(
    () => client(id),
    (row) => expect(row).toMatchObject({ address: "10.112.0.77/24", gateway: "10.112.0.254" }),
  );
  await lab.settled();
  expect(routes("main")).toMatch(/default nhid \d+ via 10\.112\.0\.254 dev wlan1/);
  expect(await translated()).toEqual([]);
  expect(lan.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.7")).toBe(true);
  expect(await translated()).toEqual(["10.112.0.77"]);
});

test.each<[string, (id: string) => void]>([
  ["a carrier that is lost", () => network().isp1.ip("link set uplink down")],
  ["a client that is disabled", (id) => network().lab.set("/ip/dhcp-client", id, { disabled: "yes" })],
  ["a client that is removed", (id) => network().lab.remove("/ip/dhcp-client", id)],
])("%s takes address and routes away", async (_what, lose) => {
  const { lab, isp1, router } = network();
  await lend(isp1, "10.112.0.9", "10.112.0.1");
  const id = addClient();
  await bound(id);
  await lab.settled();
  expect(routes("main")).toContain("default");
  lose(id);
  const left = (): unknown => ({
    shown: lab.rows("/ip/route"),
    routes: routes("main"),
    addresses: router.run("ip", "-4", "-o", "address", "show", "dev", "wlan1"),
  });
  await eventually(left, (now) => expect(now).toEqual({ shown: [], routes: "", addresses: "" }));
  expect(status(id)()).not.toBe("bound");
});

test("a released lease is gone, and asked for anew", async () => {
  const { lab, isp1 } = network();
  const server = await lend(isp1, "10.112.0.9", "10.112.0.1");
  const id = addClient();
  await bound(id);
  await end(server);
  await new RestClient(lab).post("/ip/dhcp-client/release", { numbers: id });
  await eventually(status(id), (now) => expect(now).toBe("searching..."));
  await lend(isp1, "10.112.0.10", "10.112.0.1");
  await bound(id);
  expect(client(id)).toMatchObject({ address: "10.112.0.10/24" });
});

test("the host's resolv.conf stays what it was", async () => {
  const { isp1, router } = network();
  const before = router.run("cat", "/etc/resolv.conf");
  await lend(isp1, "10.112.0.9", "10.112.0.1");
  await bound(addClient());
  expect(router.run("cat", "/etc/resolv.conf")).toBe(before);
});

test.each<[Record<string, string>, string]>([
  [
    { "add-default-route": "special-classless" },
    "not implemented by the lab router: add-default-route=special-classless",
  ],
  [{ "check-gateway": "bfd" }, "not implemented by the lab router: check-gateway=bfd"],
  [{ dscp: "46" }, "not implemented by the lab router: dscp=46"],
])("refuses %p", async (row, says) => {
  const rest = new RestClient(network().lab);
  expect(await rest.put("/ip/dhcp-client", { interface: "wlan1", ...row })).toEqual(refusal(says));
});

import { RestClient } from "../lab/rest-client";
import { eventually } from "../until";
import { addGateway, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();
const add = (menu: string, row: Record<string, string>): string =>
  network().lab.add(`/ip/firewall/${menu}`, row);
const ruleset = (): string => network().router.run("nft", "list", "ruleset");

/** What a rule has counted. */
const packets = async (menu: string, id: string): Promise<number> => {
  const rows = await network().lab.freshRows(`/ip/firewall/${menu}`);
  return Number(rows.find((row) => row[".id"] === id)?.["packets"]);
};

const ping = (destination: string, count = 1, source = "192.168.0.10"): boolean =>
  network().lan.succeeds("ping", "-c", `${count}`, "-i", "0.01", "-W", "0.5", "-I", source, destination);

/** UDP from the LAN, one datagram. */
const datagram = (destination: string, port: number, sourcePort: number, source = "192.168.0.10"): void => {
  network().lan.run("sh", "-c", `echo | socat -u - UDP:${destination}:${port},bind=${source}:${sourcePort}`);
};

beforeEach(() => addGateway(network().lab));

const PASSTHROUGH = { chain: "forward", action: "passthrough" };

describe("a rule counts the packets that match", () => {
  const yes: Record<string, string>[] = [
    {},
    { "in-interface": "Local" },
    { "in-interface": "!wlan1" },
    { "in-interface": "all-ethernet" },
    { "in-interface-list": "all" },
    { "in-interface-list": "!none" },
    { "in-interface-list": "inside" },
    { "out-interface-list": "!inside" },
    { "src-address": "192.168.0.10" },
    { "src-address": "192.168.0.0/24", "dst-address": "198.51.100.0/24" },
    { "dst-address": "198.51.100.5-198.51.100.9" },
    { "dst-address": "!10.0.0.0/8" },
    { "src-address-list": "users" },
    { "dst-address-list": "!users" },
    { "dst-address-list": "!nobody" },
    { "dst-address-type": "unicast" },
    { "dst-address-type": "!local,broadcast" },
    { "src-address-type": "!local" },
    { "connection-state": "new" },
    { "connection-state": "established,new" },
    { "connection-state": "!invalid" },
    { "connection-mark": "no-mark" },
    { "connection-mark": "!other" },
    { "packet-mark": "no-mark" },
    { "routing-mark": "!to_wlan1" },
    { "routing-mark": "main" },
    { "connection-nat-state": "!dstnat" },
    { protocol: "udp" },
    { protocol: "17" },
    { protocol: "!tcp" },
    { protocol: "udp", "dst-port": "53,7000-7009" },
    { protocol: "udp", "src-port": "!53" },
    { protocol: "udp", port: "7007" },
    { protocol: "udp", port: "5005" },
    { protocol: "udp", port: "!53" },
    { "ipsec-policy": "in,none" },
    { "ipsec-policy": "out,none" },
    { "per-connection-classifier": "both-addresses:1/0" },
    { "per-connection-classifier": "both-addresses-and-ports:1/0" },
  ];
  const no: Record<string, string>[] = [
    { disabled: "yes" },
    { "in-interface": "wlan2" },
    { "in-interface": "all-ppp" },
    { "in-interface": "!all-ethernet" },
    { "in-interface-list": "none" },
    { "in-interface-list": "!inside" },
    { "src-address": "!192.168.0.10" },
    { "dst-address": "198.51.100.8-198.51.100.9" },
    { "src-address-list": "!users" },
    { "dst-address-list": "nobody" },
    { "dst-address-type": "local" },
    { "connection-state": "established,related" },
    { "connection-state": "!new" },
    { "connection-mark": "other" },
    { "routing-mark": "to_wlan1" },
    { "connection-nat-state": "dstnat" },
    { protocol: "tcp" },
    { protocol: "!udp" },
    { protocol: "udp", "dst-port": "!7000-7009" },
    { protocol: "udp", port: "53" },
    { protocol: "udp", port: "!5005" },
    { protocol: "udp", port: "!7007" },
    { "ipsec-policy": "in,ipsec" },
    { "per-connection-classifier": "!both-addresses-and-ports:1/0" },
  ];

  test("once each, and no other", async () => {
    const { lab, isp1, isp2 } = network();
    lab.add("/interface/list", { name: "inside" });
    lab.add("/interface/list/member", { list: "inside", interface: "Local" });
    add("address-list", { list: "users", address: "192.168.0.0/28" });
    add("address-list", { list: "users", address: "192.168.0.8-192.168.0.20" });
    const ids = [...yes, ...no].map((row) => add("mangle", { ...PASSTHROUGH, ...row }));
    await settle();
    // The answer, that nobody listens, would count too.
    isp1.ip("route add blackhole 10.112.0.2");
    isp2.ip("route add blackhole 10.111.0.2");
    datagram("198.51.100.7", 7007, 5005);
    isp1.ip("route del blackhole 10.112.0.2");
    isp2.ip("route del blackhole 10.111.0.2");
    const rows = await lab.freshRows("/ip/firewall/mangle");
    const counted = ids.map((id) => rows.find((row) => row[".id"] === id)?.["packets"]);
    const told = [...yes, ...no].map((row, i) => [row, counted[i]]);
    expect(told).toEqual([...yes.map((row) => [row, "1"]), ...no.map((row) => [row, "0"])]);
  });
});

test("the remainders of a classifier share all packets, whatever their protocol", async () => {
  const fields = ["both-addresses", "both-addresses-and-ports", "src-port", "both-ports", "dst-address"];
  const ids = fields.map((field) =>
    [0, 1, 2].map((remainder) =>
      add("mangle", { ...PASSTHROUGH, "per-connection-classifier": `${field}:3/${remainder}` }),
    ),
  );
  await settle();
  network().lan.run("sh", "-c", "for i in $(seq 60); do ping -c 1 -W 1 198.51.100.$i & done; wait");
  for (const group of ids) {
    const counts = await Promise.all(group.map((id) => packets("mangle", id)));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(120);
  }
  // Requests to sixty destinations, and nothing else, tell these apart.
  const [addresses] = ids;
  for (const id of addresses ?? []) {
    expect(await packets("mangle", id)).toBeGreaterThan(15);
  }
});

describe("actions", () => {
  test("drop, accept, jump and return", async () => {
    add("filter", { chain: "forward", action: "jump", "jump-target": "strict chain" });
    add("filter", { chain: "strict chain", action: "return", "dst-address": "198.51.100.1" });
    add("filter", { chain: "strict chain", action: "accept", "dst-address": "198.51.100.2" });
    add("filter", { chain: "strict chain", action: "drop", "dst-address": "198.51.100.0/30" });
    add("filter", { chain: "forward", action: "drop", "dst-address": "198.51.100.0/29" });
    await settle();
    const answered = [1, 2, 3, 4, 8].map((host) => ping(`198.51.100.${host}`));
    expect(answered).toEqual([false, true, false, false, true]);
  });

  test("reject says why", async () => {
    add("filter", { chain: "forward", action: "reject", "reject-with": "icmp-admin-prohibited" });
    await settle();
    const { lan } = network();
    expect(lan.run("sh", "-c", "ping -c 1 -W 1 198.51.100.7 || true")).toMatch(/Packet filtered/);
  });

  test("marks go on unless passthrough is off", async () => {
    const chain = "prerouting";
    const to = { "in-interface": "Local" };
    add("mangle", { chain, ...to, action: "mark-connection", "new-connection-mark": "a" });
    add("mangle", { chain, ...to, action: "mark-packet", "new-packet-mark": "p", "connection-mark": "a" });
    add("mangle", {
      chain,
      ...to,
      action: "mark-routing",
      "new-routing-mark": "to_wlan2",
      "packet-mark": "p",
      passthrough: "no",
    });
    const never = add("mangle", { chain, ...to, action: "passthrough" });
    const later = add("mangle", {
      chain: "forward",
      "packet-mark": "p",
      "routing-mark": "to_wlan2",
      action: "passthrough",
    });
    await settle();
    for (let host = 1; host <= 6; host++) {
      expect(ping(`198.51.100.${host}`)).toBe(true);
    }
    expect([await packets("mangle", never), await packets("mangle", later)]).toEqual([0, 6]);
    const connections = await network().lab.freshRows("/ip/firewall/connection");
    const ours = connections.filter((row) => row["src-address"] === "192.168.0.10");
    expect(new Set(ours.map((row) => row["connection-mark"]))).toEqual(new Set(["a"]));
    expect(new Set(ours.map((row) => row["reply-dst-address"]))).toEqual(new Set(["10.111.0.2"]));
  });

  test("notrack keeps a packet from being tracked", async () => {
    add("raw", { chain: "prerouting", action: "notrack", "src-address": "192.168.0.10" });
    const untracked = add("mangle", { ...PASSTHROUGH, "connection-state": "untracked" });
    await settle();
    ping("198.51.100.7");
    expect(await packets("mangle", untracked)).toBe(1);
  });

  test("src-nat, to one address of a range", async () => {
    const { lab } = network();
    const id = add("nat", { chain: "srcnat", action: "src-nat", "to-addresses": "10.112.0.64/30" });
    lab.set("/ip/route", "*80000004", { disabled: "yes" });
    await settle();
    await new RestClient(lab).post("/ip/firewall/nat/move", { numbers: id, destination: "*1" });
    ping("198.51.100.7");
    const [connection] = (await lab.freshRows("/ip/firewall/connection")).filter(
      (row) => row["src-address"] === "192.168.0.10",
    );
    expect(connection?.["reply-dst-address"]).toMatch(/^10\.112\.0\.6[4-7]$/);
  });

  test("dst-nat to a host of the LAN, and redirect to the router", async () => {
    const { isp1, lan, router } = network();
    lan.start("socat", "TCP-LISTEN:8080,fork,reuseaddr", "SYSTEM:echo lan");
    router.start("socat", "TCP-LISTEN:9000,fork,reuseaddr", "SYSTEM:echo router");
    const to = { chain: "dstnat", protocol: "tcp", "in-interface": "wlan1" };
    add("nat", {
      ...to,
      "dst-port": "80",
      action: "dst-nat",
      "to-addresses": "192.168.0.10",
      "to-ports": "8080",
    });
    add("nat", { ...to, "dst-port": "90", action: "redirect", "to-ports": "9000" });
    add("nat", { ...to, "dst-port": "91", action: "dst-nat", "to-ports": "9000" });
    // The reply of a forwarded port must find its way; the article has no rule for it.
    network().lab.add("/routing/rule", { "src-address": "192.168.0.10", table: "to_wlan1" });
    await settle();
    const ask = (port: number): string =>
      isp1
        .run("sh", "-c", `socat -T 1 - TCP:10.112.0.2:${port},connect-timeout=1 < /dev/null || true`)
        .trim();
    await eventually(
      () => [80, 90, 91].map(ask),
      (said) => expect(said).toEqual(["lan", "router", "router"]),
    );
  });

  test("a LAN reaches its own server by a forwarded port once its source is translated too", async () => {
    const { lan } = network();
    lan.ip("addr replace 192.168.0.20/24 dev uplink");
    lan.start("socat", "TCP-LISTEN:8090,bind=192.168.0.20,fork,reuseaddr", "SYSTEM:echo served");
    await eventually(
      () => lan.run("ss", "-Hltn", "sport", "=", "8090"),
      (listening) => expect(listening).not.toBe(""),
    );
    const ask = (): string =>
      lan.run(
        "sh",
        "-c",
        "socat - TCP:10.112.0.2:80,bind=192.168.0.10,connect-timeout=0.5 </dev/null || true",
      );
    add("nat", {
      chain: "dstnat",
      "dst-address": "10.112.0.2",
      protocol: "tcp",
      "dst-port": "80",
      action: "dst-nat",
      "to-addresses": "192.168.0.20",
      "to-ports": "8090",
    });
    await settle();
    expect(ask()).toBe("");
    add("nat", {
      chain: "srcnat",
      "src-address": "192.168.0.0/24",
      "dst-address": "192.168.0.20",
      "out-interface": "Local",
      action: "masquerade",
    });
    await settle();
    expect(ask().trim()).toBe("served");
    const connections = await network().lab.freshRows("/ip/firewall/connection");
    expect(
      connections.map((row) => `${row["reply-src-address"]} ${row["reply-dst-address"]}`),
    ).toContainEqual(expect.stringMatching(/^192\.168\.0\.20:8090 192\.168\.0\.1:/));
  });
});

describe("a change", () => {
  test("leaves the counters of other rules as they are, and its own rule's too", async () => {
    const { lab } = network();
    const counting = add("mangle", { ...PASSTHROUGH, "in-interface": "Local" });
    await settle();
    ping("198.51.100.7", 3);
    expect(await packets("mangle", counting)).toBe(3);
    const other = add("mangle", { ...PASSTHROUGH, comment: "a neighbour", protocol: "gre" });
    await settle();
    lab.set("/ip/firewall/mangle", other, { protocol: "tcp" });
    await settle();
    lab.remove("/ip/firewall/mangle", other);
    lab.set("/ip/firewall/mangle", counting, { comment: "x", protocol: "icmp" });
    await settle();
    expect(await packets("mangle", counting)).toBe(3);
    ping("198.51.100.7", 2);
    expect(await packets("mangle", counting)).toBe(5);
    const [nat1, nat2] = await Promise.all([packets("nat", "*1"), packets("nat", "*2")]);
    expect((nat1 ?? 0) + (nat2 ?? 0)).toBe(2);
  });

  test("of nothing that matters does not touch the ruleset", async () => {
    const { lab, router } = network();
    const handles = (): string => router.run("nft", "-a", "list", "ruleset");
    const before = handles();
    lab.set("/ip/firewall/mangle", "*1", { comment: "seen" });
    lab.add("/ip/route", { "dst-address": "192.0.2.0/24", gateway: "wlan1" });
    await settle();
    expect(handles()).toBe(before);
  });

  test("leaves connections under way alone", async () => {
    const { isp1, isp2, lan, lab } = network();
    for (const isp of [isp1, isp2]) {
      isp.start("socat", "TCP-LISTEN:7000,fork,reuseaddr", "EXEC:cat");
    }
    await eventually(
      () => [isp1, isp2].map((isp) => isp.run("ss", "-Hltn", "sport", "=", "7000")),
      (listening) => expect(listening.every((line) => line !== "")).toBe(true),
    );
    const client = lan.start("socat", "-", "TCP:198.51.100.7:7000");
    let heard = "";
    client.stdout?.on("data", (chunk) => {
      heard += chunk;
    });
    const say = async (word: string): Promise<void> => {
      client.stdin?.write(`${word}\n`);
      await eventually(
        () => heard,
        (text) => expect(text).toContain(word),
      );
    };
    await say("before");
    const [connection] = (await lab.freshRows("/ip/firewall/connection")).filter(
      (row) => row["tcp-state"] === "established",
    );
    lab.add("/ip/address", { address: "172.16.0.1/24", interface: "Local" });
    add("filter", { chain: "forward", action: "drop", protocol: "gre" });
    add("nat", { chain: "srcnat", action: "accept", "dst-address": "172.16.0.0/24" });
    add("address-list", { list: "l", address: "192.0.2.1" });
    lab.add("/routing/table", { name: "third", fib: "" });
    lab.add("/routing/rule", { "dst-address": "192.0.2.0/24", table: "third" });
    lab.set("/ip/settings", undefined, { "rp-filter": "loose" });
    await settle();
    await say("after");
    const after = await lab.freshRows("/ip/firewall/connection");
    expect(after.map((row) => row[".id"])).toContain(connection?.[".id"]);
  });
});

test("an interface list and an address list change with their entries", async () => {
  const { lab } = network();
  lab.add("/interface/list", { name: "WAN" });
  const id = add("mangle", {
    chain: "forward",
    "out-interface-list": "WAN",
    "dst-address-list": "some",
    action: "passthrough",
  });
  await settle();
  expect(ruleset()).not.toContain(`counter name "mangle_${id.slice(1)}"`);
  lab.add("/interface/list/member", { list: "WAN", interface: "wlan1" });
  lab.add("/interface/list/member", { list: "WAN", interface: "wlan2" });
  await settle();
  ping("198.51.100.7");
  expect(await packets("mangle", id)).toBe(0);
  const entry = add("address-list", { list: "some", address: "198.51.100.0/25" });
  await settle();
  ping("198.51.100.7");
  expect(await packets("mangle", id)).toBe(1);
  lab.set("/ip/firewall/address-list", entry, { disabled: "yes" });
  await settle();
  ping("198.51.100.7");
  expect(await packets("mangle", id)).toBe(1);
});

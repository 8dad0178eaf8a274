import { networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();

beforeEach(async () => {
  const { lab, isp1 } = network();
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  lab.add("/ip/route", { gateway: "10.112.0.1" });
  lab.add("/ip/firewall/nat", { chain: "srcnat", "out-interface": "wlan1", action: "masquerade" });
  lab.set("/interface/ethernet", "*2", { mtu: "1400" });
  await settle();
  isp1.run("sh", "-c", "nft flush ruleset");
});

/** The MSS with which a SYN of the LAN comes to the ISP. */
async function arrivingMss(): Promise<number> {
  const { isp1, lan } = network();
  const sizes = [1200, 1360, 1460, 536];
  const rules = sizes.map((size) => `tcp flags syn tcp option maxseg size ${size} counter comment "${size}"`);
  const chain = ["type filter hook prerouting priority 0;", ...rules].join("\n");
  isp1.run("nft", `table ip seen {\nchain in {\n${chain}\n}\n}`);
  // Nobody listens: the SYN is all that matters.
  lan.succeeds("socat", "-u", "/dev/null", "TCP:198.51.100.7:81,connect-timeout=1");
  const seen = isp1.run("nft", "list", "table", "ip", "seen");
  isp1.run("nft", "delete", "table", "ip", "seen");
  return Number(/counter packets [1-9]\d* bytes \d+ comment "(\d+)"/.exec(seen)?.[1] ?? "0");
}

const SYN = { chain: "forward", protocol: "tcp", "tcp-flags": "syn", action: "change-mss" };

test("a segment size is what the hosts say, unless a rule changes it", async () => {
  expect(await arrivingMss()).toBe(1460);
});

test.each<[string, Record<string, string>, number]>([
  ["clamped to the way's MTU", { "new-mss": "clamp-to-pmtu" }, 1360],
  ["set to a lower one", { "new-mss": "1200" }, 1200],
  ["never made larger", { "new-mss": "1500" }, 1460],
  ["changed on the interface it leaves by", { "new-mss": "clamp-to-pmtu", "out-interface": "wlan1" }, 1360],
  ["not changed on another one", { "new-mss": "1200", "out-interface": "wlan2" }, 1460],
  ["changed where it is larger", { "new-mss": "clamp-to-pmtu", "tcp-mss": "1361-65535" }, 1360],
  ["not changed where it is not", { "new-mss": "1200", "tcp-mss": "!1460" }, 1460],
  ["not changed where the flags differ", { "new-mss": "1200", "tcp-flags": "syn,ack" }, 1460],
  ["changed where a flag is not set", { "new-mss": "1200", "tcp-flags": "syn,!ack" }, 1200],
])("a segment size is %s", async (_what, rule, expected) => {
  network().lab.add("/ip/firewall/mangle", { ...SYN, ...rule });
  await settle();
  expect(await arrivingMss()).toBe(expected);
});

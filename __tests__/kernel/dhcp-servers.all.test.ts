import { RestClient, refusal } from "../lab/rest-client";
import { networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();

/** What a client in the LAN is told: address, prefix length, router, resolver; empty where nobody answers. */
const ask = (): string => {
  const script = 'test "$1" = bound && echo "$ip $mask $router $dns" > "$OUT"';
  return network()
    .lan.run(
      "sh",
      "-c",
      `OUT=$(mktemp); export OUT; printf '#!/bin/sh\\n%s\\n' '${script}' > $OUT.sh; chmod +x $OUT.sh
     udhcpc -n -q -t 2 -T 1 -i uplink -s $OUT.sh >/dev/null 2>&1; cat $OUT; rm $OUT $OUT.sh`,
    )
    .trim();
};

const POOL = { name: "users", ranges: "192.168.0.100-192.168.0.101,192.168.0.150" };
const SERVER = { name: "lan", interface: "Local", "address-pool": "users", disabled: "no" };
const NETWORK = { address: "192.168.0.0/24", gateway: "192.168.0.1", "dns-server": "192.168.0.1" };

test("lends addresses of its pool, and tells what the network's row says", async () => {
  const { lab } = network();
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.add("/ip/pool", POOL);
  const server = lab.add("/ip/dhcp-server", SERVER);
  const told = lab.add("/ip/dhcp-server/network", NETWORK);
  await settle();
  expect(ask()).toMatch(/^192\.168\.0\.(100|101|150) 24 192\.168\.0\.1 192\.168\.0\.1$/);
  lab.set("/ip/dhcp-server/network", told, { gateway: "192.168.0.254" });
  await settle();
  expect(ask()).toMatch(/24 192\.168\.0\.254 192\.168\.0\.1$/);
  lab.set("/ip/dhcp-server", server, { disabled: "yes" });
  await settle();
  expect(ask()).toBe("");
});

test.each<[string, Record<string, string>, string]>([
  ["ip/dhcp-server", { ...SERVER, "address-pool": "x" }, "input does not match any value of address-pool"],
  ["ip/dhcp-server", { ...SERVER, "lease-script": "x" }, "not implemented by the lab router: lease-script"],
  ["ip/pool", { name: "p", ranges: "10.0.0.9-10.0.0.1" }, "invalid value for argument ranges"],
  [
    "ip/dhcp-server/network",
    { ...NETWORK, "caps-manager": "10.0.0.1" },
    "not implemented by the lab router: caps-manager",
  ],
])("%s %p is refused", async (menu, row, says) => {
  const rest = new RestClient(network().lab);
  await rest.added("/ip/pool", POOL);
  expect(await rest.put(`/${menu}`, row)).toEqual(refusal(says));
});

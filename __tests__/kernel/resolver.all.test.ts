import { eventually } from "../until";
import { type Namespace, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();
const record = (row: Record<string, string>): string => network().lab.add("/ip/dns/static", row);

/** Asks the router from the LAN. */
const ask = async (name: string, type: "A" | "TXT" = "A"): Promise<string> => {
  const script = `
    const { Resolver } = require("node:dns").promises;
    const resolver = new Resolver({ timeout: 300, tries: 1 });
    resolver.setServers(["192.168.0.1"]);
    resolver.resolve(${JSON.stringify(name)}, ${JSON.stringify(type)})
      .then((found) => console.log(found.flat().join()), (error) => console.log(error.code));`;
  return network().lan.run(process.execPath, "-e", script).trim();
};

const serve = (isp: Namespace, address: string, ...names: string[]): void => {
  isp.start(
    "dnsmasq",
    "--keep-in-foreground",
    "--no-resolv",
    "--no-hosts",
    "--conf-file=/dev/null",
    "--pid-file=",
    "--user=root",
    "--group=",
    `--listen-address=${address}`,
    "--bind-interfaces",
    ...names.map((name) => `--host-record=${name}`),
  );
};

beforeEach(async () => {
  const { lab } = network();
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  lab.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
  await settle();
});

test("answers static records, of several types, and follows their changes", async () => {
  const { lab } = network();
  const id = record({ name: "portal.example", address: "203.0.113.5" });
  record({ name: "deep.example", address: "203.0.113.6", "match-subdomain": "yes" });
  record({ name: "alias.example", type: "CNAME", cname: "portal.example" });
  record({ name: "told.example", type: "TXT", text: "some text" });
  record({ name: "gone.example", type: "NXDOMAIN" });
  await settle();
  expect(await ask("portal.example")).toBe("203.0.113.5");
  expect(await ask("a.deep.example")).toBe("203.0.113.6");
  expect(await ask("alias.example")).toBe("203.0.113.5");
  expect(await ask("told.example", "TXT")).toBe("some text");
  expect(await ask("gone.example")).toBe("ENOTFOUND");
  lab.set("/ip/dns/static", id, { address: "203.0.113.9" });
  await settle();
  expect(await ask("portal.example")).toBe("203.0.113.9");
  lab.set("/ip/dns/static", id, { disabled: "yes" });
  await settle();
  expect(await ask("portal.example")).not.toMatch(/203/);
});

test("forwards the rest, and a name, with those below it on request, to the server that its record says", async () => {
  const { lab, isp1 } = network();
  isp1.ip("addr add 10.112.0.53/24 dev uplink");
  serve(
    isp1,
    "10.112.0.1",
    "any.example,198.51.100.1",
    "special.example,198.51.100.2",
    "below.special.example,198.51.100.4",
  );
  serve(isp1, "10.112.0.53", "special.example,198.51.100.3", "below.special.example,198.51.100.5");
  lab.set("/ip/dns", undefined, { servers: "10.112.0.1" });
  const id = record({ name: "special.example", type: "FWD", "forward-to": "10.112.0.53" });
  await settle();
  await eventually(
    async () => [await ask("any.example"), await ask("special.example"), await ask("below.special.example")],
    (answers) => expect(answers).toEqual(["198.51.100.1", "198.51.100.3", "198.51.100.4"]),
  );
  lab.set("/ip/dns/static", id, { "match-subdomain": "yes" });
  await settle();
  expect([await ask("special.example"), await ask("below.special.example")]).toEqual([
    "198.51.100.3",
    "198.51.100.5",
  ]);
});

test("is silent unless remote requests are allowed", async () => {
  record({ name: "portal.example", address: "203.0.113.5" });
  await settle();
  expect(await ask("portal.example")).toBe("203.0.113.5");
  network().lab.set("/ip/dns", undefined, { "allow-remote-requests": "no" });
  await settle();
  expect(await ask("portal.example")).not.toBe("203.0.113.5");
});

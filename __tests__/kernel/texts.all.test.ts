import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabRouter } from "../../lab/router";
import { refusals } from "../../lab/router/kernel/refusals";
import { RouterNamespace } from "../../lab/router/kernel/router-namespace";
import { Dnsmasq } from "../../lab/router/kernel/services/dnsmasq";
import { RestClient, refusal } from "../lab/rest-client";
import { sampled } from "../tier";
import { eventually } from "../until";
import { end, lend } from "./isp-dhcp";
import { networkWithRouter } from "./small-network";

const network = networkWithRouter();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kernel-texts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Texts that run a program, or have one read a file, where they are taken for more than a text. */
const oddTexts = (): readonly string[] => {
  const run = `touch ${folder}/owned`;
  const script = `dhcp-script=${folder}/script`;
  return [
    `a\n${script}`,
    `a\u0000${script}`,
    `a # ${run}`,
    `a'; ${run}; '`,
    `a"; ${run}; "`,
    `a" }\n${run}`,
    `$(${run})`,
    `\`${run}\``,
    "-f",
    "--help",
    `--${script}`,
    "a,b",
    "a b\\",
    `${"x".repeat(10_000)}`,
    // dnsmasq takes what is beyond 1,024 bytes of a line for another one.
    ...[990, 1000, 1010, 1020].map((length) => `${"x".repeat(length)} ${script}`),
  ];
};

/** Every argument whose text goes to a program in some form, in a row that has all else. */
const ROWS: readonly [menu: string, row: Record<string, string>, texts: readonly string[]][] = [
  ["interface/bridge", {}, ["name"]],
  ["interface/vlan", { interface: "Local" }, ["name"]],
  ["interface/pppoe-client", { interface: "wlan2", name: "dsl", disabled: "no" }, ["user", "password"]],
  ["interface/list", {}, ["name"]],
  ["routing/table", { fib: "" }, ["name"]],
  ["ip/pool", { ranges: "192.168.0.100-192.168.0.199" }, ["name"]],
  ["ip/dhcp-server/network", { address: "192.168.0.0/24", gateway: "192.168.0.1" }, ["domain"]],
  ["ip/dns/static", { address: "192.0.2.1" }, ["name"]],
  ["ip/dns/static", { name: "a.example", type: "CNAME" }, ["cname"]],
  ["ip/dns/static", { name: "b.example", type: "MX" }, ["mx-exchange"]],
  ["ip/dns/static", { name: "c.example", type: "SRV" }, ["srv-target"]],
  ["ip/dns/static", { name: "d.example", type: "TXT" }, ["text"]],
  ["ip/firewall/filter", { action: "accept" }, ["chain"]],
  ["ip/firewall/filter", { chain: "forward", action: "jump" }, ["jump-target"]],
  ["ip/firewall/filter", { chain: "forward" }, ["src-address-list", "dst-address-list", "comment"]],
  ["ip/firewall/mangle", { chain: "forward", action: "mark-connection" }, ["new-connection-mark"]],
  ["ip/firewall/mangle", { chain: "forward", action: "mark-packet" }, ["new-packet-mark"]],
  ["ip/firewall/mangle", { chain: "forward" }, ["connection-mark", "packet-mark"]],
  ["ip/firewall/address-list", { address: "192.0.2.0/24" }, ["list"]],
];

test("no text of a row is more than a text to a program", async () => {
  const { lab } = network();
  writeFileSync(`${folder}/script`, `#!/bin/sh\ntouch ${folder}/owned\n`);
  chmodSync(`${folder}/script`, 0o755);
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
  lab.add("/ip/pool", { name: "users", ranges: "192.168.0.10-192.168.0.99" });
  lab.add("/ip/dhcp-server", { name: "lan", interface: "Local", "address-pool": "users", disabled: "no" });
  lab.add("/ip/dhcp-client", { interface: "wlan1", disabled: "no" });
  const client = new RestClient(lab);
  const rows = lab.save();
  let taken = 0;
  const texts = sampled(oddTexts(), 4);
  for (const odd of texts) {
    const told: unknown[] = [(await client.post("/system/identity/set", { name: odd })).status];
    // All in one: the data plane is made to agree once, which a reply waits for.
    for (const [menu, row, names] of ROWS) {
      for (const name of names) {
        try {
          const id = lab.add(menu, { ...row, [name]: odd });
          expect(lab.rows(menu).find((each) => each[".id"] === id)?.[name]).toBe(odd);
          taken += 1;
        } catch (error) {
          expect(String(error)).not.toMatch(/\p{Cc}/u);
          told.push((error as { status?: number }).status);
        }
      }
    }
    await lab.settled();
    expect(told.filter((status) => ![200, 400].includes(Number(status)))).toEqual([]);
    expect(existsSync(`${folder}/owned`)).toBe(false);
    lab.load(rows);
    await lab.settled();
  }
  // Names of chains, lists and marks are any text, so this is no test of refusals only.
  expect(taken).toBeGreaterThan(5 * texts.length);
});

test("the newline in a record's name that once was an option of dnsmasq", async () => {
  const reply = await new RestClient(network().lab).put("/ip/dns/static", {
    name: `a.example\ndhcp-script=${folder}/script`,
    address: "192.0.2.1",
  });
  expect(reply).toEqual(refusal("invalid value for argument name"));
});

test("a record's text is answered as it was written, quotes and all", async () => {
  const { lab, lan } = network();
  const text = `a "quoted", # text; with \\ and $(x) 'y' ${"z".repeat(180)}`;
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
  lab.add("/ip/dns/static", { name: "told.example", type: "TXT", text });
  await lab.settled();
  const script = `
    const { Resolver } = require("node:dns").promises;
    const resolver = new Resolver({ timeout: 1000, tries: 5 });
    resolver.setServers(["192.168.0.1"]);
    resolver.resolveTxt("told.example").then((found) => console.log(found.flat().join("")));`;
  expect(lan.run(process.execPath, "-e", script)).toBe(`${text}\n`);
});

test("a name that the DNS has no form for is refused in one short line", async () => {
  const { lab } = network();
  const client = new RestClient(lab);
  const reply = await client.put("/ip/dns/static", { name: "x y".repeat(5000), address: "192.0.2.1" });
  expect(reply.status).toBe(400);
  expect(reply.body.detail).toMatch(/^not implemented by the lab router: name=x y.{57}\.\.\.$/);
});

test("a DHCP client tells its server the router's name", async () => {
  const { lab, isp1 } = network();
  const server = await lend(isp1, "10.112.0.9", "10.112.0.1");
  let log = "";
  server.stderr?.on("data", (chunk) => {
    log += String(chunk);
  });
  lab.set("/system/identity", undefined, { name: "edge-1" });
  lab.add("/ip/dhcp-client", { interface: "wlan1", disabled: "no" });
  await eventually(
    () => log,
    (said) => expect(said).toMatch(/DHCPACK\S+ 10\.112\.0\.9 \S+ edge-1/),
  );
  await end(server);
});

test("helpers have the rights that they need, and no others", async () => {
  const { lab, router } = network();
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
  lab.add("/ip/dhcp-client", { interface: "wlan1", disabled: "no" });
  await lab.settled();
  const statuses = () =>
    router
      .run("ip", "netns", "pids", router.name)
      .split("\n")
      .filter((pid) => pid !== "")
      .map((pid) => readOf(pid, "status"));
  const [NET_BIND_SERVICE, NET_ADMIN, NET_RAW] = [10, 12, 13].map((bit) => 1 << bit);
  const rightsOf = (program: string) => {
    const status = statuses().find((text) => text.startsWith(`Name:\t${program}\n`)) ?? "";
    const [, uid] = /^Uid:\t(\d+)/m.exec(status) ?? [];
    const [, rights = ""] = /^CapEff:\t(\w+)/m.exec(status) ?? [];
    return [Number(uid), Number.parseInt(rights, 16), /^NoNewPrivs:\t1/m.test(status)];
  };
  const hasNobody = readFileSync("/proc/self/uid_map", "utf8").includes("4294967295");
  const all = (NET_BIND_SERVICE ?? 0) + (NET_ADMIN ?? 0) + (NET_RAW ?? 0);
  await eventually(
    () => [rightsOf("dnsmasq"), rightsOf("udhcpc")],
    (rights) =>
      expect(rights).toEqual([
        [hasNobody ? 65_534 : 0, all, true],
        [0, (NET_BIND_SERVICE ?? 0) + (NET_RAW ?? 0), true],
      ]),
  );
});

describe("does not hang where a program does", () => {
  let path: string | undefined;
  beforeEach(() => {
    path = process.env["PATH"];
    for (const program of ["dnsmasq", "conntrack"]) {
      writeFileSync(`${folder}/${program}`, "#!/bin/sh\necho thinking >&2\nexec sleep 1000\n");
      chmodSync(`${folder}/${program}`, 0o755);
    }
    // A program that is run as nobody must be able to get there.
    chmodSync(folder, 0o755);
    process.env["PATH"] = `${folder}:${path}`;
  });
  afterEach(() => {
    process.env["PATH"] = path;
  });

  test("a server that never starts is ended, and its failure says so", async () => {
    const namespace = new RouterNamespace(network().router.name);
    const server = new Dnsmasq(namespace, 200);
    await expect(server.run(["port=0"])).rejects.toThrow(/^dnsmasq has not started within 0\.2 s/);
    await namespace.close();
    await eventually(
      () => network().router.run("ip", "netns", "pids", network().router.name).trim().split("\n"),
      (pids) => expect(pids.map((pid) => readOf(pid, "cmdline"))).not.toContain("sleep\u00001000\u0000"),
    );
  });

  test("a command that never ends is ended too", async () => {
    const namespace = new RouterNamespace(network().router.name, 200);
    await expect(namespace.run("conntrack", ["-L"])).rejects.toThrow(
      /^conntrack -L failed \(killed\): it has not ended within 0\.2 s/,
    );
    await namespace.close();
  });
});

/** What `/proc` says of a process, which may have ended meanwhile. */
const readOf = (pid: string, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
};

test("a port whose name a program could take otherwise has no data plane", async () => {
  const { router } = network();
  router.ip('link add "a;b" type veth peer name "c$d"');
  try {
    const starting = LabRouter.start({ version: "7.24", namespace: router.name, interfaces: ["a;b"] });
    await expect(starting).rejects.toThrow('The port "a;b" cannot have a data plane');
  } finally {
    router.ip('link del "a;b"');
  }
});

test("jumps are followed once, however many ways lead to a chain", () => {
  let looks = 0;
  const rule = (chain: string, target: string) => ({
    id: `*${chain}${target}`,
    values: new Proxy<Record<string, string>>(
      { chain, action: "jump", "jump-target": target },
      {
        get: (row, name) => {
          looks += name === "jump-target" ? 1 : 0;
          return row[String(name)];
        },
      },
    ),
  });
  const levels = Array.from({ length: 20 }, (_, level) => level);
  const rows = levels.flatMap((level) => [0, 1].map(() => rule(`c${level}`, `c${level + 1}`)));
  refusals.checkRows("ip/firewall/filter", rows);
  expect(looks).toBeLessThan(2000);
});

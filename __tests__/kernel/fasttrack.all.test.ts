import type { ChildProcess } from "node:child_process";
import { eventually } from "../until";
import { addGateway, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();
const add = (menu: string, row: Record<string, string>): string =>
  network().lab.add(`/ip/firewall/${menu}`, row);

const TRACK = { chain: "forward", "connection-state": "established,related", action: "fasttrack-connection" };

beforeEach(async () => {
  const { lab, isp1, isp2 } = network();
  await addGateway(lab);
  // Main leads out of wlan2 only; what the LAN sends is marked for wlan1.
  lab.set("/ip/route", "*80000003", { disabled: "yes" });
  add("mangle", {
    chain: "prerouting",
    "in-interface": "Local",
    "dst-address-type": "!local",
    action: "mark-connection",
    "new-connection-mark": "pinned",
  });
  add("mangle", {
    chain: "prerouting",
    "in-interface": "Local",
    "connection-mark": "pinned",
    action: "mark-routing",
    "new-routing-mark": "to_wlan1",
  });
  await settle();
  for (const isp of [isp1, isp2].filter((each) => each.run("ss", "-Hltn", "sport", "=", "7000") === "")) {
    isp.start("socat", "TCP-LISTEN:7000,fork,reuseaddr", "EXEC:cat");
    await eventually(
      () => isp.run("ss", "-Hltn", "sport", "=", "7000"),
      (listening) => expect(listening).not.toBe(""),
    );
  }
});

/** A connection from the LAN that stays. */
interface Conversation {
  readonly child: ChildProcess;
  readonly say: (word: string) => void;
  /** What whoever echoes it has sent back. */
  readonly heard: () => string;
  /** Says a word, and waits for its echo. */
  readonly echoes: (word: string) => Promise<void>;
}

function connect(): Conversation {
  const child = network().lan.start("socat", "-", "TCP:198.51.100.7:7000");
  let heard = "";
  child.stdout?.on("data", (chunk) => {
    heard += chunk;
  });
  child.stdin?.on("error", () => {});
  const say = (word: string): void => {
    child.stdin?.write(`${word}\n`);
  };
  const echoes = (word: string): Promise<void> => {
    say(word);
    return eventually(
      () => heard,
      (text) => expect(text).toContain(word),
    );
  };
  return { child, say, heard: () => heard, echoes };
}

const tracked = async (): Promise<Record<string, string> | undefined> =>
  (await network().lab.freshRows("/ip/firewall/connection")).find(
    (row) => row["dst-address"] === "198.51.100.7:7000",
  );

test("a connection that is FastTracked passes the marks by: it leaves by main with the other WAN's address", async () => {
  const { lab, isp2 } = network();
  lab.set("/ip/firewall/nat", "*1", { action: "src-nat", "to-addresses": "10.112.0.2" });
  lab.set("/ip/firewall/nat", "*2", { action: "src-nat", "to-addresses": "10.111.0.2" });
  add("filter", TRACK);
  await settle();
  isp2.run("nft", "table ip seen {\nchain in {\ntype filter hook prerouting priority 0;\n}\n}");
  isp2.run("nft", "add rule ip seen in ip saddr 10.112.0.2 tcp flags & psh == psh counter");
  const { child, say, heard } = connect();
  say("one");
  // The word comes by the other WAN, again and again, and nobody there can answer it.
  await eventually(
    () => isp2.run("nft", "list", "table", "ip", "seen"),
    (shown) => expect(shown).toMatch(/counter packets ([2-9]|\d\d)/),
  );
  expect(heard()).toBe("");
  expect(await tracked()).toMatchObject({ fasttrack: "true", "connection-mark": "pinned" });
  isp2.run("nft", "delete", "table", "ip", "seen");
  child.kill("SIGKILL");
});

test("a rule that spares marked connections leaves them whole", async () => {
  add("filter", { ...TRACK, "connection-mark": "no-mark" });
  await settle();
  const { child, echoes } = connect();
  await echoes("one");
  await echoes("two");
  expect(await tracked()).toMatchObject({ fasttrack: "false", "connection-mark": "pinned" });
  child.kill("SIGKILL");
});

test("what is FastTracked is translated and routed, keeps its mark, and is seen by no later rule", async () => {
  const { lab } = network();
  for (const rule of lab
    .rows("/ip/firewall/mangle")
    .filter((row) => row["new-routing-mark"] === "to_wlan1")) {
    lab.remove("/ip/firewall/mangle", rule[".id"] ?? "");
  }
  const id = add("filter", TRACK);
  await settle();
  const { child, echoes } = connect();
  await echoes("one");
  const connection = await tracked();
  expect(connection).toMatchObject({
    fasttrack: "true",
    "connection-mark": "pinned",
    "reply-dst-address": expect.stringMatching(/^10\.111\.0\.2:/),
  });
  // Connections of the tests before may still say goodbye.
  const [, port = ""] = connection?.["src-address"]?.split(":") ?? [];
  const drop = add("filter", { chain: "forward", protocol: "tcp", port, action: "drop" });
  await settle();
  await echoes("two");
  const rows = await lab.freshRows("/ip/firewall/filter");
  const packets = (which: string): number => Number(rows.find((row) => row[".id"] === which)?.["packets"]);
  expect(packets(id)).toBeGreaterThan(0);
  expect(packets(drop)).toBe(0);
  // Without the rule it stays what it is until it ends.
  lab.remove("/ip/firewall/filter", id);
  await settle();
  await echoes("three");
  child.kill("SIGKILL");
});

test("neither without fast path, nor for other protocols than TCP and UDP", async () => {
  const { lab, lan } = network();
  lab.set("/ip/settings", undefined, { "allow-fast-path": "no" });
  add("filter", TRACK);
  await settle();
  const { child, echoes } = connect();
  await echoes("one");
  expect(await tracked()).toMatchObject({ fasttrack: "false" });
  child.kill("SIGKILL");
  lab.set("/ip/settings", undefined, { "allow-fast-path": "yes" });
  await settle();
  expect(lan.succeeds("ping", "-c", "3", "-i", "0.02", "-W", "1", "198.51.100.9")).toBe(true);
});

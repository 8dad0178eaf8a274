import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import spawn from "cross-spawn";
import { Network } from "../../lab/network";
import { Traffic } from "../../lab/traffic";
import { run } from "../../tools/run";
import { fullTest, sampled } from "../tier";
import { until } from "../until";
import { ARTICLE } from "./description";
import { configureRouter } from "./hand-made-router";

const NODE = [process.execPath, "--require", require.resolve("tsx/cjs")] as const;
const STANDING = join(__dirname, "standing-network.ts");
const CLEAR = join(__dirname, "../../lab/network/clear.ts");

/** Namespaces, folders and processes that carry a run's name. */
function remainsOf(prefix: string): string[] {
  const namespaces = existsSync("/run/netns") ? readdirSync("/run/netns") : [];
  const folder = `lab-network-${prefix.slice("lab-".length, -1)}`;
  return [
    ...namespaces.filter((name) => name.startsWith(prefix)),
    ...readdirSync(tmpdir()).filter((name) => name === folder),
    ...processesOf(prefix),
  ];
}

/** Processes whose command names a run: its agents, its servers, its guard. */
const processesOf = (word: string): string[] =>
  readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(word));

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** A program of its own with a network; resolves when that is up. */
async function stand(): Promise<{ program: ChildProcess; prefix: string }> {
  const [command, ...args] = NODE;
  const program = spawn(command, [...args, STANDING], { stdio: ["ignore", "pipe", "inherit"] });
  const prefix = await new Promise<string>((resolve) =>
    (program.stdout as Readable).once("data", (text) => resolve(String(text).trim())),
  );
  return { program, prefix };
}

describe("what is made is removed", () => {
  test("by down, with everything that ran inside", async () => {
    const network = await Network.up(ARTICLE);
    const traffic = new Traffic(network);
    await traffic.serve(network.internet.namespace);
    await traffic.serve(network.router);
    const inside = (
      await network.internet.namespace.shell(`ip netns pids ${network.internet.namespace.name}`)
    )
      .split("\n")
      .filter((pid) => pid !== "" && commandOf(pid).includes("agent-program"));
    expect(inside).toHaveLength(1);
    await network.down();
    expect(remainsOf(network.prefix)).toEqual([]);
    expect(existsSync(`/proc/${inside[0]}`)).toBe(false);
    await expect(traffic.agent(network.router).takeVisits()).rejects.toThrow("ended");
  });

  test("when it fails halfway", async () => {
    // The kernel knows no such network: the address is no host's.
    const lan = {
      name: "Local",
      routerAddress: "192.168.0.1/24",
      hosts: ["192.168.0.128/25", "192.168.0.128/25"],
    };
    const failure = await Network.up({ ...ARTICLE, lans: [lan] }).catch(String);
    expect(failure).toContain("File exists");
    // It names the namespace in which it happened; others make networks meanwhile.
    const [prefix = ""] = /lab-[0-9a-f]{6}-/.exec(String(failure)) ?? [];
    expect(prefix).not.toBe("");
    expect(remainsOf(prefix)).toEqual([]);
  });

  test.each(sampled(["SIGKILL", "SIGTERM", "SIGINT"] as const, 1))(
    "when the program ends by %s",
    async (signal) => {
      const { program, prefix } = await stand();
      expect(remainsOf(prefix).length).toBeGreaterThan(8);
      program.kill(signal);
      await until("nothing of the network is left", () => remainsOf(prefix).length === 0);
    },
  );

  test("by the command, when program and guard were killed; other networks stay", async () => {
    const other = await Network.up(ARTICLE);
    const { program, prefix } = await stand();
    const guards = processesOf(`lab-guard ${prefix}`);
    expect(guards).toHaveLength(1);
    process.kill(Number(guards[0]), "SIGKILL");
    program.kill("SIGKILL");
    await until("the guard is gone", () => processesOf(`lab-guard ${prefix}`).length === 0);
    await until("the program is gone", () => program.signalCode !== null);
    expect(remainsOf(prefix).length).toBeGreaterThan(8);

    const [command, ...args] = NODE;
    const { stdout, ok } = run(command, [...args, CLEAR]);
    expect(ok).toBe(true);
    expect(stdout).toContain(prefix.slice(0, -1));
    expect(remainsOf(prefix)).toEqual([]);
    expect(stdout).toMatch(new RegExp(`In use.*${other.prefix.slice(0, -1)}`));
    expect(await other.router.shell("ls /sys/class/net")).toMatch(/^wlan1$/m);
    await other.down();
  });
});

fullTest("two networks of one description do not disturb each other", async () => {
  const networks = await Promise.all([Network.up(ARTICLE), Network.up(ARTICLE)]);
  const [first, second] = networks;
  await Promise.all(networks.map(configureRouter));
  const traffics = new Map(networks.map((network) => [network, new Traffic(network)]));
  const send = async (network: Network) => {
    const traffic = traffics.get(network) as Traffic;
    await traffic.serve(network.internet.namespace);
    const { namespace } = network.lan("Local");
    return traffic.send({ protocol: "udp", from: namespace, destinations: network.internet.addresses(200) });
  };
  const sent = await Promise.all(networks.map(send));
  expect(sent.map(({ answered }) => answered.length)).toEqual([200, 200]);
  for (const isp of networks.flatMap(({ wans }) => wans)) {
    expect((await isp.observe()).flows.length).toBeLessThan(200);
  }
  await first.down();
  expect((await send(second)).answered).toHaveLength(200);
  await second.down();
});

test("without root, a network lives in a user namespace", () => {
  const [command, ...args] = NODE;
  const program = [command, ...args, STANDING, "--down"];
  // As somebody who owns nothing, where this runs as root.
  const asNobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
  const [first = "", ...rest] = process.getuid?.() === 0 ? [...asNobody, ...program] : program;
  const { stdout, stderr } = run(first, rest, { env: { ...process.env, HOME: tmpdir() } });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^lab-[0-9a-f]{6}-$/m);
  expect(remainsOf(stdout.trim())).toEqual([]);
});

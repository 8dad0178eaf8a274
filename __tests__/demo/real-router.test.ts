import { existsSync, renameSync, rmSync } from "node:fs";
import spawn from "cross-spawn";
import { LabRouter } from "../../lab/router";
import { fullTest } from "../tier";
import { removeFolders, runDemo, variablesOf, writesTo } from "./run-demo";

afterAll(removeFolders);

/** A lab router stands in for somebody's real one. */
let router: LabRouter;
beforeEach(async () => {
  router = await LabRouter.start({ interfaces: ["Local", "wlan1", "wlan2"] });
});
afterEach(() => router.close());

const rowsOf = (comment: RegExp): readonly (string | undefined)[] =>
  ["/ip/address", "/ip/route", "/ip/firewall/nat", "/ip/firewall/mangle", "/routing/table", "/ip/dns/static"]
    .flatMap((menu) => router.rows(menu))
    .map((row) => row["comment"])
    .filter((text) => comment.test(text ?? ""));

describe("without a terminal", () => {
  test("it stops with one line unless --yes is given, and the router hears nothing", async () => {
    const demo = await runDemo({ env: variablesOf(router) });
    expect(demo).toMatchObject({
      status: 1,
      stdout: "",
      stderr:
        "A change of a real router needs your confirmation, but there is no terminal: run: npm run demo -- --yes\n",
      leftovers: [],
    });
    expect(router.requests).toEqual([]);
  });

  fullTest("--yes prints the plan, applies it, shows it, and removes it", async () => {
    router.add("/ip/firewall/filter", { chain: "forward", action: "accept", comment: "mine" });
    router.add("/ip/dns/static", { name: "nas.home.example", address: "192.168.0.9", comment: "nas" });
    router.add("/ip/route", { gateway: "192.168.0.254", comment: "old uplink" });
    router.set("/ip/settings", undefined, { "ipv4-multipath-hash-policy": "l4" });
    router.set("/ip/dns", undefined, { servers: "192.0.2.53", "allow-remote-requests": "true" });

    const demo = await runDemo({ args: ["--yes"], env: variablesOf(router) });

    expect(demo).toMatchObject({ status: 0, stderr: "", leftovers: [], processes: [] });
    const inOrder = [
      '+ resource "routeros_ip_firewall_nat" "gateway_wlan1_masquerade_',
      "Plan: 18 to add, 0 to change, 0 to destroy.",
      "Values that are known only after the apply are left out above.",
      "Mind: /ip/dns is one row for everybody. Its servers=192.0.2.53 would be replaced now,",
      "Mind: the router's default route by 192.168.0.254 would join the gateway's ECMP group:",
      "18 of 18 created",
      "somebody else's:",
      "by addresses and ports",
      "Nothing changes.",
      "18 of 18 removed",
      '/ip/dns/static "nas" is still there, unchanged',
      '/ip/dns set allow-remote-requests=yes servers="192.0.2.53"',
    ].map((text) => demo.stdout.indexOf(text));
    expect(inOrder).not.toContain(-1);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect(demo.stdout).not.toContain("(known after apply)");
    expect(rowsOf(/^gateway\//)).toEqual([]);
    expect(rowsOf(/^nas$/)).toEqual(["nas"]);
  });
});

describe("a router that cannot be used is explained in one line", () => {
  const explained = async (env: Record<string, string>): Promise<string> => {
    const demo = await runDemo({ args: ["--yes"], env: { ...variablesOf(router), ...env } });
    expect(demo).toMatchObject({ status: 1, leftovers: [] });
    expect(writesTo(router)).toEqual([]);
    return demo.stderr;
  };

  fullTest("wrong password", async () => {
    expect(await explained({ ROS_PASSWORD: "wrong" })).toBe(
      `${router.httpsUrl} does not let the user "admin" in with this password: check ROS_USERNAME and ROS_PASSWORD.\n`,
    );
  });

  fullTest("wrong certificate", async () => {
    // Routers with the same names share a certificate in tests.
    const other = await LabRouter.start({ addresses: ["other.example"] });
    try {
      expect(await explained({ ROS_CA_CERTIFICATE: other.caCertificateFile })).toBe(
        `The certificate of ${router.httpsUrl} is not signed by the CA in ${other.caCertificateFile}: check ROS_CA_CERTIFICATE.\n`,
      );
    } finally {
      await other.close();
    }
  });

  fullTest("unreachable router", async () => {
    const closed = await LabRouter.start();
    const url = closed.httpsUrl;
    await closed.close();
    expect(await explained({ ROS_HOSTURL: url })).toBe(
      `Nothing listens at ${url}: check ROS_HOSTURL, and that the service www-ssl is enabled on the router.\n`,
    );
  });

  fullTest("an interface that it lacks is told before it refuses it", async () => {
    const other = await LabRouter.start({ interfaces: ["Local", "wlan1"] });
    try {
      const demo = await runDemo({
        args: ["--yes"],
        env: variablesOf(other),
        interruptAt: "- terraform apply",
      });
      expect(demo.stdout).toContain("Mind: the router has no interface wlan2, only Local, wlan1");
      for (const folder of demo.leftovers) {
        rmSync(`${demo.temporary}/${folder}`, { recursive: true });
      }
    } finally {
      await other.close();
    }
  });

  fullTest("an address of a kind that the demo cannot read from", async () => {
    expect(await explained({ ROS_HOSTURL: "api://192.0.2.1" })).toBe(
      "ROS_HOSTURL=api://192.0.2.1 is not the REST API of a router: write https://host or http://host.\n",
    );
  });
});

describe("rows that stay behind", () => {
  fullTest("a refused row is named, and the state of the others is kept", async () => {
    router.add("/ip/address", { address: "10.111.0.2/24", interface: "wlan2" });
    const demo = await runDemo({ args: ["--yes"], env: variablesOf(router) });
    expect(demo.status).toBe(1);
    expect(demo.stdout).toContain("Mind: the router refuses a second 10.111.0.2/24, which wlan2 has:");
    expect(demo.stderr).toMatch(
      /^The router refuses \S*wlan2\S*address\S*: failure: already have such address\n$/,
    );
    await removeAsTold(demo.stdout);
  });

  fullTest(
    "Ctrl-C lets Terraform finish what it is at, keeps the state, and says how to remove the rows",
    async () => {
      // A slow router: each change takes so long that an apply cannot be over when it is interrupted.
      for (let write = 1; write <= 18; write += 1) {
        router.faults.onWrite(write, { delayMs: 300 });
      }
      const demo = await runDemo({
        args: ["--yes"],
        env: variablesOf(router),
        interruptAt: "1 of 18 created",
      });
      expect(demo).toMatchObject({ status: 130, stderr: "", processes: [] });
      expect(demo.stdout).toContain(
        "Stopping: Terraform finishes the change it is at, and writes its state.",
      );
      expect(demo.stdout).not.toContain("18 of 18 created");
      router.faults.clear();
      await removeAsTold(demo.stdout);
    },
  );

  fullTest("a second plan that is not empty is a failure, and the rows stay", async () => {
    // Somebody works on the router as soon as the gateway is complete.
    const stop = router.onChange(() => {
      if (standing() === 18) {
        stop();
        setImmediate(() => {
          const [masquerade] = router.rows("/ip/firewall/nat");
          router.set("/ip/firewall/nat", String(masquerade?.[".id"]), { disabled: "true" });
        });
      }
    });
    const demo = await runDemo({ args: ["--yes"], env: variablesOf(router) });
    expect(demo).toMatchObject({
      status: 1,
      stderr:
        "A second plan wants to change what was just applied: Plan: 0 to add, 1 to change, 0 to destroy.\n",
    });
    await removeAsTold(demo.stdout);
  });

  /** The rows of the gateway on the router: the servers of /ip/dns are one without a comment. */
  function standing(): number {
    return rowsOf(/^gateway\//).length + (router.rows("/ip/dns")[0]?.["servers"] ? 1 : 0);
  }

  /** Does what the demo tells its user to do, and expects that no row of the gateway is left. */
  async function removeAsTold(stdout: string): Promise<void> {
    const [, count, folder = "", command] =
      /(\d+) rows of the gateway are still on .*\n {2}(\S+)\nMove it.*\nTo remove.*\n {2}(.+)\n/.exec(
        stdout,
      ) ?? [];
    expect(standing()).toBe(Number(count));
    const kept = `${folder}-kept`;
    renameSync(folder, kept);
    const child = spawn("sh", ["-c", `${command} -auto-approve`], {
      cwd: kept,
      env: { ...process.env, ...variablesOf(router) },
      stdio: "ignore",
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    expect(standing()).toBe(0);
    expect(existsSync(folder)).toBe(false);
    rmSync(kept, { recursive: true });
  }
});

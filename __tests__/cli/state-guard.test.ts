import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { Wan } from "../../lib";
import { contentOf } from "../deploy/lab";
import { wlan1, wlan2 } from "../synth/synthesize";
import { fullTest } from "../tier";
import { ARMING, GuardLab } from "./guarding";
import { gateway } from "./healing";

const two = { ...gateway, wans: [Wan.static(wlan1), Wan.static(wlan2)] };
const weighted = { ...gateway, wans: [Wan.static({ ...wlan1, gateway: "10.112.0.9" })] };

test("an apply that is proven leaves no row of its guard, and says at each step what would follow", async () => {
  await GuardLab.run(async (lab) => {
    await lab.planned(gateway, weighted);
    const said = await lab.guard();
    expect(said).toMatchObject({ status: 0, err: "" });
    expect(lab.guardRows).toEqual([]);
    expect(said.out).toMatch(
      /Proving over a new connection .* \(\d:\d\d left; if this process ends now, the router undoes the apply then\)/,
    );
    expect(said.out).toContain(
      "Applied and proven. The guard is removed. (the router keeps what was applied)",
    );
    expect(await lab.terraform.isSettled()).toBe(true);
  });
});

describe("an apply whose second write", () => {
  test("is rejected is undone at once, and the next plan is the plan that was undone", async () => {
    await GuardLab.run(async (lab) => {
      const before = await lab.planned(gateway, weighted);
      const planned = await lab.terraform.plan();
      lab.router.faults.onWrite(ARMING + 2, "refuse");
      const said = await lab.guard();
      expect(said.status).toBe(1);
      expect(said.out).toContain("The command failed: it ended with status 1. Undoing the apply.");
      await lab.expectRecovered(before, planned);
    });
  });

  test("cuts the path is undone by the router once its time is up", async () => {
    await GuardLab.run(async (lab) => {
      const before = await lab.planned(gateway, weighted);
      lab.router.faults.onWrite(ARMING + 2, { after: async () => lab.path.cut() });
      const said = await lab.guard();
      expect(said.status).toBe(1);
      expect(said.out).toContain("Waiting until it undoes the apply by itself. (");
      expect(said.out).toContain("the time is up: the router undoes the apply");
      expect(contentOf(lab.router)).toEqual(before);
    });
  });

  fullTest("and all later ones lose their replies is undone", async () => {
    await GuardLab.run(async (lab) => {
      const before = await lab.planned(gateway, weighted);
      const planned = await lab.terraform.plan();
      for (let k = 2; k < 40; k += 1) {
        lab.router.faults.onWrite(ARMING + k, "drop-after");
      }
      expect((await lab.guard()).status).toBe(1);
      lab.router.faults.clear();
      await lab.expectRecovered(before, planned);
    });
  });

  fullTest("is interrupted by Ctrl-C is undone at once", async () => {
    await GuardLab.run(async (lab) => {
      const before = await lab.planned(gateway, weighted);
      const planned = await lab.terraform.plan();
      const { words, environment } = lab.terraform.process;
      const guard = spawn(process.execPath, words, { env: environment, stdio: "ignore", detached: true });
      lab.router.faults.onWrite(ARMING + 2, {
        // A terminal sends it to every process of the group.
        after: async () => void process.kill(-(guard.pid ?? 0), "SIGINT"),
      });
      expect(await once(guard, "exit")).toEqual([1, null]);
      await lab.expectRecovered(before, planned);
    });
  });

  fullTest("is rejected can be kept", async () => {
    await GuardLab.run(async (lab) => {
      const before = await lab.planned(gateway, weighted);
      lab.router.faults.onWrite(ARMING + 2, "refuse");
      expect((await lab.guard(["--on-failure", "keep"])).status).toBe(4);
      expect(contentOf(lab.router)).not.toEqual(before);
      expect(lab.guardRows).toEqual([]);
    });
  });
});

fullTest("rows that the apply removed come back at their places, beside rows of others", async () => {
  await GuardLab.run(async (lab) => {
    lab.router.add("/ip/firewall/mangle", { chain: "input", action: "accept", comment: "of others" });
    await lab.planned(two, gateway);
    lab.router.add("/ip/firewall/mangle", { chain: "input", action: "accept" });
    const before = contentOf(lab.router);
    const planned = await lab.terraform.plan();
    const rules = () => lab.router.rows("/ip/firewall/mangle").map(({ comment }) => comment);
    const order = rules();
    const { planFile } = lab.terraform;
    // It applies all, and fails.
    const apply = `terraform -chdir=${dirname(planFile)} apply -no-color plan && false`;
    expect((await lab.guard(["--plan", planFile], ["sh", "-c", apply])).status).toBe(1);
    expect(rules()).toEqual(order);
    await lab.expectRecovered(before, planned);
  });
});

fullTest("an apply after which the router is not reached from the operator's address is undone", async () => {
  await GuardLab.run(async (lab) => {
    const before = await lab.planned(gateway, weighted);
    const planned = await lab.terraform.plan();
    const said = await lab.guard(["--confirm-from", "192.0.2.1"]);
    expect(said.status).toBe(1);
    expect(said.out).toContain("Not proven: https://127.0.0.1:");
    await lab.expectRecovered(before, planned);
  });
});

describe("before the first write of the apply", () => {
  const refused = async (lab: GuardLab, text: string | RegExp, options: readonly string[] = []) => {
    const before = contentOf(lab.router);
    const said = await lab.guard(options);
    expect(said.status).toBe(2);
    expect(said.err).toMatch(text);
    expect(contentOf(lab.router)).toEqual(before);
  };

  test("everything that speaks against it is said: device mode, another guard, rows that changed", async () => {
    await GuardLab.run(async (lab) => {
      await lab.planned(gateway, weighted);
      lab.router.allowScheduler(false);
      lab.router.add("/system/scheduler", { name: "routeros-state-guard", interval: "3m" });
      const [route] = lab.router.rows("/ip/route").filter(({ gateway: via }) => via === "10.112.0.1");
      lab.router.set("/ip/route", route?.[".id"] ?? "", { distance: "7" });
      const said = await lab.guard();
      expect(said.status).toBe(2);
      expect(said.err).toContain("the scheduler is switched off by the device mode");
      expect(said.err).toContain("another guard is armed, and undoes its apply at");
      expect(said.err).toContain("the router has changed since the plan was made: plan again");
    });
  });

  fullTest("a user who may not write is refused, and a clock that is wrong is said", async () => {
    await GuardLab.run(
      async (lab) => {
        await lab.planned(gateway, weighted);
        await lab.router.stepClock(3_600_000);
        const reader = { ROS_USERNAME: "reader", ROS_PASSWORD: "p" };
        const said = await lab.guard([], undefined, reader);
        expect(said.status).toBe(2);
        expect(said.out).toContain("note: the clock of the router is 60 minutes ahead");
        expect(said.err).toContain("not enough permissions");
        expect(lab.guardRows).toEqual([]);
      },
      { users: [{ name: "reader", password: "p", policy: "read,api,rest-api" }] },
    );
  });

  fullTest("arguments that cannot be used are named", async () => {
    await GuardLab.run(async (lab) => {
      await lab.planned(gateway, weighted);
      await refused(lab, "--timeout 5s: write 60s to 60m", ["--timeout", "5s"]);
      await refused(lab, "--on-failure no: write undo or keep", ["--on-failure", "no"]);
      await refused(lab, "--plan none does not exist", ["--plan", "none"]);
    });
  });
});

import type { LabRouter } from "../../lab/router";
import { rowOf, unset } from "../deploy/lab";
import { article } from "../synth/synthesize";
import { type StateDeployment, withStateLab } from "./state-lab";

/** A masquerade rule as the article's gateway writes it. */
const copyOf = (wan: string, more: object = {}) => ({
  chain: "srcnat",
  action: "masquerade",
  "out-interface": wan,
  comment: `gateway/${wan}/masquerade`,
  ...more,
});

const idOf = (router: LabRouter, menu: string, values: Record<string, string>) =>
  rowOf(router, menu, values)[".id"] ?? "";

const withGateway = (use: (router: LabRouter, terraform: StateDeployment) => Promise<void>) =>
  withStateLab(async (router, terraform) => {
    terraform.writeGateway({ ...article, dns: { servers: ["9.9.9.9"] } });
    expect(await terraform.apply()).toMatchObject({ ok: true });
    await use(router, terraform);
  });

test("what changes between the question and the answer is left alone, and said", async () => {
  await withGateway(async (router, terraform) => {
    const duplicate = router.add("/ip/firewall/nat", copyOf("wlan1"));
    const other = router.add("/ip/firewall/nat", copyOf("wlan2"));
    const own = idOf(router, "/ip/route", { comment: "gateway/wlan1/default-route" });
    const gone = idOf(router, "/ip/route", { comment: "gateway/wlan2/default-route" });
    for (const id of [own, gone]) {
      await unset(router, "/ip/route", { ".id": id }, "check-gateway");
    }
    const { status, out } = await terraform.state("heal", [], async () => {
      // Somebody works on the router meanwhile: makes a copy a rule of his own, and the other's original too.
      router.set("/ip/firewall/nat", duplicate, { "src-address": "192.168.0.7" });
      const original = router
        .rows("/ip/firewall/nat")
        .find((row) => row[".id"] !== other && row["out-interface"] === "wlan2");
      router.set("/ip/firewall/nat", original?.[".id"], { "src-address": "192.168.0.8" });
      router.set("/ip/route", own, { "check-gateway": "arp" });
      router.remove("/ip/route", gone);
      return true;
    });
    expect(status).toBe(1);
    expect(out).toMatch(/Answered after \d+ s\./);
    expect(out.split("\n").filter((line) => line.startsWith("Skipped: "))).toEqual([
      expect.stringMatching(/write to \/ip\/route .* check-gateway=ping: row .* was (changed|removed) after/),
      expect.stringMatching(/write to \/ip\/route .* check-gateway=ping: row .* was (changed|removed) after/),
      expect.stringContaining(`row ${duplicate} was changed after it was read`),
      expect.stringMatching(/remove .*: row \*\d+ was changed after it was read/),
    ]);
    expect(out).toContain("Partly healed.");
    expect(router.rows("/ip/firewall/nat").map((row) => row[".id"])).toEqual(
      expect.arrayContaining([duplicate, other]),
    );
    rowOf(router, "/ip/route", { ".id": own, "check-gateway": "arp" });
  });
});

test("a row that goes before its import is not looked for, and what counts only does not matter", async () => {
  await withGateway(async (router, terraform) => {
    const id = idOf(router, "/ip/firewall/nat", { "out-interface": "wlan1" });
    terraform.loseState();
    const { status, out } = await terraform.state("heal", [], async () => {
      router.remove("/ip/firewall/nat", id);
      return true;
    });
    expect([status, out]).toEqual([1, expect.stringContaining(`row ${id} was removed after it was read`)]);
    // The resolver is one row: no import takes it back.
    expect(out).toMatch(
      /Not in the state: routeros_ip_dns\.\S+\. \/ip\/dns has one row and needs no import: the next apply writes the values that it has\./,
    );
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(await terraform.isSettled()).toBe(true);
    expect((await terraform.state("check")).status).toBe(0);
  });
});

test("a field that the provider has no attribute for is found on a row, and keeps a copy from being removed", async () => {
  await withGateway(async (router, terraform) => {
    const foreign = router.add("/ip/firewall/nat", copyOf("wlan1", { realm: "5" }));
    const own = idOf(router, "/ip/firewall/nat", { "out-interface": "wlan2" });
    router.set("/ip/firewall/nat", own, { realm: "7" });
    expect(await terraform.isSettled()).toBe(true);
    expect(await terraform.findings()).toEqual([
      expect.objectContaining({
        kind: "drifted",
        id: own,
        differences: [{ field: "realm", found: "7", unmanaged: true, shownByPlan: false }],
      }),
      { kind: "orphaned", menu: "/ip/firewall/nat", id: foreign, comment: "gateway/wlan1/masquerade" },
    ]);
    const { status, out } = await terraform.state("heal", ["--yes"]);
    expect([status, out]).toEqual([
      1,
      expect.stringContaining("realm: router 7, stack not set (not managed by the provider)"),
    ]);
    expect(router.rows("/ip/firewall/nat").map((row) => row[".id"])).toContain(foreign);
  });
});

import type { LabRouter } from "../../lab/router";
import { article } from "../synth/synthesize";
import { contentOf, labTest, withLab } from "./lab";

const dns = {
  servers: ["9.9.9.9"],
  domains: [{ domain: "isp.example", server: "203.0.113.53", wan: "wlan2" }],
};

const GUARDS = ["/ip/firewall/raw", "/ipv6/firewall/nat"];

/** The writes to some menus since a moment, in the order in which the router took them. */
const writesSince = (router: LabRouter, start: number, ...menus: string[]) =>
  router.requests
    .slice(start)
    .filter(({ method, path }) => method !== "GET" && menus.some((menu) => path.startsWith(`/rest${menu}`)))
    .map(({ method, path }) => `${method} ${path.replace(/\/\*.*/, "")}`);

labTest("a log of requests")(
  "the resolver opens after its guards stand, closes while they do, and no plan is left over",
  async () => {
    await withLab(async (router, terraform) => {
      const before = contentOf(router);
      terraform.writeGateway({ ...article, dns: { ...dns, allowRemoteRequests: true } });
      expect(await terraform.apply(20)).toMatchObject({ ok: true });
      expect(router.rows("/ip/dns")).toMatchObject([{ "allow-remote-requests": "true", servers: "9.9.9.9" }]);
      const opened = writesSince(router, 0, ...GUARDS, "/ip/dns/set");
      expect(opened.slice(0, 8).sort()).toEqual(GUARDS.flatMap((menu) => Array(4).fill(`PUT /rest${menu}`)));
      expect(opened.slice(8)).toEqual(["POST /rest/ip/dns/set"]);
      expect(await terraform.plan()).toEqual([]);

      const start = router.requests.length;
      terraform.writeGateway({ ...article, dns: { ...dns, allowRemoteRequests: false } });
      expect(await terraform.apply(20)).toMatchObject({ ok: true });
      expect(router.rows("/ip/dns")).toMatchObject([
        { "allow-remote-requests": "false", servers: "9.9.9.9" },
      ]);
      const closed = writesSince(router, start, ...GUARDS, "/ip/dns/set");
      expect(closed).toEqual(["POST /rest/ip/dns/set"]);
      expect(await terraform.plan()).toEqual([]);

      expect(await terraform.destroy()).toMatchObject({ ok: true });
      expect(contentOf(router)).toEqual(before);
    });
  },
);

labTest("a log of requests")("a destroyed gateway closes its resolver before the guards go", async () => {
  await withLab(async (router, terraform) => {
    terraform.writeGateway({ ...article, dns: { allowRemoteRequests: true } });
    await terraform.apply(20);
    const start = router.requests.length;
    expect(await terraform.destroy()).toMatchObject({ ok: true });
    const [first] = writesSince(router, start, ...GUARDS, "/ip/dns/set");
    expect(first).toBe("POST /rest/ip/dns/set");
    expect(router.rows("/ip/dns")).toMatchObject([{ "allow-remote-requests": "false" }]);
    expect(GUARDS.flatMap((menu) => router.rows(menu))).toEqual([]);
  });
});

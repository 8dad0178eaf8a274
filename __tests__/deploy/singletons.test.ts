import { Balancing, HashPolicy } from "../../lib";
import { article } from "../synth/synthesize";
import { fullTest } from "../tier";
import type { RouterAtHand } from "./device";
import { withRouter } from "./lab";

/** What the router's owner has switched on, and no gateway may switch off. */
const settings = { "accept-redirects": "yes", "rp-filter": "loose", "tcp-syncookies": "yes" };
const resolver = {
  "allow-remote-requests": "yes",
  "use-doh-server": "https://dns.example/dns-query",
  "verify-doh-cert": "yes",
  "cache-size": "4096",
};
const gateway = {
  ...article,
  balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
  dns: { servers: ["9.9.9.9", "1.1.1.1"] },
};

const singletons = (router: RouterAtHand) => ({
  settings: router.rows("/ip/settings")[0] ?? {},
  dns: router.rows("/ip/dns")[0] ?? {},
});

test("two applies change of the device's singletons only what the gateway was given; destroy clears the resolver, DoH and remote requests included, and leaves the IP settings", async () => {
  await withRouter(async (router, terraform) => {
    router.set("/ip/settings", undefined, settings);
    router.set("/ip/dns", undefined, resolver);
    const before = singletons(router);
    terraform.writeGateway(gateway);
    const expected = {
      settings: { ...before.settings, "ipv4-multipath-hash-policy": "l4" },
      dns: { ...before.dns, servers: "9.9.9.9,1.1.1.1" },
    };
    for (const _ of ["first", "second"]) {
      expect(await terraform.apply()).toMatchObject({ ok: true });
      expect(singletons(router)).toEqual(expected);
      expect(await terraform.isSettled()).toBe(true);
    }
    expect(await terraform.destroy()).toMatchObject({ ok: true });
    expect(singletons(router)).toEqual({
      settings: expected.settings,
      dns: {
        ...expected.dns,
        servers: "",
        "allow-remote-requests": "false",
        "use-doh-server": "",
        "verify-doh-cert": "false",
      },
    });
  });
});

fullTest(
  "an attribute of a singleton that is ours is put back, one that is not stays as its owner set it",
  async () => {
    await withRouter(async (router, terraform) => {
      terraform.writeGateway(gateway);
      await terraform.apply();
      router.set("/ip/settings", undefined, { ...settings, "ipv4-multipath-hash-policy": "l3" });
      router.set("/ip/dns", undefined, { ...resolver, servers: "192.0.2.53" });
      await terraform.apply();
      expect(singletons(router)).toMatchObject({
        settings: { "accept-redirects": "true", "ipv4-multipath-hash-policy": "l4" },
        dns: {
          "allow-remote-requests": "true",
          "use-doh-server": resolver["use-doh-server"],
          servers: "9.9.9.9,1.1.1.1",
        },
      });
    });
  },
);

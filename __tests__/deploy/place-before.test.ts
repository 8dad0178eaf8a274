import { IpFirewallMangle } from "@cdktf/provider-routeros/lib/ip-firewall-mangle";
import { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { article } from "../synth/synthesize";
import { fullTest } from "../tier";
import type { Deployment } from "./deployment";
import { command, portTest, rowOf, withRouter } from "./lab";

const ROUNDS = 10;
const MENUS = ["/ip/firewall/mangle", "/ip/firewall/nat"];
const wans = Array.from({ length: 12 }, (_, i) => `wan${i}`);
const interfaces = ["Local", ...wans];
const STANDING = wans.slice(0, 8);
/** Two more, of which the first pair takes turns with the second. */
const PAIRS = [wans.slice(8, 10), wans.slice(10)];

/** A gateway with many WANs beside rules of somebody else, which must come last in their menus. */
function write(terraform: Deployment, names: readonly string[], comment: string): void {
  terraform.write((stack) => {
    const mangle = new IpFirewallMangle(stack, "mangle", {
      chain: "prerouting",
      action: "accept",
      comment: "foreign",
    });
    const nat = new IpFirewallNat(stack, "nat", { chain: "srcnat", action: "accept", comment: "foreign" });
    const props: EcmpMasqueradeGatewayProps = {
      ...article,
      comment,
      placeBefore: { mangle: mangle.id, nat: nat.id },
      wans: names.map((name) => {
        const network = `10.${wans.indexOf(name)}.0`;
        return Wan.static({ name, interface: name, address: `${network}.2/24`, gateway: `${network}.1` });
      }),
    };
    new EcmpMasqueradeGateway(stack, "gateway", props);
  });
}

async function actionsOnMangle(terraform: Deployment): Promise<string[]> {
  const changes = await terraform.plan();
  return changes
    .filter(({ address }) => address.startsWith("routeros_ip_firewall_mangle"))
    .map(({ actions }) => actions.join())
    .sort();
}

fullTest(
  `the gateway's rules come before a foreign one through ${ROUNDS} rounds of 16 updates and 4 creates at -parallelism=20`,
  async () => {
    await withRouter(
      async (router, terraform) => {
        write(terraform, STANDING, "first");
        expect(await terraform.apply(20)).toMatchObject({ ok: true });
        for (let round = 0; round < ROUNDS; round++) {
          write(terraform, [...STANDING, ...(PAIRS[round % 2] ?? [])], `round${round}`);
          expect(await terraform.apply(20)).toMatchObject({ ok: true });
          for (const menu of MENUS) {
            const comments = router.rows(menu).map(({ comment }) => comment);
            expect([round, menu, comments.indexOf("foreign")]).toEqual([round, menu, comments.length - 1]);
          }
        }
        expect(await terraform.plan()).toEqual([]);
        // What each of the rounds was, but for the first, which had no pair to remove.
        write(terraform, [...STANDING, ...(PAIRS[ROUNDS % 2] ?? [])], "last");
        expect(await actionsOnMangle(terraform)).toEqual([
          ...Array(4).fill("create"),
          ...Array(4).fill("delete"),
          ...Array(16).fill("update"),
        ]);
      },
      { interfaces },
    );
  },
  portTest(...interfaces),
);

portTest(...interfaces.slice(0, 3))(
  "a foreign rule that somebody moved to the front is found, and put back behind",
  async () => {
    await withRouter(
      async (router, terraform) => {
        write(terraform, STANDING.slice(0, 2), "gateway");
        await terraform.apply();
        const foreign = rowOf(router, "/ip/firewall/mangle", { comment: "foreign" });
        await command(router, "/ip/firewall/mangle/move", {
          numbers: foreign[".id"] ?? "",
          destination: router.rows("/ip/firewall/mangle")[0]?.[".id"] ?? "",
        });
        expect(router.rows("/ip/firewall/mangle")[0]?.["comment"]).toBe("foreign");
        expect((await terraform.plan()).map(({ address }) => address)).toEqual([
          expect.stringContaining("order-of-mangle"),
        ]);
        expect(await terraform.apply()).toMatchObject({ ok: true });
        expect(router.rows("/ip/firewall/mangle").at(-1)?.["comment"]).toBe("foreign");
      },
      { interfaces },
    );
  },
);

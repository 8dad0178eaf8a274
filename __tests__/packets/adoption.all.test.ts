import { writeByHand } from "../cli/by-hand";
import { StateDeployment } from "../cli/state-lab";
import { until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const wans = WANS.slice(0, 2);
const LAN = { name: "Local", routerAddress: "192.168.0.1/24" };
const PORT = 8080;

/** The comments are written by the apply, or by the command: from 7.21 on the provider cannot write an address'. */
const routers = [
  { version: "7.24", options: ["--write-comments"] },
  { version: "7.20", options: [] },
];
describe.each(routers)(
  "a site of version $version with the article's rows, written by hand, is taken over",
  ({ version, options }) => {
    let lab: PacketLab;
    let terraform: StateDeployment;
    beforeAll(async () => {
      lab = await PacketLab.up(wans, { version });
      terraform = new StateDeployment(lab.router);
      writeByHand(lab.router, LAN, wans);
      await lab.router.settled();
      await lab.traffic.serve(lab.network.router, PORT);
      await until("every route is up", () => lab.inactive().length === 0);
    });
    afterAll(async () => {
      terraform.remove();
      await lab.down();
    });

    test("under traffic, and no connection is lost; nothing but comments is written", async () => {
      const { network, router, traffic } = lab;
      const lan = network.lan(LAN.name);
      const destinations = network.internet.addresses(60);
      const held = [
        await traffic.hold({
          protocol: "tcp",
          from: lan.namespace,
          sources: lan.addresses(4),
          destinations,
        }),
        await traffic.hold({
          protocol: "udp",
          from: lan.namespace,
          sources: lan.addresses(4),
          destinations,
        }),
        ...(await Promise.all(
          network.wans.map((isp) =>
            traffic.hold({
              protocol: "tcp",
              from: network.internet.namespace,
              sources: network.internet.addresses(20),
              destinations: [isp.customer],
              port: PORT,
            }),
          ),
        )),
      ];
      const states = async () => (await Promise.all(held.map((flows) => flows.pulse()))).flat();
      expect((await states()).filter(({ state }) => state === "alive")).toHaveLength(60 + 60 + 2 * 20);

      // New flows too, one after another, from before the adoption until after the apply.
      let changing = true;
      const sent: { ok: boolean }[] = [];
      const sending = (async () => {
        while (changing) {
          const flows = { protocol: "udp", from: lan.namespace, destinations } as const;
          sent.push(...(await traffic.send({ ...flows, sources: lan.addresses(8).slice(4) })).answers);
        }
      })();
      const uncommented = () =>
        ["/ip/address", "/ip/route", "/ip/firewall/nat", "/ip/firewall/mangle", "/routing/table"].map(
          (menu) =>
            router
              .rows(menu)
              .map(({ comment: _, bytes: __, packets: ___, ...row }) => row)
              .map((row) =>
                Object.entries(row).filter(
                  ([name, value]) =>
                    value !== "false" && !["passthrough", "address-list-timeout"].includes(name),
                ),
              ),
        );
      const before = uncommented();
      const requests = router.requests.length;
      terraform.writeGateway(gatewayOf(wans));
      expect(await terraform.plan()).toHaveLength(15);
      const adopted = await terraform.state("adopt", options);
      expect([adopted.status, adopted.out]).toEqual([
        0,
        expect.stringContaining("only comments of the imported rows change"),
      ]);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      await router.settled();
      changing = false;
      await sending;
      expect((await states()).filter(({ state }) => state !== "alive")).toEqual([]);
      expect([sent.length > 0, sent.filter(({ ok }) => !ok)]).toEqual([true, []]);
      const writes = router.requests.slice(requests).filter(({ method }) => method !== "GET");
      expect(writes.map(({ method, status }) => [method, status])).toEqual(Array(15).fill(["PATCH", 200]));
      expect(uncommented()).toEqual(before);
      expect(await terraform.isSettled()).toBe(true);
      expect((await terraform.state("check")).status).toBe(0);
    });
  },
);

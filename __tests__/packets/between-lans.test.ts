import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const FLOWS = 60;
const wans = WANS.slice(0, 2);
const lans = [
  { name: "Local", routerAddress: "192.168.0.1/24" },
  { name: "Guests", routerAddress: "192.168.1.1/24" },
];

const hostOf = (endpoint = ""): string => endpoint.split(":")[0] ?? "";

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans, { lans });
  await Promise.all(lans.map(({ name }) => lab.traffic.serve(lab.network.lan(name).namespace)));
});
afterAll(() => lab.down());

describe.each([
  ["the article's gateway", {}],
  ["a gateway that pins connections to their WAN", { stickyConnections: true }],
])("%s", (_, props) => {
  beforeAll(() =>
    lab.stand(
      gatewayOf(wans, {
        ...props,
        lans: lans.map(({ name, routerAddress }) => ({ interface: name, address: routerAddress })),
      }),
    ),
  );

  test.each([
    ["udp", "Local", "Guests"],
    ["tcp", "Local", "Guests"],
    ["tcp", "Guests", "Local"],
  ] as const)(
    "leaves %s from %s to %s as it is: no mark, no other source, nothing at an ISP",
    async (protocol, from, to) => {
      const sources = lab.network.lan(from).addresses(FLOWS);
      const destinations = lab.network.lan(to).addresses(FLOWS);
      const sent = await lab.traffic.send({
        protocol,
        from: lab.network.lan(from).namespace,
        sources,
        destinations,
      });
      expect(sent.answered.map(({ seenAs }) => seenAs?.address)).toEqual(sources);

      const tracked = (await lab.router.freshRows("/ip/firewall/connection")).filter(
        (row) =>
          row["protocol"] === protocol &&
          sources.includes(hostOf(row["src-address"])) &&
          destinations.includes(hostOf(row["dst-address"])),
      );
      expect(tracked.length).toBeGreaterThanOrEqual(FLOWS);
      const touched = tracked.filter(
        (row) => row["srcnat"] === "true" || row["dstnat"] === "true" || row["connection-mark"] !== undefined,
      );
      expect(touched).toEqual([]);
      for (const isp of lab.network.wans) {
        const { flows, foreignFlows } = await isp.observe();
        const strays = [...flows, ...foreignFlows].filter(({ destination }) =>
          destinations.includes(destination),
        );
        expect([isp.name, strays]).toEqual([isp.name, []]);
      }
    },
  );

  test("sends the same hosts to the Internet with a WAN's address", async () => {
    for (const { name } of lans) {
      const lan = lab.network.lan(name);
      const sent = await lab.traffic.send({
        protocol: "udp",
        from: lan.namespace,
        sources: lan.addresses(FLOWS),
        destinations: lab.network.internet.addresses(FLOWS),
      });
      expect([name, [...sent.byWan.keys()].sort()]).toEqual([name, ["wlan1", "wlan2"]]);
    }
  });
});

import { HURRIED_CHECKS } from "../../lab/hurried-checks";
import { Network } from "../../lab/network";
import { startRouterOf } from "../../lab/networked-router";
import type { LabRouter } from "../../lab/router";
import { Traffic } from "../../lab/traffic";
import { review } from "../../lib/plan-review";
import { representativeOf } from "../../lib/plan-review/traffic/flow-classes/representative";
import type { Flow } from "../../lib/simulator";
import { articleResources, plan } from "../plan-review/plans";
import { inAll } from "../tier";
import { until } from "../until";
import { plannedRows } from "./case-rows";
import { putRows } from "./gateway-rows";
import { VERSION, WANS } from "./packet-lab";

const FLOWS = 48;
/** Lost packets do not come, however long one waits. */
const TIMEOUT_MS = 1_000;
const [WEB, SIP, TURN] = [443, 5060, 3478];

const mark = (wan: string, matchers: Readonly<Record<string, string>>, after: readonly string[] = []) => ({
  chain: "prerouting",
  action: "mark-routing",
  in_interface: "Local",
  new_routing_mark: `to_${wan}`,
  passthrough: false,
  ...matchers,
  depends_on: [
    `routeros_routing_table.${wan}`,
    ...after.map((name) => `routeros_ip_firewall_mangle.${name}`),
  ],
});

const CAMERAS = "192.168.0.128/26";
const SITE = "198.18.0.0/24";

/** The article's gateway, with rules that tell hosts, ports and destinations apart. */
const RESOURCES = articleResources(3, {
  routeros_ip_firewall_addr_list: { cameras: { list: "cameras", address: CAMERAS } },
  routeros_ip_firewall_mangle: {
    cameras: mark("wlan3", { src_address_list: "cameras" }),
    sip: mark("wlan1", { protocol: "udp", dst_port: String(SIP) }, ["cameras"]),
    site: mark("wlan2", { dst_address: SITE }, ["sip"]),
  },
  routeros_ip_firewall_filter: {
    turn: { chain: "forward", action: "drop", protocol: "udp", dst_port: String(TURN) },
  },
});

let network: Network;
let router: LabRouter;
let traffic: Traffic;
beforeAll(async () => {
  network = await Network.up({
    wans: [...WANS.slice(0, 2), { name: "wlan3", routerAddress: "10.110.0.2/24", gateway: "10.110.0.1" }],
    lans: [{ name: "Local", routerAddress: "192.168.0.1/24", hosts: [CAMERAS, "192.168.0.8/29"] }],
    internet: ["198.51.100.0/24", SITE],
  });
  router = await startRouterOf(network, { version: VERSION });
  router.set("/routing/settings", undefined, HURRIED_CHECKS);
  traffic = new Traffic(network);
  await Promise.all([WEB, SIP, TURN].map((port) => traffic.serve(network.internet.namespace, port)));
  putRows(router, plannedRows(plan({}, RESOURCES)));
  await router.settled();
  const isUp = () =>
    router
      .rows("/ip/route")
      .filter((row) => row["static"] === "true")
      .every((row) => row["inactive"] !== "true");
  await until("every route is up", isUp);
});
afterAll(async () => {
  await traffic?.stop();
  await router?.close();
  await network?.down();
});

const shares = () =>
  (review([plan({}, RESOURCES)]).routers[0]?.shares ?? []).filter(({ origin }) => origin.kind !== "router");

/** The WANs that connections like one leave by, to several addresses of its destination's network. */
async function wansOf({ protocol, srcAddress = "", dstAddress, dstPort }: Flow): Promise<string[]> {
  const network24 = dstAddress.replace(/\.\d+$/, "");
  const { byWan } = await traffic.send(
    {
      protocol: protocol === "udp" ? "udp" : "tcp",
      from: network.lan("Local").namespace,
      sources: [srcAddress],
      destinations: Array.from({ length: FLOWS }, (_, i) => `${network24}.${i + 1}`),
      port: dstPort,
    },
    { timeoutMs: TIMEOUT_MS },
  );
  return [...byWan.keys()].sort();
}

test("hosts, ports and destinations that rules tell apart leave as the report says", async () => {
  const seen: Record<string, readonly string[]> = {};
  for (const { origin, after } of shares()) {
    const wans = await wansOf(origin.flow);
    expect([origin.name, wans]).toEqual([origin.name, [...(after?.shares.keys() ?? [])].sort()]);
    seen[origin.name.split(",")[0] ?? ""] = wans;
  }
  expect(seen).toEqual({
    "the other hosts of LAN Local": ["wlan1", "wlan2", "wlan3"],
    "udp 3478 of LAN Local": [],
    "udp 5060 of the other hosts of LAN Local": ["wlan1"],
    "to 198.18.0.0/24 from the other hosts of LAN Local": ["wlan2"],
    "list cameras of LAN Local": ["wlan3"],
  });
});

inAll(() => {
  test("so does every class that one of them represents", async () => {
    for (const { origin, after } of shares()) {
      const { inInterface = "", srcAddress = "", dstAddress } = origin.flow;
      for (const each of origin.classes) {
        const flow = representativeOf(each, { inInterface, srcAddress, dstAddress });
        if (flow.protocol === "udp" || flow.protocol === "tcp") {
          const wans = await wansOf(flow);
          expect([flow, wans]).toEqual([flow, [...(after?.shares.keys() ?? [])].sort()]);
        }
      }
    }
  });
});

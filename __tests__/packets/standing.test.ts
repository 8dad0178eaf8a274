import type { LabRouter } from "../../lab/router";
import {
  Balancing,
  ClassifyBy,
  type EcmpMasqueradeGatewayProps,
  HealthCheck,
  Otherwise,
  RouterTraffic,
  Wan,
} from "../../lib";
import { Deployment } from "../deploy/deployment";
import { withTerraform } from "../terraform";
import { sampled } from "../tier";
import { gatewayRows, putRows } from "./gateway-rows";
import { gatewayOf, VERSION, WANS } from "./packet-lab";

const two = WANS.slice(0, 2);

const EVERYTHING: EcmpMasqueradeGatewayProps = {
  lans: [{ interface: "Local", address: "192.168.0.1/24" }],
  wans: [
    ...two.map(({ name, routerAddress, gateway }, i) =>
      Wan.static({
        name,
        interface: name,
        address: routerAddress,
        gateway,
        weight: 2 - i,
        tier: i + 1,
        healthCheck: HealthCheck.recursive({ targets: [`203.0.113.20${i}`, `203.0.113.21${i}`] }),
      }),
    ),
    Wan.dhcp({ name: "wlan3", interface: "wlan3", tier: 3 }),
  ],
  balancing: Balancing.perConnectionClassifier({
    by: ClassifyBy.BOTH_ADDRESSES,
    routerTraffic: RouterTraffic.FAILOVER,
  }),
  stickyConnections: true,
  management: { sources: ["10.9.0.0/24"] },
  portForwards: [{ name: "web", ports: "80,443", to: "192.168.0.10", wans: ["wlan1"], hairpin: true }],
  policies: [
    { name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]], otherwise: Otherwise.BLOCK },
    { name: "other", to: ["203.0.113.0/28"], via: [["wlan1"]] },
  ],
  dns: {
    servers: ["9.9.9.9", "1.1.1.1"],
    allowRemoteRequests: true,
    staticRecords: [{ name: "portal.example", address: "203.0.113.80" }],
    domains: [{ domain: "isp.example", server: "192.0.2.53", wan: "wlan2" }],
  },
};

const gateways: [string, EcmpMasqueradeGatewayProps][] = [
  ["of everything", EVERYTHING],
  ["of ECMP in a table of its own", gatewayOf(two, { routingTable: "own", balancing: Balancing.ecmp({}) })],
  ["of the article", gatewayOf(two)],
];

const MENUS = [
  "/interface/list",
  "/interface/list/member",
  "/ip/address",
  "/ip/dhcp-client",
  "/ip/dns",
  "/ip/dns/static",
  "/ip/firewall/address-list",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/firewall/raw",
  "/ip/route",
  "/ip/settings",
  "/ipv6/firewall/nat",
  "/routing/rule",
  "/routing/table",
];

/** What the provider writes of its own accord and a router does by itself, and what the router adds. */
const UNTOLD = /^(address-list-timeout=none-dynamic|log=false|creation-time=.*)$/;

/** What a router was told, but for ids and the order of what Terraform makes at a time. */
const rowsOn = (router: LabRouter) =>
  Object.fromEntries(
    MENUS.map((menu) => [
      menu,
      router
        .rows(menu)
        .filter((row) => row["dynamic"] !== "true")
        .map(({ ".id": _, ...row }) =>
          Object.entries(row)
            .map(([name, value]) => `${name}=${value}`)
            .filter((field) => !UNTOLD.test(field)),
        )
        .sort((a, b) => compare(a.find(isComment), b.find(isComment))),
    ]),
  );

const isComment = (field: string): boolean => field.startsWith("comment=");

const compare = (a = "", b = ""): number => (a < b ? -1 : Number(a > b));

test.each(sampled(gateways, 1))(
  "the rows that are put on a router are those that Terraform deploys: %s",
  (_, props) =>
    withTerraform(
      Deployment,
      async (router, terraform) => {
        const interfaces = router.save();
        terraform.writeGateway(props);
        const { ok, text } = await terraform.apply();
        expect([ok, text]).toEqual([true, text]);
        const deployed = rowsOn(router);
        router.load(interfaces);
        putRows(router, gatewayRows(props));
        expect(rowsOn(router)).toEqual(deployed);
        // Once more: what stands goes, and comes again.
        putRows(router, []);
        putRows(router, gatewayRows(props));
        expect(rowsOn(router)).toEqual(deployed);
      },
      { version: VERSION, interfaces: ["Local", "wlan1", "wlan2", "wlan3"] },
    ),
);

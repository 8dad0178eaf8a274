import {
  Balancing,
  ClassifyBy,
  type EcmpMasqueradeGatewayProps,
  ForwardProtocol,
  HashPolicy,
  HealthCheck,
  Otherwise,
  Wan,
} from "../../lib";
import { contentOf } from "../deploy/lab";
import { article, wlan1, wlan2, wlan3 } from "../synth/synthesize";
import { withStateLab } from "./state-lab";

const ports = { interfaces: ["Local", "wlan1", "wlan2", "wlan3", "ether2"], version: "7.24" };

const gateways: [what: string, props: EcmpMasqueradeGatewayProps][] = [
  [
    "with pins, names, a hash policy and connections that stay",
    {
      ...article,
      balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
      stickyConnections: true,
      sourceRouting: true,
      dns: {
        servers: ["9.9.9.9"],
        allowRemoteRequests: true,
        staticRecords: [{ name: "portal.isp.example", address: "203.0.113.80" }],
      },
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]], otherwise: Otherwise.BLOCK }],
    },
  ],
  [
    "with weights, targets, tiers and forwards",
    {
      ...article,
      wans: [
        Wan.static({ ...wlan1, weight: 2, healthCheck: HealthCheck.recursive({ targets: ["192.0.2.1"] }) }),
        Wan.static({ ...wlan2, weight: 1, healthCheck: HealthCheck.recursive({ targets: ["192.0.2.2"] }) }),
        Wan.static({ ...wlan3, tier: 2, healthCheck: HealthCheck.recursive({ targets: ["192.0.2.3"] }) }),
      ],
      balancing: Balancing.perConnectionClassifier({
        by: ClassifyBy.SOURCE_ADDRESS,
        exclude: ["198.51.100.0/24"],
      }),
      portForwards: [
        { name: "web", ports: "443", to: "192.168.0.10", toPort: 8443, hairpin: true },
        { name: "sip", protocol: ForwardProtocol.UDP, ports: "5060,10000-10100", to: "192.168.0.20" },
      ],
    },
  ],
  [
    "with a DHCP client",
    { ...article, wans: [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })] },
  ],
];

test.each(gateways)(
  "a gateway %s is found again by what its rows do, once its state is lost",
  async (_, props) => {
    await withStateLab(async (router, terraform) => {
      terraform.writeGateway(props);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      expect(await terraform.report()).toMatchObject({ findings: [], skipped: [] });
      const before = contentOf(router);
      terraform.loseState();
      const adopted = await terraform.state("adopt");
      expect([adopted.status, adopted.out]).toEqual([
        0,
        expect.stringContaining("only comments of the imported rows change"),
      ]);
      const requests = router.requests.length;
      expect(await terraform.apply()).toMatchObject({ ok: true });
      const writes = router.requests.slice(requests).filter(({ method }) => method !== "GET");
      expect(writes.filter(({ path }) => !path.endsWith("/set"))).toEqual([]);
      expect(contentOf(router)).toEqual(before);
      expect((await terraform.state("check")).status).toBe(0);
    }, ports);
  },
);

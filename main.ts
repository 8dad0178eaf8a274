import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { EcmpMasqueradeGateway, Wan } from "./lib";

/** The gateway of the article: two wireless uplinks, one LAN. */
class ArticleStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // Host, user and password come from ROS_HOSTURL, ROS_USERNAME and ROS_PASSWORD.
    new RouterosProvider(this, "routeros", {});

    const gateway = new EcmpMasqueradeGateway(this, "gateway", {
      lans: [{ interface: "Local", address: "192.168.0.1/24" }],
      wans: [
        Wan.static({ name: "wlan1", interface: "wlan1", address: "10.112.0.2/24", gateway: "10.112.0.1" }),
        Wan.static({ name: "wlan2", interface: "wlan2", address: "10.111.0.2/24", gateway: "10.111.0.1" }),
      ],
      dns: {
        servers: ["9.9.9.9", "1.1.1.1"],
        // A site of the second ISP: its name, and the way to it.
        staticRecords: [{ name: "portal.isp.example", address: "203.0.113.80" }],
      },
      policies: [{ name: "portal", to: ["203.0.113.80"], via: [["wlan2"]] }],
    });

    new TerraformOutput(this, "lans", {
      value: gateway.lanAddresses.map(({ interface: name, address }) => ({ interface: name, address })),
    });
    new TerraformOutput(this, "wans", {
      value: gateway.wans.map((wan) => ({
        name: wan.node.id,
        address: wan.address?.address,
        gateway: wan.defaultRoutes.map((route) => route.gateway),
        masquerade: wan.masquerade !== undefined,
        "routing-table": wan.routingTable.name,
        "connection-mark": wan.connectionMark.newConnectionMark,
      })),
    });
    new TerraformOutput(this, "dns", {
      value: { servers: gateway.dns?.servers, records: gateway.dnsRecords.map(({ name }) => name) },
    });
    new TerraformOutput(this, "pins", {
      value: gateway.pins.flatMap(({ routes }) =>
        routes.map((route) => ({ "dst-address": route.dstAddress, gateway: route.gateway })),
      ),
    });
  }
}

const app = new App();
new ArticleStack(app, "article");
app.synth();

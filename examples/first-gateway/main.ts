import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack } from "cdktf";
import { EcmpMasqueradeGateway, Wan } from "cdktf-routeros-gateway";

const app = new App();
const stack = new TerraformStack(app, "site");
new RouterosProvider(stack, "routeros", {}); // host, user and password: ROS_HOSTURL, ROS_USERNAME, ROS_PASSWORD
new EcmpMasqueradeGateway(stack, "gateway", {
  lans: [{ interface: "Local", address: "192.168.0.1/24" }],
  wans: [
    Wan.static({ name: "wlan1", interface: "wlan1", address: "10.112.0.2/24", gateway: "10.112.0.1" }),
    Wan.static({ name: "wlan2", interface: "wlan2", address: "10.111.0.2/24", gateway: "10.111.0.1" }),
  ],
});
app.synth();

import { readFileSync } from "node:fs";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack } from "cdktf";
import { EcmpMasqueradeGateway } from "cdktf-routeros-gateway";
import { parse } from "yaml";

const app = new App();
const stack = new TerraformStack(app, "site");
new RouterosProvider(stack, "routeros", {}); // host, user and password: ROS_HOSTURL, ROS_USERNAME, ROS_PASSWORD
EcmpMasqueradeGateway.fromData(stack, "gateway", parse(readFileSync("site.yaml", "utf8")));
app.synth();

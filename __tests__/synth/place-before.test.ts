import type { TerraformResource } from "cdktf";
import { gatewayOf, synthesizeGateway } from "./synthesize";

test("the rules of a menu are moved before the foreign one, once all of them stand", () => {
  const { resource } = synthesizeGateway({ placeBefore: { mangle: "*5" } });
  const [[, order] = []] = Object.entries(resource["routeros_move_items"] ?? {});
  expect(order).toMatchObject({
    resource_path: "/ip/firewall/mangle",
    sequence: [
      ...["wlan1_mark-connection", "wlan1_mark-routing", "wlan2_mark-connection", "wlan2_mark-routing"].map(
        (rule) => expect.stringMatching(`^\\$\\{routeros_ip_firewall_mangle\\.gateway_${rule}_\\w+\\.id\\}$`),
      ),
      "*5",
    ],
  });
});

test("what depends on the gateway waits for the order too", () => {
  const typesOf = (placeBefore?: { mangle?: string; nat?: string }) =>
    gatewayOf({ placeBefore }).dependables.map((one) => (one as TerraformResource).terraformResourceType);
  const order = "routeros_move_items";
  expect(typesOf({ mangle: "*5", nat: "*6" }).filter((type) => type === order)).toHaveLength(2);
  expect(typesOf()).not.toContain(order);
});

test("what is no id of a rule is refused", () => {
  expect(() => gatewayOf({ placeBefore: { nat: "fasttrack" } })).toThrow(
    'placeBefore.nat: "fasttrack" is not the id of a rule; write rule.id of its resource, or the .id that the router shows, such as "*5"',
  );
});

test("a menu that is left undefined is left out", () => {
  const { resource } = synthesizeGateway({ placeBefore: { mangle: "*5", nat: undefined } });
  const orders = Object.values(resource["routeros_move_items"] ?? {});
  expect(orders.map(({ resource_path: path }) => path)).toEqual(["/ip/firewall/mangle"]);
});

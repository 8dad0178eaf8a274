import { InterfaceList } from "@cdktf/provider-routeros/lib/interface-list";
import { EcmpMasqueradeGateway } from "../../lib";
import { article, gatewayOf, resourcesOf, routerStack, synthesize, synthesizeGateway } from "./synthesize";

const pinned = { ...article, stickyConnections: true };

/** What the rules of the LANs match by. */
function matched(synthesized: ReturnType<typeof synthesize>): unknown[] {
  const resources = Object.values(resourcesOf(synthesized));
  return resources.flatMap(({ in_interface_list: list }) => list ?? []);
}

test("a list that exists already is matched by, and none is made", () => {
  const synthesized = synthesizeGateway({ ...pinned, lanList: "LAN" });
  expect(matched(synthesized)).toEqual(["LAN", "LAN"]);
  expect(Object.keys(synthesized.resource)).not.toContain("routeros_interface_list");
  expect(Object.keys(synthesized.resource)).not.toContain("routeros_interface_list_member");
});

test("it may be another resource's name", () => {
  const stack = routerStack();
  const list = new InterfaceList(stack, "list", { name: "LAN" });
  new EcmpMasqueradeGateway(stack, "gateway", { ...pinned, lanList: list.name });
  expect(new Set(matched(synthesize(stack)))).toEqual(new Set([`\${routeros_interface_list.list.name}`]));
});

test("no name of a list is refused", () => {
  expect(() => gatewayOf({ lanList: "LAN,WAN" })).toThrow(
    'lanList: "LAN,WAN" is not the name of an interface list; write its name on the router, such as "LAN"',
  );
});

import { TerraformStack } from "cdktf";
import { Balancing, ClassifyBy, Wan } from "../../lib";
import { gatewayOf, resourcesOf, synthesize, synthesizeGateway, wlan1, wlan2, wlan3 } from "./synthesize";

const wans = (...all: Parameters<typeof Wan.static>[0][]) => ({ wans: all.map((wan) => Wan.static(wan)) });

describe("names are identity", () => {
  test("reordering the WANs changes nothing", () => {
    expect(resourcesOf(synthesizeGateway(wans(wlan3, wlan1, wlan2)))).toEqual(
      resourcesOf(synthesizeGateway(wans(wlan1, wlan2, wlan3))),
    );
  });

  test("adding a WAN leaves the resources of the others as they were", () => {
    expect(resourcesOf(synthesizeGateway(wans(wlan3, wlan1, wlan2)))).toMatchObject(
      resourcesOf(synthesizeGateway(wans(wlan1, wlan2))),
    );
  });

  test("reordering LANs and management sources turns no order of rows", () => {
    const lans = ["Guests", "Local", "Office"].map((name, i) => ({
      interface: name,
      address: `192.168.${i}.1/24`,
    }));
    const sources = ["10.99.0.0/24", "10.98.0.0/24"];
    const site = (turn: <T>(list: T[]) => T[]) =>
      resourcesOf(
        synthesizeGateway({
          lans: turn([...lans]),
          management: { sources: turn([...sources]) },
          balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }),
        }),
      );
    const dependencies = (resources: ReturnType<typeof site>) =>
      Object.fromEntries(
        Object.entries(resources).map(([address, row]) => [
          address,
          [...((row.depends_on ?? []) as string[])].sort(),
        ]),
      );
    expect(dependencies(site((list) => list.reverse()))).toEqual(dependencies(site((list) => list)));
  });

  test("what is never balanced is named by its prefix, whichever WANs, pins and exclusions ask for it", () => {
    const [one, two] = [1, 2].map((i) =>
      Wan.static({
        ...wlan1,
        name: `lte${i}`,
        interface: `lte${i}`,
        address: `192.168.8.${i + 1}/24`,
        gateway: "192.168.8.1",
      }),
    ) as [Wan, Wan];
    const pin = (wan: Wan) => [{ name: "pinned", to: ["203.0.113.80"], via: [[wan.name]] }];
    const entriesOf = (props: Parameters<typeof synthesizeGateway>[0], exclude: string[]) =>
      Object.entries(
        synthesizeGateway({
          ...props,
          balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES, exclude }),
        }).resource.routeros_ip_firewall_addr_list ?? {},
      ).map(([name, { comment, address }]) => [name, comment, address]);
    const entries = entriesOf({ wans: [one, two], policies: pin(one) }, ["203.0.113.80"]);
    expect(entries.map(([, comment]) => comment)).toEqual([
      "gateway/lists/not-balanced:192.168.0.0-24",
      "gateway/lists/not-balanced:192.168.8.0-24",
      "gateway/lists/not-balanced:203.0.113.80",
    ]);
    expect(entriesOf({ wans: [two, one], policies: pin(one) }, [])).toEqual(entries);
    expect(entriesOf({ wans: [two], policies: pin(two) }, [])).toEqual(entries);
    expect(entriesOf({ wans: [one] }, ["203.0.113.80"])).toEqual(entries);
  });

  test("two synths are equal, of one app and of the same program run twice", () => {
    const stack = TerraformStack.of(gatewayOf());
    expect(synthesize(stack)).toEqual(synthesize(stack));
    expect(synthesizeGateway()).toEqual(synthesizeGateway());
  });

  test("a pin is the same however its destination is written", () => {
    const pinned = (destination: string) =>
      resourcesOf(synthesizeGateway({ policies: [{ name: "pinned", to: [destination], via: [["wlan1"]] }] }));
    expect(pinned("203.0.113.80/32")).toEqual(pinned("203.0.113.80"));
  });

  test("every row has a comment of its own, which `terraform import` can find it by", () => {
    const synthesized = synthesizeGateway({
      lans: [
        { interface: "Local", address: "192.168.0.1/24" },
        { interface: "Guests", address: "192.168.1.1/24" },
      ],
      ...wans(wlan1, wlan2, wlan3),
      dns: { staticRecords: [{ name: "a.example", address: "203.0.113.1" }] },
      policies: [{ name: "pinned", to: ["203.0.113.0/24"], via: [["wlan1"]] }],
    });
    const comments = Object.values(resourcesOf(synthesized)).map(({ comment }) => String(comment));
    expect(new Set(comments).size).toBe(comments.length);
    for (const comment of comments) {
      expect(comment).toMatch(/^gateway\/[A-Za-z0-9_./:-]+$/);
    }
  });

  test("`name` prefixes the router's own names, `comment` begins the comments", () => {
    const named = gatewayOf({ name: "site7" }).wan("wlan1");
    expect([
      named.routingTable.nameInput,
      named.connectionMark.newConnectionMarkInput,
      named.routingMark.newRoutingMarkInput,
    ]).toEqual(["site7_to_wlan1", "site7_wlan1_conn", "site7_to_wlan1"]);
    expect(named.address?.commentInput).toBe("site7/wlan1/address");
    expect(gatewayOf({ name: "site7", comment: "net/site7:gw" }).wan("wlan1").address?.commentInput).toBe(
      "net/site7:gw/wlan1/address",
    );
  });
});

describe("renaming a WAN", () => {
  const renamed = { ...wlan1, name: "fibre", renamedFrom: "wlan1" };

  test("moves every resource from the address it had", () => {
    const before = Object.keys(resourcesOf(synthesizeGateway(wans(wlan1, wlan2))));
    const after = synthesizeGateway(wans(renamed, wlan2));
    const moved = after.moved ?? [];
    expect(moved.map(({ from }) => from).sort()).toEqual(
      before.filter((address) => address.includes("_wlan1_")).sort(),
    );
    expect(moved.map(({ to }) => to).sort()).toEqual(
      Object.keys(resourcesOf(after))
        .filter((address) => address.includes("_fibre_"))
        .sort(),
    );
    for (const { from, to } of moved) {
      expect(to.replace(/_[0-9A-F]{8}$/, "")).toBe(
        from.replace(/_[0-9A-F]{8}$/, "").replace("_wlan1_", "_fibre_"),
      );
    }
  });

  test("keeps the router's own names", () => {
    const { routingTable, connectionMark, routingMark, address } = gatewayOf(wans(renamed, wlan2)).wan(
      "fibre",
    );
    expect(routingTable.nameInput).toBe("to_wlan1");
    expect(connectionMark.newConnectionMarkInput).toBe("wlan1_conn");
    expect(routingMark.connectionMarkInput).toBe("wlan1_conn");
    expect(routingMark.newRoutingMarkInput).toBe("to_wlan1");
    expect(address?.commentInput).toBe("gateway/wlan1/address");
  });

  test("can be done again, and then forgotten, with routerName", () => {
    const again = gatewayOf(
      wans({ ...renamed, name: "glass", renamedFrom: "fibre", routerName: "wlan1" }, wlan2),
    );
    const forgotten = gatewayOf(wans({ ...wlan1, name: "glass", routerName: "wlan1" }, wlan2));
    expect(again.wan("glass").routingTable.nameInput).toBe("to_wlan1");
    expect(forgotten.wan("glass").routingTable.nameInput).toBe("to_wlan1");
  });

  test("leaves nothing of the former name in the construct tree", () => {
    expect(gatewayOf(wans(renamed, wlan2)).node.tryFindChild("wlan1")).toBeUndefined();
  });
});

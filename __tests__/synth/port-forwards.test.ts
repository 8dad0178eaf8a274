import { TerraformStack, TerraformVariable } from "cdktf";
import { EcmpMasqueradeGateway, ForwardProtocol, type PortForward, Wan } from "../../lib";
import {
  article,
  gatewayOf,
  resourcesOf,
  routerStack,
  type Synthesized,
  synthesize,
  synthesizeGateway,
  wlan1,
  wlan2,
} from "./synthesize";

const web: PortForward = { name: "web", ports: "443", to: "192.168.0.10", toPort: 8443 };
const sip: PortForward = {
  name: "sip",
  protocol: ForwardProtocol.UDP,
  ports: "5060,10000-10100",
  to: "192.168.0.20",
  wans: ["wlan2"],
};

/** A gateway's resources by comment, each with its address. */
const byComment = (synthesized: Synthesized): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(resourcesOf(synthesized)).map(([address, row]) => [row.comment, { address, ...row }]),
  );

test("a forward is a dst-nat rule per WAN, for connections to the router's own addresses only", () => {
  const rows = byComment(synthesizeGateway({ portForwards: [web] }));
  for (const wan of ["wlan1", "wlan2"]) {
    expect(rows[`gateway/${wan}/forward:web`]).toEqual({
      address: expect.stringMatching(`^routeros_ip_firewall_nat.gateway_${wan}_forwards_web_`),
      chain: "dstnat",
      in_interface: wan,
      dst_address_type: "local",
      protocol: "tcp",
      dst_port: "443",
      action: "dst-nat",
      to_addresses: "192.168.0.10",
      to_ports: "8443",
      disabled: false,
      comment: `gateway/${wan}/forward:web`,
      depends_on: ["mark-ingress", "mark-lan-routing"].map((role) => rows[`gateway/${wan}/${role}`]?.address),
    });
  }
});

test("its replies are marked as they come in on the WAN, and follow the mark from the LANs", () => {
  const rows = byComment(synthesizeGateway({ portForwards: [web] }));
  expect(rows["gateway/wlan1/mark-ingress"]).toEqual({
    address: expect.any(String),
    chain: "prerouting",
    in_interface: "wlan1",
    connection_state: "new",
    connection_mark: "no-mark",
    action: "mark-connection",
    new_connection_mark: "wlan1_conn",
    passthrough: true,
    disabled: false,
    comment: "gateway/wlan1/mark-ingress",
    depends_on: [rows["gateway/wlan1/default-route"]?.address],
  });
  expect(rows["gateway/wlan1/mark-lan-routing"]).toMatchObject({
    chain: "prerouting",
    in_interface_list: "lans",
    connection_mark: "wlan1_conn",
    new_routing_mark: "to_wlan1",
  });
});

test("several ports stay as they are, and a WAN without forwards has no rows for them", () => {
  const rows = byComment(synthesizeGateway({ portForwards: [sip] }));
  const rule = rows["gateway/wlan2/forward:sip"] ?? {};
  expect(rule).toMatchObject({ protocol: "udp", dst_port: "5060,10000-10100", to_addresses: "192.168.0.20" });
  expect(rule).not.toHaveProperty("to_ports");
  for (const role of ["forward:sip", "mark-ingress", "mark-lan-routing"]) {
    expect(rows).toHaveProperty([`gateway/wlan2/${role}`]);
    expect(rows).not.toHaveProperty([`gateway/wlan1/${role}`]);
  }
});

test("hairpin: the WAN's address leads to the host from the LANs too, and the host answers through the router", () => {
  const rows = byComment(synthesizeGateway({ portForwards: [{ ...web, hairpin: true, wans: ["wlan1"] }] }));
  expect(rows["gateway/wlan1/hairpin:web"]).toEqual({
    address: expect.stringMatching("^routeros_ip_firewall_nat.gateway_wlan1_hairpins_web_"),
    chain: "dstnat",
    in_interface_list: "lans",
    dst_address: "10.112.0.2",
    protocol: "tcp",
    dst_port: "443",
    action: "dst-nat",
    to_addresses: "192.168.0.10",
    to_ports: "8443",
    disabled: false,
    comment: "gateway/wlan1/hairpin:web",
    depends_on: ["wlan1/mark-hairpin", "forwards/hairpin-masquerade"].map(
      (role) => rows[`gateway/${role}`]?.address,
    ),
  });
  expect(rows["gateway/wlan1/mark-hairpin"]).toMatchObject({
    chain: "prerouting",
    in_interface_list: "lans",
    dst_address: "10.112.0.2",
    dst_address_type: "local",
    connection_state: "new",
    connection_mark: "no-mark",
    new_connection_mark: "hairpin",
  });
  expect(rows["gateway/forwards/hairpin-masquerade"]).toMatchObject({
    chain: "srcnat",
    out_interface_list: "lans",
    connection_mark: "hairpin",
    action: "masquerade",
  });
  expect(rows).not.toHaveProperty(["gateway/wlan2/hairpin:web"]);
});

test("addPortForward makes the very gateway that portForwards does", () => {
  const forwards = [web, { ...sip, wans: undefined }, { ...web, name: "hair", ports: "444", hairpin: true }];
  const added = gatewayOf();
  const made = forwards.map((forward) => added.addPortForward(forward));
  const given = resourcesOf(synthesizeGateway({ portForwards: forwards }));
  const later = resourcesOf(synthesize(TerraformStack.of(added)));
  // What stood already keeps what it waited for, and waits for the list of the LANs besides.
  expect(later).toEqual(
    Object.fromEntries(
      Object.entries(given).map(([address, row]) => {
        const awaited = expect.arrayContaining((row.depends_on ?? []) as string[]);
        return [address, row.depends_on === undefined ? row : { ...row, depends_on: awaited }];
      }),
    ),
  );
  expect(made.map(({ name, rules, hairpins }) => [name, rules.length, hairpins.length])).toEqual([
    ["web", 2, 0],
    ["sip", 2, 0],
    ["hair", 2, 2],
  ]);
  expect(added.portForwards).toEqual(made);
});

test("a forward that is refused leaves the gateway as it was", () => {
  const gateway = gatewayOf({ portForwards: [web] });
  expect(() => gateway.addPortForward({ ...web, name: "again" })).toThrow(
    'portForwards[1].ports ("again"): "443" overlaps "443" in portForwards[0] on the WAN "wlan1"; forward each port of a WAN once',
  );
  expect(gateway.portForwards.map(({ name }) => name)).toEqual(["web"]);
  expect(synthesize(TerraformStack.of(gateway))).toEqual(synthesizeGateway({ portForwards: [web] }));
});

test("its resources are at hand, and stand last", () => {
  const gateway = gatewayOf();
  expect([gateway.lanInterfaceList, gateway.hairpinMasquerade, gateway.wan("wlan1").ingressMark]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const { rules, hairpins } = gateway.addPortForward({ ...web, hairpin: true });
  expect(rules.map((rule) => rule.inInterfaceInput)).toEqual(["wlan1", "wlan2"]);
  expect(hairpins.map((rule) => rule.dstAddressInput)).toEqual(["10.112.0.2", "10.111.0.2"]);
  expect(gateway.lanInterfaceList?.nameInput).toBe("lans");
  expect(gateway.wan("wlan1").ingressMark?.newConnectionMarkInput).toBe("wlan1_conn");
  expect(gateway.wan("wlan1").hairpinMark?.newConnectionMarkInput).toBe("hairpin");
  expect(gateway.hairpinMasquerade?.actionInput).toBe("masquerade");
  expect(gateway.dependables).toEqual(expect.arrayContaining([...rules, ...hairpins]));
});

test("placeBefore moves the rules of a later forward too", () => {
  const gateway = gatewayOf({ placeBefore: { nat: "*5" } });
  const { rules } = gateway.addPortForward(web);
  const { resource } = synthesize(TerraformStack.of(gateway));
  const [order] = Object.values(resource.routeros_move_items ?? {});
  const sequence = (order?.sequence ?? []) as string[];
  expect(sequence).toEqual(
    expect.arrayContaining(rules.map((rule) => `\${routeros_ip_firewall_nat.${rule.friendlyUniqueId}.id}`)),
  );
  expect(sequence.at(-1)).toBe("*5");
});

test("a renamed WAN takes its forwards along, also those that come later", () => {
  const gateway = gatewayOf({
    wans: [Wan.static({ ...wlan1, name: "fibre", renamedFrom: "wlan1" }), Wan.static(wlan2)],
    portForwards: [web],
  });
  gateway.addPortForward({ ...sip, wans: ["fibre"] });
  const { moved = [] } = synthesize(TerraformStack.of(gateway));
  const before = new Set(
    Object.keys(resourcesOf(synthesizeGateway({ portForwards: [web, { ...sip, wans: ["wlan1"] }] }))),
  );
  const forwards = moved.filter(({ to }) => to.includes("_forwards_"));
  expect(forwards.map(({ from }) => before.has(from))).toEqual([true, true]);
});

test("a token stands for the host, and a WAN's address may be one where hairpin needs it", () => {
  const stack = routerStack();
  const token = new TerraformVariable(stack, "text", {}).stringValue;
  const gateway = new EcmpMasqueradeGateway(stack, "gateway", {
    ...article,
    wans: [Wan.static({ ...wlan1, address: token }), Wan.static(wlan2)],
    portForwards: [{ ...web, to: token, hairpin: true, wans: ["wlan1"] }],
  });
  const rows = resourcesOf(synthesize(stack));
  const [hairpin] = gateway.portForwards[0]?.hairpins ?? [];
  expect(rows[`routeros_ip_firewall_nat.${hairpin?.friendlyUniqueId}`]).toMatchObject({
    dst_address: '${element(split("/", var.text), 0)}',
    to_addresses: "${var.text}",
  });
});

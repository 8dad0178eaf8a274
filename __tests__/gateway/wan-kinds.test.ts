import { HealthCheck } from "../../lib/gateway/health-check/health-check";
import { WAN_KINDS, Wan } from "../../lib/gateway/wan/wan";

const line = { name: "fibre", interface: "ether1" };
const wans = {
  static: Wan.static({ ...line, address: "203.0.113.2/30", gateway: "203.0.113.1" }),
  dhcp: Wan.dhcp(line),
  "point-to-point": Wan.pointToPoint(line),
};

test("every kind has a factory of its own name", () => {
  const created = Object.values(wans);
  expect(created.map(({ kind }) => kind)).toEqual(Object.keys(wans));
  expect(created.map((wan) => wan._class)).toEqual([...WAN_KINDS]);
});

test("only what is known when the plan is made has an address, a gateway and a next hop", () => {
  const answers = Object.values(wans).map((wan) => [
    wan.address,
    wan.gateway,
    wan._kind.nextHop("ether1", false),
    wan._kind.nextHop("ether1", true),
  ]);
  expect(answers).toEqual([
    ["203.0.113.2/30", "203.0.113.1", "203.0.113.1", "203.0.113.1%ether1"],
    [undefined, undefined, undefined, undefined],
    [undefined, undefined, "ether1", "ether1"],
  ]);
});

test("the default check is one that the kind allows", () => {
  for (const { _kind: kind } of Object.values(wans)) {
    expect(kind.refusalOf(kind.defaultHealthCheck, '"fibre"', "wans[0]")).toBeUndefined();
  }
});

test.each([
  ["static", HealthCheck.recursive({ targets: ["9.9.9.9"] }), undefined],
  ["static", HealthCheck.arp(), undefined],
  ["dhcp", HealthCheck.arp(), undefined],
  ["dhcp", HealthCheck.recursive({ targets: ["9.9.9.9"] }), ["9.9.9.9"]],
  ["point-to-point", HealthCheck.none(), undefined],
  ["point-to-point", HealthCheck.recursive({ targets: ["9.9.9.9"] }), undefined],
  ["point-to-point", HealthCheck.ping(), "ping"],
] as const)("a %s WAN refuses the checks that cannot work", (kind, check, refused) => {
  expect(wans[kind]._kind.refusalOf(check, '"fibre"', "wans[0]")?.value).toEqual(refused);
});

test("a WAN is nominal, and keeps its kind when its options are read again", () => {
  for (const wan of Object.values(wans)) {
    expect([Wan._is(wan), wan instanceof Wan, Wan._is({ ...wan })]).toEqual([true, true, false]);
    expect(wan._with(wan._given)).toEqual(wan);
  }
});

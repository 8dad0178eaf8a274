import { TerraformVariable } from "cdktf";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps, HealthCheck, Wan } from "../../lib";
import { article, routerStack, wlan1, wlan2 } from "../synth/synthesize";
import { type Resources, Terraform, withTerraform } from "../terraform";

class Planner extends Terraform {
  /** What Terraform has against a configuration while it plans. */
  public async complaints(configuration: Parameters<Terraform["writeConfiguration"]>[0]): Promise<string[]> {
    this.writeConfiguration(configuration);
    const { text } = await this.run("plan", "-json");
    return text
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === "diagnostic")
      .map(({ diagnostic: { summary, detail } }) => `${summary}: ${detail}`);
  }
}

type Props = Partial<EcmpMasqueradeGatewayProps>;

const one = (wan: object): Props => ({ wans: [Wan.static({ ...wlan1, ...wan }), Wan.static(wlan2)] });
const lan = (address: string): Props => ({ lans: [{ interface: "Local", address }] });
const forward = (to: string): Props => ({ portForwards: [{ name: "web", ports: "443", to }] });
const pin = (destination: string): Props => ({
  policies: [{ name: "pin", to: [destination], via: [["wlan1"]] }],
});
const record = (address: string): Props => ({ dns: { staticRecords: [{ name: "a.example", address }] } });
const recursive = { healthCheck: HealthCheck.recursive({ targets: ["9.9.9.9"] }) };

/** What a variable holds, where the gateway has it, and what is wrong with it; nothing where it is right. */
const CASES: readonly [string, (token: string) => Props, string?][] = [
  ["10.112.0.1", (gateway) => one({ gateway })],
  ["10.112.0.1", (gateway) => one({ gateway, ...recursive })],
  ["10.112.1.9", (gateway) => one({ gateway }), "is outside the WAN's network"],
  ["10.112.1.9", (gateway) => one({ gateway, ...recursive }), "is outside the WAN's network"],
  ["10.112.0.2", (gateway) => one({ gateway }), "is the router's own address"],
  ["10.112.0.255", (gateway) => one({ gateway }), "is the network or broadcast address"],
  ["10.112.0.1/24", (gateway) => one({ gateway }), "is not an IPv4 address"],
  ["10.112.0.2/24", (address) => one({ address })],
  ["10.112.0.2/31", (address) => one({ address, gateway: "10.112.0.3" })],
  ["10.113.0.2/24", (address) => one({ address }), "is outside the WAN's network"],
  ["10.112.0.2", (address) => one({ address }), "is not an IPv4 address with a prefix length"],
  ["10.112.0.0/24", (address) => one({ address }), "is the network or broadcast address of its network"],
  ["10.111.0.9/24", (address) => one({ address, gateway: "10.111.0.1" })],
  [
    "10.111.0.2/24",
    (address) => one({ address, gateway: "10.111.0.1" }),
    'overlaps "10.111.0.2/24" in wans[0].address',
  ],
  ["10.111.0.2/16", (address) => one({ address, gateway: "10.111.0.1" }), "in wans[0].address"],
  ["192.168.0.1/24", lan],
  ["10.112.0.9/24", lan, 'overlaps "10.112.0.9/24" in lans[0].address'],
  ["192.168.0.10", forward],
  ["router", forward, "is not an IPv4 address"],
  ["192.168.0.1", forward, "is the router's own address in lans[0].address"],
  ["10.112.0.9", forward, "the network of the WAN in wans[0].address"],
  ["203.0.113.80", pin],
  ["203.0.113.0/24", pin],
  ["203.0.113.80/24", pin, "is not an IPv4 address or prefix"],
  ["0.0.0.0/0", pin, "is not an IPv4 address or prefix"],
  ["203.0.113.80", record],
  ["203.0.113", record, "is not an IPv4 address"],
];

test("what only variables know is checked by Terraform's plan: each mistake by one sentence that names it", async () => {
  await withTerraform(Planner, async (_, terraform) => {
    const stack = routerStack();
    for (const [i, [value, props]] of CASES.entries()) {
      const token = new TerraformVariable(stack, `value${i}`, { type: "string", default: value }).stringValue;
      new EcmpMasqueradeGateway(stack, `gateway${i}`, { ...article, ...props(token) });
    }
    // Without the validations of a whole app: so many gateways are on no router, and none is made.
    const configuration = stack.toTerraform();
    const complaints = await terraform.complaints({
      ...configuration,
      resource: onlyChecked(configuration.resource),
    });
    const expected = CASES.filter(([, , fault]) => fault !== undefined);
    const unsaid = expected.filter(
      ([value, , fault = ""]) =>
        !complaints.some((text) => [FAILED, `"${value}"`, fault].every((part) => text.includes(part))),
    );
    expect([complaints, unsaid, complaints.length]).toEqual([complaints, [], expected.length]);
  });
});

const FAILED = "Resource precondition failed: ";

/** The resources that Terraform checks, each by itself: a plan of all the others would take its time. */
function onlyChecked(resources: Resources): Resources {
  const checked = ([, { lifecycle }]: [string, { readonly lifecycle?: unknown }]) =>
    (lifecycle as { precondition?: unknown[] } | undefined)?.precondition !== undefined;
  return Object.fromEntries(
    Object.entries(resources)
      .map(([type, byName]) => [
        type,
        Object.fromEntries(
          Object.entries(byName)
            .filter(checked)
            .map(([name, { depends_on: _, ...attributes }]) => [name, attributes]),
        ),
      ])
      .filter(([, byName]) => Object.keys(byName as object).length > 0),
  );
}

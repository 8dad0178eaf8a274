import { TerraformStack } from "cdktf";
import fc from "fast-check";
import { EcmpMasqueradeGateway, type GatewayDescription, Wan } from "../../lib";
import { anyGateway } from "../gateway/arbitrary-gateway";
import { runs } from "../tier";
import { newApp } from "./synthesize";

const SEED = 20130112; // the article's day
const MISTAKES = runs(500, 2000);

/** A prop, what nobody can mean by it, and how it gets into a description. */
interface Mistake {
  readonly prop: string;
  readonly spoil: (gateway: GatewayDescription) => GatewayDescription;
}

// biome-ignore lint/suspicious/noExplicitAny: these are what TypeScript would refuse.
type Anything = any;

/** Programs that TypeScript does not check give anything. */
const nonsense = fc.constantFrom<Anything>(null, 7, {}, "", "not so", [], true, Number.NaN, () => 1);
const but = (...legal: string[]) => nonsense.filter((value) => !legal.includes(typeof value));
const oneOf = (...values: Anything[]) => fc.constantFrom<Anything>(...values);
const notAText = but("string");
const notABoolean = but("boolean");

const index = fc.nat({ max: 5 });
const at = (list: readonly unknown[], i: number): number => i % list.length;
const replaced = <T>(list: readonly T[], i: number, item: T): T[] =>
  list.map((old, j) => (j === i ? item : old));

/** A mistake in an option of one of the WANs. */
const ofWan = (option: string, value: fc.Arbitrary<Anything>): fc.Arbitrary<Mistake> =>
  fc.tuple(index, value).map(([i, bad]) => ({
    prop: `wans[*].${option}`,
    spoil: (gateway) => {
      const wan = gateway.wans[at(gateway.wans, i)] as Wan;
      const spoilt = Wan.static({ ...(wan._given as Anything), [option]: bad });
      return { ...gateway, wans: replaced(gateway.wans, at(gateway.wans, i), spoilt) };
    },
  }));

/** A mistake in an option of one of the LANs. */
const ofLan = (option: string, value: fc.Arbitrary<Anything>): fc.Arbitrary<Mistake> =>
  fc.tuple(index, value).map(([i, bad]) => ({
    prop: `lans[*].${option}`,
    spoil: (gateway) => {
      const lan = { ...gateway.lans[at(gateway.lans, i)], [option]: bad } as Anything;
      return { ...gateway, lans: replaced(gateway.lans, at(gateway.lans, i), lan) };
    },
  }));

/** A mistake in a prop of the gateway itself. */
const ofGateway = (prop: string, value: fc.Arbitrary<Anything>): fc.Arbitrary<Mistake> =>
  value.map((bad) => ({ prop, spoil: (gateway) => ({ ...gateway, [prop]: bad }) }));

/** A list of the gateway's with one bad item. */
const ofItem = (
  list: "policies" | "portForwards",
  good: (gateway: GatewayDescription) => object,
  option: string,
  value: fc.Arbitrary<Anything>,
): fc.Arbitrary<Mistake> =>
  value.map((bad) => ({
    prop: `${list}[*].${option}`,
    spoil: (gateway) => ({ ...gateway, [list]: [{ ...good(gateway), [option]: bad }] as Anything }),
  }));

const pin = (option: string, value: fc.Arbitrary<Anything>) =>
  ofItem(
    "policies",
    ({ wans }) => ({ name: "pinned", to: ["203.0.113.80"], via: [[wans[0]?.name]] }),
    option,
    value,
  );
const forward = (option: string, value: fc.Arbitrary<Anything>) =>
  ofItem("portForwards", () => ({ name: "web", ports: "8443", to: "192.168.77.9" }), option, value);
const ofDns = (option: string, value: fc.Arbitrary<Anything>): fc.Arbitrary<Mistake> =>
  value.map((bad) => ({
    prop: `dns.${option}`,
    spoil: (gateway) => ({ ...gateway, dns: { [option]: bad } }),
  }));

const notAName = fc.oneof(notAText, oneOf("", "a b", "-a", "dns", "pins", "constructor", "a/b", "ä"));
const notAnInterface = fc.oneof(notAText, oneOf("", "!ether1", "ether1,ether2", " ether1", "ether\n1"));
const notACidr = fc.oneof(
  notAText,
  oneOf(
    "",
    "10.0.0.2",
    "10.0.0.2/33",
    "10.0.0.0/24",
    "10.0.0.255/24",
    "300.0.0.1/24",
    "::1/64",
    "127.0.0.1/8",
  ),
);

const anyMistake: fc.Arbitrary<Mistake> = fc.oneof(
  ofWan("name", notAName),
  ofWan("interface", notAnInterface),
  ofWan("address", notACidr),
  ofWan("gateway", fc.oneof(notAText, oneOf("", "10.255.0.1", "10.0.0.1,10.1.0.1", "gateway.example"))),
  ofWan("healthCheck", nonsense),
  ofWan("masquerade", notABoolean),
  ofWan("disabled", notABoolean),
  ofWan("weight", oneOf(0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "2", {})),
  ofWan("tier", oneOf(0, -1, 1.5, Number.NaN, 1000, "2", {})),
  ofLan("interface", notAnInterface),
  ofLan("address", notACidr),
  ofLan("name", notAName),
  ofGateway("lans", oneOf(undefined, null, "Local", {}, [])),
  ofGateway("wans", oneOf(undefined, null, "wlan1", {}, [])),
  ofGateway(
    "name",
    notAName.filter((value) => !["dns", "pins"].includes(value)),
  ),
  ofGateway("comment", fc.oneof(notAText, oneOf("", "a=b", "a b"))),
  ofGateway(
    "routingTable",
    notAName.filter((value) => !["dns", "pins"].includes(value)),
  ),
  ofGateway("lanList", notAnInterface),
  ofGateway("routerOsVersion", fc.oneof(notAText, oneOf("six", "7", "v7.20"))),
  ofGateway("disabled", notABoolean),
  ofGateway("stickyConnections", notABoolean),
  ofGateway("sourceRouting", notABoolean),
  ofGateway("balancing", nonsense),
  ofGateway("healthCheck", nonsense),
  ofGateway("policies", oneOf(null, "203.0.113.80", {})),
  ofGateway("portForwards", oneOf(null, "443", {})),
  ofGateway("dns", oneOf(null, "9.9.9.9", 7)),
  pin(
    "to",
    oneOf(
      "203.0.113.80",
      [],
      [7],
      [""],
      ["0.0.0.0/0"],
      ["203.0.113.80/24"],
      ["portal.example"],
      ["127.0.0.1"],
    ),
  ),
  pin("via", oneOf("wan", [], [[]], ["wan"], [[7]], [["no such WAN"]])),
  pin("otherwise", oneOf("perhaps", 7, {})),
  forward("ports", fc.oneof(notAText, oneOf("", "0", "65536", "http", "90-80", "80,"))),
  forward("to", fc.oneof(notAText, oneOf("", "server.example", "192.168.77.0/24"))),
  forward("toPort", oneOf(0, 65_536, 1.5, "443")),
  forward("wans", oneOf(["no such WAN"], "wlan1", [7])),
  forward(
    "name",
    notAName.filter((value) => !["dns", "pins"].includes(value)),
  ),
  ofDns("servers", oneOf([], ["dns.example"], ["1.1.1.1/32"], [7], "9.9.9.9")),
  ofDns(
    "staticRecords",
    oneOf([{ name: "A B", address: "203.0.113.80" }], [{ name: "portal" }], ["portal"], {}),
  ),
  ofDns(
    "domains",
    oneOf([{ domain: "isp.example", server: "198.51.100.53", wan: "none" }], ["isp.example"], {}),
  ),
  ofDns("allowRemoteRequests", oneOf("yes", 1, {})),
);

// What is refused leaves nothing, so one stack serves all.
const stack = new TerraformStack(newApp(), "site");

/** The error of a gateway, and what it leaves behind. */
function refused(gateway: GatewayDescription): { readonly message: string; readonly left: number } {
  try {
    new EcmpMasqueradeGateway(stack, "gateway", gateway);
    return { message: "no error", left: 1 };
  } catch (error) {
    return { message: String(error), left: stack.node.children.length };
  }
}

test(`${MISTAKES} random mistakes are each refused by the name of the prop, and leave nothing (seed ${SEED})`, () => {
  fc.assert(
    fc.property(anyGateway, anyMistake, (gateway, { prop, spoil }) => {
      const { message, left } = refused(spoil(gateway));
      const named = prop.replace(/[.[\]]/g, "\\$&").replace("*", "\\d+");
      expect([prop, left, message]).toEqual([
        prop,
        0,
        expect.stringMatching(
          `^GatewayProblemsError: the gateway "site/gateway" has \\d+ problems?:\\n(.|\\n)*  - ${named}`,
        ),
      ]);
    }),
    { seed: SEED, numRuns: MISTAKES },
  );
});

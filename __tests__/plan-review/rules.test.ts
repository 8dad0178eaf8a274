import { routersOf } from "../../lib/plan-review/model/router-change";
import { changed, findingsIn, findingsOfChange, found, of, short } from "./findings-in";
import { articleResources, plan } from "./plans";

const filter = (rules: Record<string, Record<string, unknown>>) => ({ routeros_ip_firewall_filter: rules });
const ORDER = ["rule-unreachable", "rule-overridden", "rule-order-by-chance"] as const;
const inOrder = (resources: ReturnType<typeof changed>) => found(resources, ORDER);

test("the article's rules match packets of their own, so that their order is all the same", () => {
  expect(inOrder(articleResources(3))).toEqual([]);
});

test("a rule behind one that takes all it matches", () => {
  const rules = filter({
    all: { chain: "forward", action: "drop" },
    web: {
      chain: "forward",
      action: "accept",
      protocol: "tcp",
      dst_port: "443",
      depends_on: ["routeros_ip_firewall_filter.all"],
    },
  });
  expect(found(rules, "rule-unreachable")).toEqual(["fail warning ip_firewall_filter.web"]);
  expect(found(rules, "rule-order-by-chance")).toEqual([]);
});

test("FastTrack behind accept, or before it, lets the same packets pass", () => {
  const related = { chain: "forward", connection_state: "established,related" };
  const rules = (action: string) =>
    filter({ fast: { ...related, action: "fasttrack-connection" }, other: { ...related, action } });
  expect(found(rules("accept"), "rule-order-by-chance")).toEqual([
    "unknown warning ip_firewall_filter.other",
  ]);
  expect(found(rules("drop"), "rule-order-by-chance")).toEqual(["unknown error ip_firewall_filter.other"]);
});

test("a rule for a part of a network behind one for all of it", () => {
  const rules = (wide: string, narrow: string) =>
    filter({
      wide: { chain: "forward", action: "drop", src_address: wide },
      narrow: {
        chain: "forward",
        action: "accept",
        src_address: narrow,
        protocol: "tcp",
        depends_on: ["routeros_ip_firewall_filter.wide"],
      },
    });
  const unreachable = ["fail warning ip_firewall_filter.narrow"];
  expect(found(rules("192.168.0.0/16", "192.168.7.0/24"), "rule-unreachable")).toEqual(unreachable);
  expect(found(rules("192.168.7.0/24", "192.168.7.9"), "rule-unreachable")).toEqual(unreachable);
  expect(found(rules("192.168.7.0/24", "192.168.0.0/16"), "rule-unreachable")).toEqual([]);
  expect(found(rules("!192.168.0.0/16", "192.168.7.0/24"), "rule-unreachable")).toEqual([]);
});

test("the same rules in the right order", () => {
  const rules = filter({
    web: { chain: "forward", action: "accept", protocol: "tcp", dst_port: "443" },
    all: { chain: "forward", action: "drop", depends_on: ["routeros_ip_firewall_filter.web"] },
  });
  expect(inOrder(rules)).toEqual([]);
});

test("rules of other chains, or of the same effect, hide nothing", () => {
  const rules = filter({
    all: { chain: "forward", action: "drop" },
    web: { chain: "input", action: "accept", protocol: "tcp", dst_port: "443" },
    worm: { chain: "forward", action: "drop", protocol: "tcp", dst_port: "445" },
  });
  expect(inOrder(rules)).toEqual([]);
});

test("rules whose order decides and that Terraform makes at once", () => {
  const rules = filter({
    all: { chain: "forward", action: "drop" },
    dns: { chain: "forward", action: "accept", protocol: "udp", dst_port: "53" },
    web: { chain: "forward", action: "accept", protocol: "tcp", dst_port: "443" },
  });
  const [finding, ...more] = of(findingsIn(rules), "rule-order-by-chance");
  expect(more).toEqual([]);
  expect(finding?.resources.map((address) => address.split(".")[1])).toEqual(["all", "dns", "web"]);
});

describe("rules that accept and refuse, none of which asks for all that another does", () => {
  const rules = (more: Record<string, unknown> = {}, refused: Record<string, unknown> = {}) =>
    filter({
      answers: { chain: "input", action: "accept", connection_state: "established,related" },
      others: { chain: "input", action: "drop", in_interface: "wlan1", ...refused, ...more },
    });

  test.each<[string, ReturnType<typeof filter>, string[]]>([
    ["are ordered by chance", rules(), ["unknown warning ip_firewall_filter.answers"]],
    ["are not, where one waits", rules({ depends_on: ["routeros_ip_firewall_filter.answers"] }), []],
    ["are not, where they never meet", rules({}, { connection_state: "invalid" }), []],
    [
      "are, where they may meet",
      rules({}, { connection_state: "related,new" }),
      ["unknown warning ip_firewall_filter.answers"],
    ],
    ["are not, where none refuses", rules({}, { action: "log" }), []],
  ])("%s", (_, resources, expected) => {
    expect(found(resources, "rule-order-by-chance")).toEqual(expected);
  });
});

describe("a rule that reads a mark which another gives to the same packets", () => {
  const rules = (reader: Record<string, unknown>) => ({
    routeros_ip_firewall_mangle: {
      give: {
        chain: "prerouting",
        in_interface: "Local",
        connection_mark: "no-mark",
        per_connection_classifier: "both-addresses:2/0",
        action: "mark-connection",
        new_connection_mark: "wlan1_conn",
      },
      read: {
        chain: "prerouting",
        in_interface: "Local",
        connection_mark: "wlan1_conn",
        action: "mark-routing",
        new_routing_mark: "to_wlan1",
        ...reader,
      },
    },
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ["may come to stand before it", {}, ["unknown warning ip_firewall_mangle.read"]],
    ["waits for it", { depends_on: ["routeros_ip_firewall_mangle.give"] }, []],
    ["is of another chain", { chain: "output", in_interface: undefined }, []],
    ["is for packets of another interface", { in_interface: "wlan1" }, []],
    [
      "is for packets that may be of another interface",
      { in_interface: undefined, in_interface_list: "LAN" },
      [],
    ],
    ["reads another mark", { connection_mark: "wlan2_conn" }, []],
  ])("%s", (_, reader, expected) => {
    expect(found(rules(reader), "rule-order-by-chance")).toEqual(expected);
  });
});

test("of two that match the same, one finding is enough", () => {
  const rules = filter({
    drop: { chain: "forward", action: "drop", protocol: "gre" },
    take: { chain: "forward", action: "accept", protocol: "gre" },
  });
  expect(found(rules, "rule-order-by-chance")).toHaveLength(1);
});

test("place_before settles the order of new rules", () => {
  const rules = filter({
    all: { chain: "forward", action: "drop" },
    web: {
      chain: "forward",
      action: "accept",
      protocol: "tcp",
      dst_port: "443",
      place_before: "${routeros_ip_firewall_filter.all.id}",
    },
  });
  expect(inOrder(rules)).toEqual([]);
});

test("so does routeros_move_items", () => {
  const rules = {
    ...filter({
      all: { chain: "forward", action: "drop" },
      web: { chain: "forward", action: "accept", protocol: "tcp", dst_port: "443" },
    }),
    routeros_move_items: {
      order: {
        resource_path: "/ip/firewall/filter",
        sequence: "${routeros_ip_firewall_filter.web.id}",
        depends_on: ["routeros_ip_firewall_filter.all", "routeros_ip_firewall_filter.web"],
      },
    },
  };
  expect(found(rules, "rule-order-by-chance")).toEqual([]);
});

test("two rules that mark the same packets: the last one holds", () => {
  const again = {
    chain: "output",
    connection_mark: "wlan1_conn",
    action: "mark-routing",
    new_routing_mark: "to_wlan2",
    depends_on: ["routeros_ip_firewall_mangle.wlan1_output"],
  };
  const resources = changed({
    routeros_ip_firewall_mangle: { again, wlan1_output: { passthrough: true, dst_address: undefined } },
  });
  expect(found(resources, "rule-overridden")).toEqual(["fail error ip_firewall_mangle.again"]);
});

test("of two rules that mark what has no mark, the first one holds", () => {
  const again = {
    chain: "input",
    in_interface: "wlan1",
    connection_mark: "no-mark",
    action: "mark-connection",
    new_connection_mark: "wlan2_conn",
    depends_on: ["routeros_ip_firewall_mangle.wlan1_input"],
  };
  expect(found(changed({ routeros_ip_firewall_mangle: { again } }), "rule-unreachable")).toEqual([
    "fail error ip_firewall_mangle.again",
  ]);
});

describe("FastTrack", () => {
  const steer = {
    chain: "prerouting",
    in_interface: "Local",
    connection_mark: "wlan2_conn",
    action: "mark-routing",
    new_routing_mark: "to_wlan2",
  };
  const withTrack = (more: Record<string, unknown>, marks = { steer }) => ({
    ...changed({ routeros_ip_firewall_mangle: marks }),
    ...filter({
      track: {
        chain: "forward",
        action: "fasttrack-connection",
        connection_state: "established,related",
        ...more,
      },
    }),
  });

  test("over connections that prerouting steers is a fault", () => {
    expect(found(withTrack({}), "fasttrack-marked")).toEqual(["fail error ip_firewall_filter.track"]);
    expect(found(withTrack({ connection_mark: "wlan2_conn" }), "fasttrack-marked")).toHaveLength(1);
  });

  test("is none where it spares them, or nothing is steered but the router's own packets", () => {
    expect(found(withTrack({ connection_mark: "no-mark" }), "fasttrack-marked")).toEqual([]);
    expect(found(withTrack({ connection_mark: "!wlan2_conn" }), "fasttrack-marked")).toEqual([]);
    expect(found(withTrack({}, {} as { steer: typeof steer }), "fasttrack-marked")).toEqual([]);
  });
});

describe("marks in prerouting", () => {
  const all = {
    chain: "prerouting",
    in_interface: "Local",
    action: "mark-routing",
    new_routing_mark: "to_wlan1",
    passthrough: false,
  };
  const office = { dst_address: "172.16.0.0/12", gateway: "192.168.0.2", check_gateway: "none" };
  const other = { address: "192.168.9.1/24", interface: "Guests" };
  const steered = (more: Record<string, unknown>) =>
    changed({
      routeros_ip_firewall_mangle: { all: { ...all, ...more } },
      routeros_ip_address: { other },
      routeros_ip_route: { office: { ...office, gateway: "192.168.9.2" } },
    });

  test("take packets for the router, and for where main leads, away from them", () => {
    expect(found(steered({}), "router-unreachable")).toEqual(["fail error ip_firewall_mangle.all"]);
    const [shadowed, ...others] = of(findingsIn(steered({})), "policy-route-shadows-main");
    expect(others).toEqual([]);
    expect(shadowed?.subject).toBe("192.168.9.0/24 LAN Local");
    expect(shadowed?.message).toContain("to 192.168.9.0/24 and 172.16.0.0/12 gets a routing mark");
  });

  test("leave the router alone where they ask for addresses that are not its own", () => {
    const resources = steered({ dst_address_type: "!local" });
    expect(found(resources, "router-unreachable")).toEqual([]);
    expect(found(resources, "policy-route-shadows-main")).toHaveLength(1);
  });

  test("leave alone what they are told to spare", () => {
    expect(found(steered({ dst_address: "!172.16.0.0/12" }), "policy-route-shadows-main")).toHaveLength(1);
  });
});

describe("place_before", () => {
  const rule = (more: Record<string, unknown> = {}) => ({
    chain: "forward",
    action: "accept",
    protocol: "gre",
    ...more,
  });
  const before = filter({ old: rule() });
  const placed = rule({ protocol: "ipip", place_before: "${routeros_ip_firewall_filter.old.id}" });
  const claims = (after: Record<string, Record<string, unknown>>) =>
    of(findingsOfChange(before, filter(after)), "place-before-lost").map(short);

  test("of one new rule that is alone holds", () => {
    expect(claims({ old: rule(), fresh: placed })).toEqual([]);
  });

  test("of a new rule beside another write may be lost", () => {
    expect(claims({ old: rule(), fresh: placed, other: rule({ protocol: "ospf" }) })).toEqual([
      "unknown warning ip_firewall_filter.fresh",
    ]);
  });

  test("of thousands of rules, each placed before the last, is followed to its end", () => {
    const rules = Array.from({ length: 4_000 }, (_, i): [string, Record<string, unknown>] => [
      `r${i}`,
      {
        ...rule({ protocol: "tcp", dst_port: `${i + 1}` }),
        ...(i === 0 ? {} : { place_before: `\${routeros_ip_firewall_filter.r${i - 1}.id}` }),
      },
    ]);
    const [router] = routersOf([plan({}, filter(Object.fromEntries(rules)))]);
    const ids = router?.after.enabled("/ip/firewall/filter").map(({ reference }) => reference.id) ?? [];
    expect([ids[0], ids.at(-1)]).toEqual([
      "routeros_ip_firewall_filter.r3999",
      "routeros_ip_firewall_filter.r0",
    ]);
  });

  test("holds where every other write waits for the rule, or the rule for it", () => {
    expect(claims({ old: rule({ comment: "x" }), fresh: placed })).toEqual([]);
    const last = rule({ protocol: "ospf", depends_on: ["routeros_ip_firewall_filter.fresh"] });
    expect(claims({ old: rule(), fresh: placed, last })).toEqual([]);
  });
});

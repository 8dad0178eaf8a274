import { readPlan, review } from "../../lib/plan-review";
import { Dependencies } from "../../lib/plan-review/plan/dependencies";
import type { Resources } from "../terraform";
import { articleResources, plan, planJson } from "./plans";

const changeOf = (before: Resources, resources: Resources) => {
  const [router] = review([plan(before, resources)]).routers;
  if (router === undefined) {
    throw new Error("no router");
  }
  return router.change;
};

const after = (before: Resources, resources: Resources) => changeOf(before, resources).after;

const rule = (protocol: string, more: Record<string, unknown> = {}) => ({
  chain: "forward",
  action: "accept",
  protocol,
  ...more,
});

const orderOf = (before: Resources, resources: Resources, side: "before" | "after" = "after") =>
  changeOf(before, resources)
    [side].enabled("/ip/firewall/filter")
    .map((row) => row.reference.id.split(".")[1]);

const filter = (rules: Record<string, Record<string, unknown>>): Resources => ({
  routeros_ip_firewall_filter: rules,
});

describe("rules stand", () => {
  const [a, b] = [rule("gre"), rule("ipip")];

  test("in the order in which they were made, new ones last", () => {
    expect(orderOf(filter({ b, a }), filter({ a: rule("gre"), c: rule("udp"), b: rule("ipip") }))).toEqual([
      "b",
      "a",
      "c",
    ]);
  });

  test("in the order in which Terraform makes them, and by address where it may choose", () => {
    const first = rule("udp", { depends_on: ["routeros_ip_firewall_filter.last"] });
    expect(orderOf({}, filter({ first, z: rule("gre"), last: rule("tcp") }))).toEqual(["last", "first", "z"]);
  });

  test("where place_before says", () => {
    const c = rule("udp", { place_before: "${routeros_ip_firewall_filter.a.id}" });
    expect(orderOf(filter({ b, a }), filter({ b, a, c }))).toEqual(["b", "c", "a"]);
  });

  test("as routeros_move_items puts them", () => {
    const routeros_move_items = { m: { resource_path: "/ip/firewall/filter", sequence: ["*2", "*1"] } };
    expect(orderOf(filter({ a, b }), { ...filter({ a, b }), routeros_move_items })).toEqual(["b", "a"]);
  });

  test("before the apply as they were put then", () => {
    const moved = (...sequence: string[]) => ({
      ...filter({ a, b }),
      routeros_move_items: { m: { resource_path: "/ip/firewall/filter", sequence } },
    });
    expect(orderOf(moved("*2", "*1"), moved("*1", "*2"), "before")).toEqual(["b", "a"]);
  });
});

describe("a route is a blackhole", () => {
  const isBlackhole = (values: Record<string, unknown>) =>
    after({}, { routeros_ip_route: { r: values } })
      .enabled("/ip/route")[0]
      ?.has("blackhole");

  test("where it has the flag at all, whatever its value and whether or not it has a gateway", () => {
    expect(isBlackhole({ gateway: "", blackhole: true })).toBe(true);
    expect(isBlackhole({ gateway: "", blackhole: false })).toBe(true);
    expect(isBlackhole({ gateway: "10.0.0.1", blackhole: false })).toBe(true);
    expect(isBlackhole({ gateway: "10.0.0.1" })).toBe(false);
  });
});

describe("an address list of which the plan has no entry", () => {
  const lan = (entries: Record<string, Record<string, unknown>>) => {
    const rules = {
      staff: { chain: "forward", action: "accept", src_address_list: "staff" },
      rest: { chain: "forward", action: "drop", depends_on: ["routeros_ip_firewall_filter.staff"] },
    };
    const resources = {
      ...articleResources(),
      routeros_ip_firewall_filter: rules,
      routeros_ip_firewall_addr_list: entries,
    };
    const shares = review([plan({}, resources)]).routers[0]?.shares[0]?.after;
    return { lost: shares?.lost, unknown: shares?.unknown };
  };

  test("may hold anybody", () => {
    expect(lan({})).toEqual({
      lost: 0,
      unknown: [
        {
          kind: "undecided-matcher",
          property: "src-address-list",
          value: "staff",
          row: { menu: "/ip/firewall/filter", id: "routeros_ip_firewall_filter.staff" },
        },
      ],
    });
  });

  test("and one of which it has some holds these", () => {
    const entry = (address: string) => ({ e: { list: "staff", address } });
    expect(lan(entry("192.168.0.0/24"))).toEqual({ lost: 0, unknown: [] });
    expect(lan(entry("192.168.7.0/24"))).toEqual({ lost: 1, unknown: [] });
  });
});

describe("a routing table is in the FIB", () => {
  const hasTable = (before: object | undefined, now: Record<string, unknown> | undefined) => {
    const [router] = review([
      plan(
        before === undefined ? {} : { routeros_routing_table: { t: before as Record<string, unknown> } },
        now === undefined ? {} : { routeros_routing_table: { t: now } },
      ),
    ]).routers;
    return [router?.change.before, router?.change.after].map((side) => side?.state().rib.hasTable("t"));
  };

  test("also where the provider reads the flag of a row as false", () => {
    expect(hasTable({ name: "t", fib: false }, undefined)).toEqual([true, false]);
    expect(hasTable({ name: "t", fib: false }, { name: "t", fib: true })).toEqual([true, true]);
  });

  test("also where the plan passes it over, as one of another target does", () => {
    const values = { id: "*1", name: "t", fib: false };
    const resource = {
      address: "routeros_routing_table.t",
      type: "routeros_routing_table",
      mode: "managed",
      values,
    };
    const prior_state = { values: { root_module: { resources: [resource] } } };
    const [router] = review([plan({}, {}, { prior_state })]).routers;
    expect(router?.change.after.state().rib.hasTable("t")).toBe(true);
  });

  test("and not where the configuration says so", () => {
    expect(hasTable(undefined, { name: "t", fib: false })).toEqual([false, false]);
    expect(hasTable(undefined, { name: "t" })).toEqual([false, false]);
  });
});

test("a row that Terraform only forgets stays on the router", () => {
  const before = { routeros_ip_address: { a: { address: "10.0.0.1/24", interface: "ether1" } } };
  const json = planJson(before, {}) as { resource_changes: { change: object }[] };
  const resource_changes = json.resource_changes.map((item) => ({
    ...item,
    change: { ...item.change, actions: ["forget"] },
  }));
  const report = review([readPlan(JSON.stringify({ ...json, resource_changes }), "plan.json")]);
  expect(report.routers[0]?.change.after.own.at("10.0.0.1")?.interface).toBe("ether1");
  expect(report.findings.map(({ id }) => id)).toContain("row-forgotten");
});

describe("a DHCP client", () => {
  const client = { interface: "ether1", add_default_route: "yes" };
  const routes = (values: Record<string, unknown>) =>
    after(
      {},
      { routeros_ip_dhcp_client: { c: values }, routeros_routing_table: { t: { name: "t", fib: true } } },
    )
      .state()
      .rib.statuses.filter(({ route }) => !route.connected)
      .map(({ route, active, reachability }) => [
        route.table,
        active,
        "immediate" in reachability ? reachability.immediate[0]?.address : undefined,
      ]);

  test("that has a lease makes the lease's route", () => {
    expect(routes({ ...client, address: "100.64.0.9/24", gateway: "100.64.0.1" })).toEqual([
      ["main", true, "100.64.0.1"],
    ]);
  });

  test("that has none yet makes one by a lease that stands in for it", () => {
    expect(routes(client)).toEqual([["main", true, expect.stringMatching(/^24\d\./)]]);
  });

  test("that is removed has the lease that it was refreshed with, not what the state says", () => {
    const values = { ...client, address: "100.64.0.9/24", gateway: "100.64.0.1" };
    const address = "routeros_ip_dhcp_client.c";
    const read = plan(
      { routeros_ip_dhcp_client: { c: client } },
      {},
      { prior_state: { values: { root_module: { resources: [{ address, values }] } } } },
    );
    expect(review([read]).routers[0]?.change.before.own.at("100.64.0.9")?.interface).toBe("ether1");
  });

  test("makes one in each of its tables, and none where it is told so", () => {
    const tables = { ...client, default_route_tables: ["main:1", "t:1"] };
    expect(routes(tables).map(([table]) => table)).toEqual(["main", "t"]);
    expect(routes({ ...tables, add_default_route: "no" })).toEqual([]);
    expect(routes({ ...client, disabled: true })).toEqual([]);
  });
});

test("an interface that leads out, itself or to the host that a default route asks, has an address from its ISP", () => {
  const portsOf = (routes: Record<string, Record<string, unknown>>) =>
    after({}, { routeros_ip_route: routes })
      .state()
      .addresses.own.map((own) => own.interface);
  expect(portsOf({ d: { gateway: "lte1" } })).toEqual(["lte1"]);
  const target = { c: { dst_address: "9.9.9.9/32", gateway: "lte1", scope: 10 } };
  expect(portsOf({ ...target, d: { gateway: "9.9.9.9", target_scope: 11 } })).toEqual(["lte1"]);
  expect(portsOf(target)).toEqual([]);
});

test("a block waits for all that those it names wait for", () => {
  const on = (name: string) => ({ protocol: "tcp", depends_on: [`routeros_ip_firewall_filter.${name}`] });
  const read = plan({}, filter({ a: rule("gre"), b: on("a"), c: on("b") }));
  const dependencies = new Dependencies(read);
  const name = (id: string) => `routeros_ip_firewall_filter.${id}`;
  expect(dependencies.waitsFor(name("c"), name("a"))).toBe(true);
  expect(dependencies.waitsFor(name("a"), name("c"))).toBe(false);
});

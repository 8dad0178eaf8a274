import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fields } from "../../lib/state/fields";
import { matchRows } from "../../lib/state/matching";
import { remediesOf } from "../../lib/state/remedies";
import { readStack, type StackResource } from "../../lib/state/stack";
import { findingsOf } from "../../lib/state/state-findings";

/** What the router holds after the first apply of the site in `plans/site.ts`, as the stack says it. */
const HELD: Readonly<Record<string, Fields>> = {
  "routeros_interface_bridge.lan": { name: "lan" },
  "routeros_interface_pppoe_client.dsl": { name: "dsl", interface: "ether1", user: "customer" },
  "routeros_ip_address.lan": {
    address: "10.78.0.1/24",
    interface: "lan",
    comment: "site/lan/2",
    disabled: "no",
  },
  "routeros_ip_dns.resolver": { servers: "9.9.9.9,1.1.1.1" },
  "routeros_ip_firewall_addr_list.operators": { list: "operators", address: "10.99.0.0/24" },
  "routeros_ip_firewall_filter.operators": {
    chain: "input",
    action: "accept",
    "src-address-list": "operators",
    comment: "${literal}",
  },
  "routeros_routing_table.uplink": { name: "to_ether1", fib: "" },
};

const WAITING: Readonly<Record<string, Fields>> = {
  "routeros_ip_route.uplink": {
    "dst-address": "0.0.0.0/0",
    gateway: "10.78.0.254",
    "routing-table": "to_ether1",
    "check-gateway": "ping",
  },
};

describe.each(
  ["terraform", "opentofu"].flatMap((tool) => ["json", "hcl"].map((syntax) => [tool, syntax] as const)),
)("a plan of %s for a configuration in %s", (tool, syntax) => {
  const text = readFileSync(join(__dirname, "plans", `${tool}-${syntax}.plan.json`), "utf8");
  const stack = readStack(JSON.parse(text), "routeros");
  const rowOf = ({ address, id = "" }: StackResource): Fields => ({ ".id": id, ...HELD[address] });
  const held = stack.resources.filter(({ id }) => id !== undefined);
  const rows = new Map(held.map((resource) => [resource.menu.path, [rowOf(resource)]]));

  test("says what its tokens stand for", () => {
    expect(Object.fromEntries(held.map(({ address, stored }) => [address, stored]))).toEqual({
      ...HELD,
      // A resource that leaves the configuration is all that the state holds of it.
      "routeros_interface_pppoe_client.dsl": expect.objectContaining(
        HELD["routeros_interface_pppoe_client.dsl"],
      ),
    });
    const waiting = stack.resources.filter(({ id }) => id === undefined);
    expect(Object.fromEntries(waiting.map(({ address, configured }) => [address, configured]))).toEqual(
      WAITING,
    );
  });

  test("shows no secret of a resource that leaves", () => {
    expect(text).toContain("hush");
    expect(JSON.stringify(stack)).not.toContain("hush");
  });

  test("finds nothing on a router that holds what it says, and what is taken off", () => {
    const others = {
      ...stack,
      resources: stack.resources.filter(({ address }) => !address.endsWith(".dsl")),
    };
    expect(findingsOf(others, rows).all).toEqual([]);
    const rule = rows.get("/ip/firewall/filter")?.[0] ?? {};
    const { "src-address-list": _, ...bare } = rule;
    const changed = new Map(rows).set("/ip/firewall/filter", [bare]);
    expect(remediesOf(findingsOf(others, changed))).toMatchObject([
      { kind: "write", fields: { "src-address-list": "operators" } },
    ]);
  });

  test("is matched to rows that hold what it says", () => {
    const route = { ".id": "*80000001", ...WAITING["routeros_ip_route.uplink"] };
    const [match] = matchRows(stack, new Map([["/ip/route", [route]]]));
    expect(match).toMatchObject({ kind: "row", row: { ".id": "*80000001" }, differences: [] });
  });
});

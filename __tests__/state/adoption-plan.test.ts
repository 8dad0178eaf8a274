import { adoptionPlanOf } from "../../lib/state/adoption-plan";

const change = (type: string, actions: string[], before: object | null, after: object | null) => ({
  address: `${type}.it`,
  mode: "managed",
  type,
  name: "it",
  change: {
    actions,
    before: before as never,
    after: after as never,
    after_unknown: {},
    after_sensitive: {},
    ...(before === null ? {} : { importing: { id: "*1" } }),
  },
});

test("to write a comment, and what went without saying, is no change", () => {
  const before = { action: "mark-routing", comment: null, disabled: null, log: null, passthrough: null };
  const after = {
    action: "mark-routing",
    comment: "gateway/wlan1/mark-routing",
    disabled: false,
    log: false,
    passthrough: true,
    address_list_timeout: "none-dynamic",
  };
  expect(
    adoptionPlanOf({
      resource_changes: [
        change("routeros_ip_firewall_mangle", ["update"], before, after),
        change("routeros_ip_dns", ["create"], null, { servers: ["9.9.9.9"] }),
      ],
    }),
  ).toEqual({ imports: 1, creates: 1, furtherChanges: [] });
});

test("a field that would mean something else is a surprise, and a row made anew the more so", () => {
  const route = { dst_address: "0.0.0.0/0", gateway: "10.0.0.1", check_gateway: null };
  expect(
    adoptionPlanOf({
      resource_changes: [
        change("routeros_ip_route", ["update"], route, { ...route, check_gateway: "ping" }),
        change("routeros_routing_table", ["delete", "create"], { fib: false }, { fib: true }),
      ],
    }).furtherChanges,
  ).toEqual([
    { address: "routeros_ip_route.it", fields: ["check-gateway"], replaces: false },
    { address: "routeros_routing_table.it", fields: ["fib"], replaces: true },
  ]);
});

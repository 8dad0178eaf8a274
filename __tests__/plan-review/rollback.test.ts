import { review } from "../../lib/plan-review";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";

const rollback = (...[before, after]: Parameters<typeof plan>) =>
  review([plan(before, after)]).routers[0]?.rollback ?? { steps: [], remains: [] };

test("what a plan makes is removed, and leaves nothing behind but connections", () => {
  expect(rollback(articleResources(2), articleResources(3))).toEqual({
    steps: ["7 rows are deleted."],
    remains: ["Connections that the apply moved or broke move or break again."],
  });
});

test("what it removes comes back with new ids, and rules come last", () => {
  const { steps, remains } = rollback(articleResources(3), articleResources(2));
  expect(steps).toEqual(["7 rows are created again."]);
  expect(remains[0]).toBe("Rows that are created again get new ids, and their counters start at zero.");
  expect(remains[1]).toBe(
    "Rules that are created again end up last in their menu: routeros_ip_firewall_nat.wlan3, routeros_ip_firewall_mangle.wlan3_input and routeros_ip_firewall_mangle.wlan3_output.",
  );
});

test("what it changes is set back", () => {
  const other = changed({ routeros_ip_route: { wlan1_default: { distance: 2 } } });
  expect(rollback(articleResources(), other).steps).toEqual(["1 row gets its earlier values back."]);
});

test("settings of the device do not go back to what stood there before Terraform", () => {
  const { remains } = rollback({}, { routeros_ip_dns: { dns: { servers: ["9.9.9.9"] } } });
  expect(remains[0]).toContain("not those that the router had before it: routeros_ip_dns.dns");
});

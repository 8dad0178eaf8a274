import { review } from "../../lib/plan-review";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";

const rollback = (...[before, after]: Parameters<typeof plan>) =>
  review([plan(before, after)]).routers[0]?.rollback ?? { steps: [], remains: [] };

test("what a plan makes is removed, and leaves nothing behind but connections", () => {
  expect(rollback(articleResources(2), articleResources(3))).toEqual({
    steps: ["7 rows are removed."],
    remains: ["Connections that the apply has moved or broken move or break once more."],
  });
});

test("what it removes comes back with new ids, and rules come last", () => {
  const { steps, remains } = rollback(articleResources(3), articleResources(2));
  expect(steps).toEqual(["7 rows are made again."]);
  expect(remains[0]).toBe("Rows that are made again get new ids, and their counters start at zero.");
  expect(remains[1]).toBe(
    "3 rows made again come last in the menu, wherever they stood: routeros_ip_firewall_nat.wlan3, routeros_ip_firewall_mangle.wlan3_input, routeros_ip_firewall_mangle.wlan3_output.",
  );
});

test("what it changes is set back", () => {
  const other = changed({ routeros_ip_route: { wlan1_default: { distance: 2 } } });
  expect(rollback(articleResources(), other).steps).toEqual(["1 row is set back."]);
});

test("settings of the device do not go back to what stood there before Terraform", () => {
  const { remains } = rollback({}, { routeros_ip_dns: { dns: { servers: ["9.9.9.9"] } } });
  expect(remains[0]).toContain("not those from before it: routeros_ip_dns.dns");
});

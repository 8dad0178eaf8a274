import { hasNewFindings, review } from "../../lib/plan-review";
import { changed, findingsIn, findingsOfChange, found, of } from "./findings-in";
import { articleResources, LATER, plan } from "./plans";

const KINDS = [
  "gateway-list",
  "gateway-own-address",
  "gateway-outside-subnet",
  "gateway-shared",
  "gateway-repeated",
  "policy-route-unchecked",
  "main-route-unchecked",
  "table-duplicate",
  "address-duplicate",
  "distance-collision",
] as const;

test("the article's gateway has no fault in its gateways", () => {
  expect(found(articleResources(3), KINDS)).toEqual([]);
});

const route = (name: string, values: Record<string, unknown>) =>
  changed({ routeros_ip_route: { [name]: values } });

test.each([
  ["a list of gateways", route("wlan1_default", { gateway: "10.112.0.1,10.111.0.1" }), "gateway-list"],
  ["the router's own address", route("wlan1_default", { gateway: "10.112.0.2" }), "gateway-own-address"],
  ["an address of no network", route("wlan1_default", { gateway: "10.113.0.1" }), "gateway-outside-subnet"],
] as const)("%s as a gateway", (_, resources, id) => {
  expect(found(resources, id)).toEqual(["fail error ip_route.wlan1_default"]);
});

test("a loopback address as a gateway is the router's own, although no row gives it", () => {
  const [finding] = of(findingsIn(route("wlan1_default", { gateway: "127.0.0.1" })), "gateway-own-address");
  expect(finding).toMatchObject({
    severity: "error",
    verdict: "fail",
    resources: ["routeros_ip_route.wlan1_default"],
    message: "gateway=127.0.0.1 is the router's own loopback address, so the route is never active.",
  });
});

test("a gateway whose network may come with a lease leaves it open", () => {
  const lease = { interface: "ether9", add_default_route: "no" };
  const resources = {
    ...route("wlan1_default", { gateway: "10.113.0.1" }),
    routeros_ip_dhcp_client: { lease },
  };
  expect(found(resources, "gateway-outside-subnet")).toEqual(["unknown note ip_route.wlan1_default"]);
  expect(unknownShares(resources)).toEqual(["LAN Local", "the router"]);
});

test("a gateway may be behind a tunnel without an address, or behind a route that a lease script adds", () => {
  const outside = route("wlan1_default", { gateway: "10.113.0.1" });
  const tunnel = { ...outside, routeros_interface_wireguard: { wg: { name: "wg0" } } };
  expect(unknownShares(tunnel)).toEqual(["LAN Local", "the router"]);
  const bound = { interface: "ether9", add_default_route: "no", address: "10.9.0.2/24", gateway: "10.9.0.1" };
  const client = (values: object) => ({
    ...outside,
    routeros_ip_dhcp_client: { isp: { ...bound, ...values } },
  });
  expect(unknownShares(client({ script: "/ip/route/add gateway=$x" }))).toEqual(["LAN Local", "the router"]);
  expect(unknownShares(client({ script: "/log/info bound" }))).toEqual([]);
});

test("a gateway in doubt makes no difference to a route that is nearer", () => {
  const backup = { gateway: "10.113.0.1", distance: 2 };
  const lease = { interface: "ether9", add_default_route: "no" };
  const resources = {
    ...changed({ routeros_ip_route: { backup } }),
    routeros_ip_dhcp_client: { lease },
  };
  expect(unknownShares(resources)).toEqual([]);
});

/** The origins of which it is unknown where their connections go. */
function unknownShares(resources: Parameters<typeof findingsIn>[0]): readonly string[] {
  return of(findingsIn(resources), "distribution-change")
    .filter(({ verdict }) => verdict === "unknown")
    .map(({ subject }) => subject);
}

test("a gateway that is known only later is no fault", () => {
  expect(found(route("wlan1_default", { gateway: LATER }), KINDS)).toEqual([]);
});

test("a gateway in the networks of two interfaces", () => {
  const twin = { address: "10.112.0.3/24", interface: "wlan9" };
  const [finding] = of(findingsIn(changed({ routeros_ip_address: { twin } })), "gateway-shared");
  expect(finding).toMatchObject({ severity: "error", verdict: "fail" });
  expect(finding?.remediation).toBe("Write 10.112.0.1%wlan1 and 10.112.0.1%wlan9.");
});

test("the article's way to weight, by naming a gateway again, is open on RouterOS 7", () => {
  const again = changed({ routeros_ip_route: { again: { gateway: "10.112.0.1", check_gateway: "ping" } } });
  expect(found(again, "gateway-repeated")).toEqual(["unknown warning ip_route.wlan1_default"]);
});

test("a policy route without the check of its main route, and the reverse", () => {
  const none = { check_gateway: "none" };
  expect(found(route("wlan1_policy", none), "policy-route-unchecked")).toEqual([
    "fail error ip_route.wlan1_policy",
  ]);
  expect(found(route("wlan1_default", none), "main-route-unchecked")).toEqual([
    "fail error ip_route.wlan1_default",
  ]);
});

test("a gateway that nobody checks is said once, and not as a fault of one route", () => {
  const none = { check_gateway: "none" };
  const resources = changed({
    routeros_ip_route: { wlan1_policy: none, wlan1_default: none, wlan2_policy: none, wlan2_default: none },
  });
  expect(found(resources, "policy-route-unchecked")).toEqual([]);
  expect(found(resources, "health-unchecked")).toEqual(["fail warning ip_route.wlan1_default"]);
});

test("where no default route of main is checked, an unchecked policy route of another gateway is no fault of its own", () => {
  const none = { check_gateway: "none" };
  const resources = changed({
    routeros_ip_route: { wlan1_default: null, wlan1_policy: none, wlan2_default: none, wlan2_policy: none },
  });
  expect(found(resources, "policy-route-unchecked")).toEqual([]);
  const checkedElsewhere = changed({
    routeros_ip_route: { wlan1_default: null, wlan1_policy: none, wlan2_default: none },
  });
  expect(found(checkedElsewhere, "policy-route-unchecked")).toEqual([]);
});

test("rows that the router refuses because it has one like them", () => {
  const table = { name: "to_wlan1", fib: true };
  expect(found(changed({ routeros_routing_table: { table } }), "table-duplicate")).toEqual([
    "fail error routing_table.wlan1",
  ]);
  const address = { address: "10.112.0.2/24", interface: "wlan9" };
  expect(found(changed({ routeros_ip_address: { address } }), "address-duplicate")).toEqual([
    "fail error ip_address.wlan1",
  ]);
});

test("default routes of two gateways that share the traffic between them", () => {
  const of2 = (owner: string) => ({ comment: `${owner}/wlan1/default-route` });
  const resources = changed({
    routeros_ip_route: { wlan1_default: of2("gateway"), wlan2_default: of2("other") },
  });
  const [finding] = of(findingsIn(resources), "distance-collision");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain(
    "of 2 owners (gateway, other) are in table main with the same distance 1",
  );
});

test("what a plan mends is told apart from what it leaves and what it brings", () => {
  const bad = route("wlan1_policy", { check_gateway: "none" });
  const worse = changed({
    routeros_ip_route: { wlan1_policy: { check_gateway: "none" }, wlan2_policy: { check_gateway: "none" } },
  });
  const since = (findings: ReturnType<typeof findingsIn>) =>
    of(findings, "policy-route-unchecked").map((finding) => `${finding.subject} ${finding.since}`);
  expect(since(findingsOfChange(bad, articleResources()))).toEqual(["10.112.0.1 resolved"]);
  expect(hasNewFindings(review([plan(bad, articleResources())]), "error")).toBe(false);
  expect(since(findingsOfChange(bad, worse))).toEqual(["10.111.0.1 new", "10.112.0.1 existing"]);
});

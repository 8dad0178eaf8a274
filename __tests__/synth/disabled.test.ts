import { Wan } from "../../lib";
import { article, resourcesOf, synthesizeGateway, wlan1, wlan2 } from "./synthesize";

/** The comments of the rows that do something, or that do nothing. */
function comments(props: Parameters<typeof synthesizeGateway>[0], disabled: boolean): unknown[] {
  return Object.values(resourcesOf(synthesizeGateway(props)))
    .filter((resource) => resource["disabled"] === disabled)
    .map(({ comment }) => comment)
    .sort();
}

const oneOff = { wans: [Wan.static({ ...wlan1, disabled: true }), Wan.static(wlan2)] };

test("a disabled WAN keeps its rows, of which none but its table and masquerade is enabled; the others live", () => {
  expect(comments(oneOff, true)).toEqual([
    "gateway/wlan1/address",
    "gateway/wlan1/default-route",
    "gateway/wlan1/mark-connection",
    "gateway/wlan1/mark-routing",
    "gateway/wlan1/policy-route",
  ]);
  expect(comments(oneOff, false)).toContain("gateway/wlan1/masquerade");
  expect(comments(oneOff, false)).toContain("gateway/wlan1/routing-table");
  expect(comments(oneOff, false)).toHaveLength(8 + 2);
});

test("a pin on a disabled WAN does what it does while its WAN is down", () => {
  const pin = { name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: "block" as never };
  const pinned = { ...oneOff, policies: [pin] };
  expect(comments(pinned, true)).toContain("gateway/wlan1/pin:203.0.113.80");
  expect(comments(pinned, false)).toContain("gateway/wlan1/pin-blackhole:203.0.113.80");
});

test("a disabled gateway keeps its LAN addresses, and what does nothing without a route", () => {
  const all = {
    ...article,
    disabled: true,
    dns: { staticRecords: [{ name: "portal", address: "203.0.113.80" }] },
    policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
  };
  const kept = ["wlan1", "wlan2"].flatMap((wan) => [`${wan}/masquerade`, `${wan}/routing-table`]);
  expect(comments(all, false)).toEqual(["Local/address", ...kept].map((role) => `gateway/${role}`).sort());
  expect(comments(all, true)).toHaveLength(2 * 5 + 2);

  const ownTable = { ...article, disabled: true, routingTable: "office" };
  expect(comments(ownTable, false)).toContain("gateway/settings/routing-table");
  expect(comments(ownTable, true)).toContain("gateway/Local/routing-rule");
});

test.each([
  ["disabled", { disabled: "yes" as never }],
  [
    'wans[0].disabled ("wlan1")',
    { wans: [Wan.static({ ...wlan1, disabled: "yes" as never }), Wan.static(wlan2)] },
  ],
])("%s that is no boolean is refused", (prop, props) => {
  expect(() => synthesizeGateway(props)).toThrow(`${prop}: must be true or false, got "yes"`);
});

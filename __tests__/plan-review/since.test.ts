import { hasExistingFindings, hasNewFindings, review, verdictLine } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";

const reviewOf = (before: Resources, after: Resources) => review([plan(before, after)]);

/** The findings of an id and their history: `error existing`. */
const histories = (id: string, before: Resources, after: Resources): readonly string[] =>
  reviewOf(before, after)
    .findings.filter((finding) => finding.id === id)
    .map(({ severity, since }) => `${severity} ${since}`);

const withoutMasquerade = changed({ routeros_ip_firewall_nat: { wlan2: null } });

test.each([
  ["a fault that the plan causes", articleResources(), withoutMasquerade, ["error new"]],
  ["a fault that stays", withoutMasquerade, withoutMasquerade, ["error existing"]],
  ["a fault that goes", withoutMasquerade, articleResources(), ["error resolved"]],
])("%s", (_, before, after, expected) => {
  expect(histories("wan-unmasqueraded", before, after)).toEqual(expected);
});

test("an open question that becomes a fault is a finding that the plan makes worse", () => {
  const asked = { ...articleResources(), routeros_ip_dns: { dns: { allow_remote_requests: true } } };
  const open = {
    ...asked,
    routeros_ip_firewall_filter: { all: { chain: "input", action: "accept" } },
  };
  expect(histories("open-resolver", asked, open)).toEqual(["error worse"]);
  expect(hasNewFindings(reviewOf(asked, open), "error")).toBe(true);
  expect(histories("open-resolver", open, asked)).toEqual(["warning existing"]);
});

/** Both policy routes without a check, and the default routes: a failure loses a part of the connections. */
const unchecked = (share: "half" | "none"): Resources =>
  changed({
    routeros_ip_route: {
      wlan1_default: share === "half" ? { check_gateway: "none" } : {},
      wlan2_default: share === "half" ? { check_gateway: "none" } : {},
    },
  });

test("traffic that a failure loses before and after is an existing finding", () => {
  expect(histories("failure-loses-traffic", unchecked("none"), unchecked("half"))).toEqual([
    "error new",
    "error new",
  ]);
  expect(histories("failure-loses-traffic", unchecked("half"), unchecked("half"))).toEqual([
    "warning existing",
    "warning existing",
  ]);
});

test("a destination of new connections that was unknown before is an existing finding", () => {
  const unknown = articleResources(2, {
    routeros_ip_firewall_mangle: {
      by_login: {
        chain: "prerouting",
        hotspot: "auth",
        action: "mark-routing",
        new_routing_mark: "to_wlan1",
      },
    },
  });
  const news = histories("distribution-change", articleResources(), unknown);
  expect(new Set(news)).toEqual(new Set(["warning new"]));
  expect(new Set(histories("distribution-change", unknown, unknown))).toEqual(new Set(["warning existing"]));
});

test("the verdict counts what the plan brings, and says what the network has already", () => {
  const renamed = (resources: Resources): Resources => ({
    ...resources,
    routeros_ip_dns_record: { nas: { name: "nas.example", address: "192.168.0.5" } },
  });
  const report = reviewOf(withoutMasquerade, renamed(withoutMasquerade));
  expect(verdictLine(report)).toBe(
    "This plan changes the network. No new problems found in 1 LAN, 2 WANs and 1 change. The network already has 1 error.",
  );
  expect([hasNewFindings(report, "warning"), hasExistingFindings(report, "error")]).toEqual([false, true]);
});

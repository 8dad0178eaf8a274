import { changed, findingsIn, of } from "./findings-in";

/** Marks connections that a LAN opens by what a hash says, and their routing by their mark. */
const classifier = (routing: Readonly<Record<string, unknown>>) =>
  changed({
    routeros_ip_firewall_mangle: Object.fromEntries(
      [0, 1].flatMap((remainder) => {
        const wan = `wlan${remainder + 1}`;
        const connection = { chain: "prerouting", connection_mark: "no-mark", in_interface: "Local" };
        return [
          [
            `mark_${wan}`,
            {
              ...connection,
              action: "mark-connection",
              dst_address_type: "!local",
              per_connection_classifier: `both-addresses:2/${remainder}`,
              new_connection_mark: `${wan}_conn`,
            },
          ],
          [
            `route_${wan}`,
            {
              chain: "prerouting",
              action: "mark-routing",
              connection_mark: `${wan}_conn`,
              new_routing_mark: `to_${wan}`,
              ...routing,
            },
          ],
        ];
      }),
    ),
  });

test("rules that mark routing by connection mark alone also take the answers of the Internet", () => {
  const findings = of(findingsIn(classifier({})), "answer-path");
  expect(findings.map(({ severity, subject, resources }) => [severity, subject, resources[0]])).toEqual([
    ["error", "wlan1", "routeros_ip_firewall_mangle.route_wlan1"],
    ["error", "wlan2", "routeros_ip_firewall_mangle.route_wlan2"],
  ]);
});

test("those that look at packets of the LAN leave answers alone", () => {
  expect(of(findingsIn(classifier({ in_interface: "Local" })), "answer-path")).toEqual([]);
});

test("answers by a WAN that only takes over are followed too", () => {
  const resources = changed({
    routeros_ip_route: { wlan2_default: { distance: 2 } },
    routeros_routing_rule: {
      back: { interface: "wlan2", dst_address: "192.168.0.0/24", action: "lookup", table: "to_wlan2" },
    },
  });
  const [lost, ...others] = of(findingsIn(resources), "answer-path");
  expect(others).toEqual([]);
  expect([lost?.subject, lost?.message]).toEqual([
    "wlan2",
    "When wlan1 is down, answers to all connections from LAN Local come in by wlan2 and do not get back to the host: wlan2 via 10.111.0.1.",
  ]);
});

test("a backup that nothing uses yet is a warning of rp-filter, and one that is published on an error", () => {
  const settings = { routeros_ip_settings: { settings: { rp_filter: "strict" } } };
  const backup = { routeros_ip_route: { wlan2_default: { distance: 2 } } };
  const unmarked = { routeros_ip_firewall_mangle: { wlan2_input: null, wlan2_output: null } };
  const severities = (...changes: readonly Parameters<typeof changed>[0][]) =>
    of(findingsIn(changed(Object.assign({}, ...changes))), "rp-filter-strict").map(
      ({ severity, subject }) => [severity, subject],
    );
  expect(severities(settings)).toEqual([]);
  expect(severities(settings, backup)).toEqual([["error", "wlan2"]]);
  expect(severities(settings, backup, unmarked)).toEqual([["warning", "wlan2"]]);
});

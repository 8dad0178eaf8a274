import { formatJson, formatMarkdown, readFlowAssertions, review } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { changed, found, of } from "./findings-in";
import { articleResources, plan } from "./plans";

/** The article's gateway with comments as a gateway writes them: its WANs are called fibre and lte. */
function named(wanCount = 2): Resources {
  const comment = (text: string) => ({ comment: `site/a/${text}` });
  return changed(
    {
      routeros_ip_firewall_nat: { wlan1: comment("fibre/masquerade"), wlan2: comment("lte/masquerade") },
      routeros_ip_route: { wlan1_default: comment("fibre/default-route") },
    },
    wanCount,
  );
}

test("a report calls a WAN by its name and its interface", () => {
  const report = review([plan(named(2), named(3))]);
  expect(formatMarkdown(report)).toContain(
    "fibre (wlan1) 1/2 → 1/3, lte (wlan2) 1/2 → 1/3, wlan3 none → 1/3",
  );
  expect(JSON.parse(formatJson(report)).routers[0].wans).toEqual([
    { interface: "wlan1", name: "fibre" },
    { interface: "wlan2", name: "lte" },
    { interface: "wlan3" },
  ]);
  // Subjects stay interfaces, so that a finding keeps its identity when a WAN is renamed.
  expect(of(report.findings, "reply-path").map(({ subject }) => subject)).toEqual([
    "wlan3",
    "wlan1",
    "wlan2",
  ]);
});

test("a comment that no gateway wrote names nothing", () => {
  const noted = changed({ routeros_ip_firewall_nat: { wlan1: { comment: "ask Jo/before/a change" } } });
  expect(formatMarkdown(review([plan({}, noted)]))).toContain("wlan1 1/2, wlan2 1/2");
});

test.each(["fibre", "wlan1"])("a flow assertion understands %s", (wan) => {
  const other = wan === "fibre" ? "lte" : "wlan2";
  const text = `assertions:
  - name: out
    from: 192.168.0.9
    to: 198.51.100.1
    down: ${other}
    expect: { wan: ${wan} }
  - name: in
    from: 203.0.113.7
    to: 10.112.0.2
    port: 22
    in: ${wan}
    expect: { reply: [${wan}] }
`;
  const flowAssertions = readFlowAssertions(text);
  expect(found(named(), "flow-assertion", { flowAssertions })).toEqual(["pass note", "pass note"]);
});

test("a WAN that does not exist is answered with the names of those that do", () => {
  const flowAssertions = readFlowAssertions(
    "assertions:\n  - { name: q, from: router, to: 198.51.100.1, down: dsl, expect: { wan: fibre } }\n",
  );
  const report = review([plan({}, named())], { flowAssertions });
  expect(of(report.findings, "flow-assertion")[0]?.message).toBe(
    'q: "dsl" under down is not a WAN of this router; its WANs are: fibre (wlan1), lte (wlan2).',
  );
});

test("articles without comments keep their interfaces", () => {
  expect(formatMarkdown(review([plan({}, articleResources())]))).not.toContain("(wlan1)");
});

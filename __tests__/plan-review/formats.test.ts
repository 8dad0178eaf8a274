import fc from "fast-check";
import {
  COMMENT_LIMIT,
  COMMENT_ROOM,
  FINDINGS,
  formatJson,
  formatMarkdown,
  formatRsc,
  formatSarif,
  PlanError,
  type Report,
  readPlan,
  review,
  verdictLine,
} from "../../lib/plan-review";
import { anyText } from "../hidden";
import type { Resources } from "../terraform";
import { runs } from "../tier";
import { changed } from "./findings-in";
import { articleResources, LATER, plan, planJson } from "./plans";

const SEED = 20130112; // the article's day

const FORMATS = {
  rsc: formatRsc,
  markdown: formatMarkdown,
  json: formatJson,
  sarif: formatSarif,
};

const report = (before: Resources, after: Resources): Report => review([plan(before, after)]);

const faulty = report(
  articleResources(2),
  changed({ routeros_ip_route: { wlan2_policy: { gateway: "10.112.0.1" } } }, 3),
);

test("the first line counts what stands on the routers", () => {
  const standing = (resources: Resources): string => verdictLine(report(resources, resources));
  const one = changed({ routeros_ip_firewall_nat: { wlan2: null } });
  expect(standing(one)).toBe(
    "This plan changes nothing. The network already has 1 error. The JSON report lists them.",
  );
  const two = changed({
    routeros_ip_firewall_nat: { wlan2: null },
    routeros_ip_firewall_mangle: { wlan1_output: { disabled: true } },
  });
  expect(standing(two)).toBe(
    "This plan changes nothing. The network already has 3 errors and 1 warning. The JSON report lists them.",
  );
});

test("a plan without changes is one line of Markdown, whatever the router has", () => {
  const bad = changed({ routeros_ip_firewall_nat: { wlan2: null } });
  expect(formatMarkdown(report(bad, bad)).trim().split("\n")).toHaveLength(1);
});

describe("the Markdown report", () => {
  const many = Object.fromEntries(
    Array.from({ length: 3000 }, (_, i) => [
      `r${i}`,
      i === 0
        ? { chain: "forward", action: "drop", src_address: "172.16.0.0/12" }
        : {
            chain: "forward",
            action: "accept",
            src_address: "172.16.0.0/12",
            protocol: "tcp",
            dst_port: String(i),
          },
    ]),
  );
  const large = formatMarkdown(report({}, { ...articleResources(3), routeros_ip_firewall_filter: many }));

  test("says what a person with one minute needs, in that order", () => {
    const parts = [
      "## This plan",
      "- New connections from",
      "| New connections from |",
      "while a WAN is down",
      "```mermaid",
      "### Errors",
      "<details>",
    ];
    const places = parts.map((part) => formatMarkdown(faulty).indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test("fits a comment with room for a pipeline's words however large the plan, and says what it leaves out", () => {
    expect(large.length).toBeLessThanOrEqual(COMMENT_LIMIT - COMMENT_ROOM);
    expect(large.length).toBeGreaterThan(COMMENT_LIMIT / 2);
    expect(/\d{4} more are left out here\./.test(large)).toBe(true);
    expect(large.includes("| LAN Local | wlan1 1/3, wlan2 1/3, wlan3 1/3 |")).toBe(true);
  });

  test("says of each finding which router it is about, where there are several", () => {
    const [site, branch] = ["site.json", "branch.json"].map((name, i) =>
      readPlan(JSON.stringify(planJson(articleResources(2 + i), articleResources(3))), name),
    );
    const items = formatMarkdown(review([site, branch].flatMap((each) => each ?? [])))
      .split("\n")
      .filter((line) => line.startsWith("- **"));
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter((item) => !/^- \*\*[\w-]+\*\* on (site|branch)\.json/.test(item))).toEqual([]);
  });

  test("fits for many routers too", () => {
    const count = runs(12, 60);
    const plans = Array.from({ length: count }, () => plan(articleResources(2), articleResources(3)));
    const text = formatMarkdown(review(plans));
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text).toContain(`${count - 10} more routers`);
  });

  test.each([
    ["a small plan", formatMarkdown(faulty)],
    ["a large one", large],
  ])("closes what it opens, for %s", (_, text) => {
    const count = (part: string) => text.split(part).length - 1;
    expect(count("<details>")).toBe(count("</details>"));
    expect(count("```") % 2).toBe(0);
  });

  test("shows names as they are, whatever they hold", () => {
    const name = "<b>|`@team`|</b>";
    const text = formatMarkdown(report({}, changed({ routeros_ip_address: { Local: { interface: name } } })));
    // Within a fence everything is shown as it is.
    const prose = text.replace(/^```.*?^```$/gms, "");
    expect(prose).not.toContain("<b>");
    expect(prose).not.toContain("@team");
    // Two columns and their borders in each row of a table, besides those that are escaped.
    const rows = text.split("\n").filter((line) => line.startsWith("| LAN"));
    expect(rows.map((line) => line.replaceAll("\\|", "").split("|").length)).toEqual([4]);
  });

  const lines = (made: Report): readonly string[] =>
    formatMarkdown(made).split("**Traffic**\n\n")[1]?.split("\n\n")[0]?.split("\n") ?? [];

  test.each([
    [
      "a third WAN",
      articleResources(2),
      articleResources(3),
      [
        "- New connections from LAN Local and the router are distributed differently: wlan1 1/2 → 1/3, wlan2 1/2 → 1/3, wlan3 none → 1/3.",
        "- At least 1/3 of the open connections from LAN Local and the router move, which breaks TCP connections.",
      ],
    ],
    [
      "one WAN less",
      articleResources(2),
      articleResources(1),
      [
        "- New connections from LAN Local and the router are distributed differently: wlan1 1/2 → all, wlan2 1/2 → none.",
        "- At least 1/2 of the open connections from LAN Local and the router move, which breaks TCP connections.",
      ],
    ],
    [
      "another comment",
      articleResources(2),
      changed({ routeros_ip_route: { wlan1_default: { comment: "x" } } }),
      ["- New connections are distributed as before."],
    ],
    [
      "the first apply",
      {},
      articleResources(2),
      ["- New connections from LAN Local and the router leave by wlan1 1/2, wlan2 1/2."],
    ],
    [
      "a destroy",
      articleResources(2),
      {},
      ["- New connections from LAN Local and the router are lost (no route)."],
    ],
    [
      "a gateway known later",
      articleResources(2),
      changed({ routeros_ip_route: { wlan1_default: { gateway: LATER } } }),
      [
        expect.stringMatching(
          /^- It is unknown where new connections from LAN Local and the router go: .+\.$/,
        ),
      ],
    ],
    [
      "rows beside the gateway's",
      {},
      { routeros_ip_dns_record: { printer: { name: "printer.lan", address: "192.168.0.7", type: "A" } } },
      ["- The plan has no default route, so the report says nothing about where connections leave."],
    ],
  ])("says what changes for traffic in a line or two: %s", (_, before, after, said) => {
    expect(lines(report(before, after))).toEqual(said);
  });

  test("compares line by line, and with nothing where there was nothing", () => {
    const rows = (made: Report) =>
      formatMarkdown(made)
        .split("\n")
        .filter((line) => /^\| (LAN|wlan|New|WAN)/.test(line));
    expect(rows(report(articleResources(2), articleResources(3))).slice(0, 4)).toEqual([
      "| New connections from | Before | After |",
      "| LAN Local | wlan1 1/2, wlan2 1/2 | wlan1 1/3, wlan2 1/3, wlan3 1/3 |",
      "| WAN down | Before | After |",
      "| wlan1 | wlan2 all | wlan2 1/2, wlan3 1/2 |",
    ]);
    expect(rows(report({}, articleResources(2)))).toEqual([
      "| New connections from | Leave by |",
      "| LAN Local | wlan1 1/2, wlan2 1/2 |",
      "| WAN down | Leave by |",
      "| wlan1 | wlan2 all |",
      "| wlan2 | wlan1 all |",
    ]);
  });

  test("keeps many WANs short, and their failures folded", () => {
    const parts = formatMarkdown(report({}, articleResources(12))).split("\n\n");
    expect(parts.find((part) => part.startsWith("| New"))).toContain("| LAN Local | 12 WANs 1/12 each |");
    const at = parts.findIndex((part) =>
      part.startsWith("<details><summary>New connections from LAN Local while a WAN is down"),
    );
    expect(parts[at + 1]?.split("\n")).toHaveLength(2 + 12);
    expect(parts[at + 2]).toBe("</details>");
  });

  test("names a verdict only where it is not what a reader expects of a finding", () => {
    const text = formatMarkdown(faulty);
    expect(text).toContain("- **table-leads-elsewhere**: ");
    expect(text).toMatch(/^- \*\*reply-path\*\* \(pass(, existing)?\): /m);
    expect(text).not.toContain("(broken");
  });

  test("draws nothing where nothing can be told", () => {
    const none = report({}, { routeros_ip_route: { r: { gateway: "10.0.0.1,10.0.0.2" } } });
    expect(formatMarkdown(none)).not.toContain("mermaid");
  });
});

test("the JSON report holds the verdict, the shares, the failures and each finding", () => {
  const json = JSON.parse(formatJson(faulty));
  expect(json).toMatchObject({ schemaVersion: 1, verdict: expect.stringContaining("error") });
  expect(json.routers[0].shares[0]).toMatchObject({
    origin: "LAN Local",
    before: { shares: { wlan1: 0.5, wlan2: 0.5 }, lost: 0 },
    atLeastMoved: { share: expect.closeTo(1 / 3) },
  });
  expect(json.routers[0].failures.cases.map(({ down }: { down: string[] }) => down)).toEqual([
    ["wlan1"],
    ["wlan2"],
    ["wlan3"],
  ]);
  expect(json.findings).toHaveLength(faulty.findings.length);
});

test("the SARIF log names a rule for each result, and leaves out what holds or is mended", () => {
  const [run] = JSON.parse(formatSarif(faulty)).runs;
  const { rules } = run.tool.driver;
  for (const { ruleId, ruleIndex, level, locations } of run.results) {
    expect(rules[ruleIndex]).toMatchObject({ id: ruleId, shortDescription: { text: expect.any(String) } });
    expect(Object.keys(FINDINGS)).toContain(ruleId);
    expect(["error", "warning", "note"]).toContain(level);
    expect(locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "plan.json" },
      region: { startLine: 1 },
    });
  }
  const live = faulty.findings.filter(({ verdict, since }) => verdict !== "pass" && since !== "resolved");
  expect(run.results).toHaveLength(live.length);
  const prints = run.results.map(({ partialFingerprints }: { partialFingerprints: object }) =>
    JSON.stringify(partialFingerprints),
  );
  expect(new Set(prints).size).toBe(prints.length);
});

const WLAN1_DEFAULT = "[find dst-address=0.0.0.0/0 gateway=10.112.0.1 routing-table=main]";

describe("the commands", () => {
  const commands = (before: Resources, after: Resources): string[] =>
    formatRsc(report(before, after))
      .trim()
      .split("\n")
      .slice(1)
      .filter((line) => !line.startsWith("# Rows are found"));

  test("make rows in an order in which each stands on what it needs", () => {
    const made = commands(articleResources(1), articleResources(2));
    expect(made.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "/routing/table add",
      "/ip/firewall/nat add",
      "/ip/address add",
      "/ip/route add",
      "/ip/route add",
      "/ip/firewall/mangle add",
      "/ip/firewall/mangle add",
    ]);
    expect(made[0]).toBe("/routing/table add name=to_wlan2 fib");
  });

  test.each([
    ["the nearer one first", ["routeros_ip_address.a", "routeros_routing_table.t"]],
    ["the farther one first", ["routeros_routing_table.t", "routeros_ip_address.a"]],
  ])("keep that order where a row names what its own need stands on, %s", (_, needs) => {
    const made = commands(
      {},
      {
        routeros_ip_route: { r: { gateway: "10.0.0.1", depends_on: needs } },
        routeros_ip_address: { a: { address: "10.0.0.2/24", depends_on: ["routeros_routing_table.t"] } },
        routeros_routing_table: { t: { name: "t" } },
      },
    );
    expect(made.map((line) => line.split(" ")[0])).toEqual(["/routing/table", "/ip/address", "/ip/route"]);
  });

  test("remove them the other way round, by what identifies them", () => {
    const removed = commands(articleResources(2), articleResources(1));
    expect(removed.at(-1)).toBe("/routing/table remove [find name=to_wlan2]");
    expect(removed).toHaveLength(7);
  });

  test("say nothing that a new row has by itself, and all that it would not have", () => {
    const rule = { chain: "prerouting", action: "accept", log: false, address_list_timeout: "none-dynamic" };
    const made = commands(
      {},
      {
        routeros_ip_firewall_mangle: {
          quiet: { ...rule, disabled: false },
          loud: { ...rule, log: true, disabled: true },
        },
      },
    );
    expect(made.sort()).toEqual([
      "/ip/firewall/mangle add chain=prerouting action=accept",
      "/ip/firewall/mangle add chain=prerouting action=accept log=yes disabled=yes",
    ]);
  });

  test("set back what a row has by itself, where it had something else", () => {
    const off = changed({ routeros_ip_route: { wlan1_default: { disabled: true } } });
    const on = changed({ routeros_ip_route: { wlan1_default: { disabled: false } } });
    expect(commands(off, on)).toEqual([`/ip/route set ${WLAN1_DEFAULT} disabled=no`]);
  });

  test("change what differs, and nothing else", () => {
    const other = changed({ routeros_ip_route: { wlan1_default: { distance: 2, comment: 'a "b" $c' } } });
    expect(commands(articleResources(), other)).toEqual([
      `/ip/route set ${WLAN1_DEFAULT} distance=2 comment="a \\"b\\" \\$c"`,
    ]);
  });

  test("name what is known only later in a comment", () => {
    const later = changed({ routeros_ip_route: { wlan1_default: { gateway: LATER } } });
    expect(commands(articleResources(), later)).toEqual([
      "# routeros_ip_route.wlan1_default: gateway may change too; the value is sensitive or known only after the apply",
    ]);
  });
});

test.each(Object.entries(FORMATS))("no sensitive value is in the %s report", (_, format) => {
  const secret = "10.66.77.88";
  const json = planJson(
    {},
    changed({ routeros_ip_route: { wlan1_default: { gateway: secret, comment: secret } } }),
  ) as {
    resource_changes: { address: string; change: object }[];
  };
  const resource_changes = json.resource_changes.map((item) =>
    item.address === "routeros_ip_route.wlan1_default"
      ? { ...item, change: { ...item.change, after_sensitive: { gateway: true, comment: true } } }
      : item,
  );
  const shown = (changes: object[]) =>
    format(review([readPlan(JSON.stringify({ ...json, resource_changes: changes }), "plan.json")]));
  expect(shown(json.resource_changes)).toContain(secret);
  expect(shown(resource_changes)).not.toContain(secret);
});

describe("whatever is read", () => {
  const isReviewed = (text: string): void => {
    try {
      const made = review([readPlan(text, "plan.json")], { operator: "192.168.0.50" });
      for (const format of Object.values(FORMATS)) {
        format(made);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(PlanError);
      expect((error as Error).message.split("\n")).toHaveLength(1);
    }
  };
  const text = JSON.stringify(planJson(articleResources(2), articleResources(3)));

  test("random text", () => {
    fc.assert(fc.property(anyText, isReviewed), { seed: SEED, numRuns: runs(30, 500) });
  });

  test("random JSON", () => {
    fc.assert(fc.property(fc.json(), isReviewed), { seed: SEED, numRuns: runs(30, 500) });
  });

  test("a plan cut off anywhere", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), (end) => isReviewed(text.slice(0, end))),
      { seed: SEED, numRuns: runs(20, 150) },
    );
  });

  test("a plan any part of which is something else", () => {
    const parts: string[][] = [];
    const walk = (value: unknown, path: string[]): void => {
      parts.push(path);
      if (typeof value === "object" && value !== null) {
        for (const [name, inner] of Object.entries(value)) {
          walk(inner, [...path, name]);
        }
      }
    };
    walk(JSON.parse(text), []);
    const put = (path: string[], value: unknown): string => {
      const copy = { root: JSON.parse(text) };
      // biome-ignore lint/suspicious/noExplicitAny: any part of any shape
      let at: any = copy;
      const [last = "root", ...rest] = ["root", ...path].reverse();
      for (const name of rest.reverse()) {
        at = at[name];
      }
      at[last] = value;
      return JSON.stringify(copy.root);
    };
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.jsonValue(), (path, value) => isReviewed(put(path, value))),
      { seed: SEED, numRuns: runs(10, 200) },
    );
  });
});

import "@microsoft/jest-sarif";
import { formatMarkdown, formatSarif, type Report, review } from "../../lib/plan-review";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";
import { mermaidInPage, rendered } from "./readers";

/** A name that tries to be all that Markdown, HTML and Mermaid make of it. */
const HOSTILE = '<b>|`@team`|</b> "]; end --> x %% #35; ```';

const large = Object.fromEntries(
  Array.from({ length: 3000 }, (_, i) => [
    `r${i}`,
    { chain: "forward", action: i === 0 ? "drop" : "accept", comment: HOSTILE },
  ]),
);
const third = { routeros_ip_route: { wlan3_default: { gateway: "10.112.0.1" } } };
const renamed = { routeros_ip_address: { Local: { interface: HOSTILE } } };
const hostileWan = {
  routeros_interface_list: { WAN: { name: HOSTILE } },
  routeros_ip_address: { wlan1: { interface: HOSTILE } },
  routeros_ip_firewall_nat: { wlan1: { out_interface: HOSTILE } },
  routeros_ip_firewall_mangle: { wlan1_input: { in_interface: HOSTILE } },
};

const REPORTS: readonly (readonly [string, Report])[] = [
  ["a new gateway", review([plan({}, articleResources(2))])],
  ["a change with errors", review([plan(articleResources(2), changed(third, 3))])],
  ["a gateway that goes", review([plan(articleResources(2), {})])],
  ["forty WANs", review([plan(articleResources(3), articleResources(40))])],
  ["a LAN of a hostile name", review([plan({}, changed(renamed))])],
  ["a WAN of a hostile name", review([plan(articleResources(2), changed(hostileWan))])],
  ["a large plan", review([plan({}, { ...articleResources(3), routeros_ip_firewall_filter: large })])],
  ["twelve routers", review(Array.from({ length: 12 }, () => plan(articleResources(2), changed(third, 3))))],
];

const textsOf = (page: Document, selector: string): readonly string[] =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent?.trim() ?? "");

describe.each(REPORTS)("a Markdown renderer makes of %s", (_, report) => {
  const page = rendered(report);

  test("a heading that is the verdict", () => {
    expect(textsOf(page, "h2")).toEqual([expect.stringMatching(/^This plan changes the network/)]);
  });

  test("every table that is written", () => {
    const written = formatMarkdown(report).match(/^(\| --- )+\|$/gm) ?? [];
    expect(written.length).toBeGreaterThan(0);
    expect(page.querySelectorAll("table")).toHaveLength(written.length);
  });

  test("folded parts that stand side by side and each have a title", () => {
    const parts = [...page.querySelectorAll("details")];
    expect(parts.map(({ parentElement }) => parentElement?.tagName)).toEqual(parts.map(() => "BODY"));
    expect(parts.map(({ firstElementChild }) => firstElementChild?.tagName)).toEqual(
      parts.map(() => "SUMMARY"),
    );
    expect(textsOf(page, "summary")).toEqual(expect.arrayContaining(["Method"]));
  });

  test("no markup that a name of the plan holds, and no fence or tag that is left over", () => {
    expect(page.querySelectorAll("b, a, img, del")).toHaveLength(0);
    const prose = page.body.cloneNode(true) as HTMLElement;
    for (const code of prose.querySelectorAll("code, td")) {
      code.remove();
    }
    expect(prose.textContent).not.toMatch(/^```|<\/?(details|summary)>/m);
  });
});

test("a Markdown renderer shows a hostile name of a LAN as it is", () => {
  const [, report] = REPORTS.find(([name]) => name === "a LAN of a hostile name") ?? [];
  const cells = report === undefined ? [] : textsOf(rendered(report), "td");
  expect(cells).toContain(`LAN ${HOSTILE}`);
});

test("a plan that changes nothing is one paragraph", () => {
  const page = rendered(review([plan(articleResources(2), articleResources(2))]));
  expect(page.body.children).toHaveLength(1);
  expect(textsOf(page, "p")).toEqual(["This plan changes nothing."]);
});

describe("Mermaid's parser", () => {
  const mermaid = mermaidInPage();

  test.each(REPORTS)("reads the pictures of %s", async (_, report) => {
    const pictures = textsOf(rendered(report), "code.language-mermaid");
    expect(pictures.length).toBeGreaterThan(0);
    for (const picture of pictures) {
      expect(await mermaid.parse(picture)).toMatchObject({ diagramType: "flowchart-v2" });
    }
  });

  test("refuses a name that is written as it is", async () => {
    await expect(mermaid.parse(`flowchart LR\n  lan["${HOSTILE}"] --> router`)).rejects.toThrow();
  });
});

test.each(REPORTS)("the SARIF log of %s is valid by the schema of SARIF 2.1.0", (_, report) => {
  expect(JSON.parse(formatSarif(report))).toBeValidSarifLog();
});

test("the SARIF log of a file whose name is no URI is valid", () => {
  const [, report] = REPORTS[1] ?? [];
  const routers = (report?.routers ?? []).map((router) => ({
    ...router,
    change: { ...router.change, source: "C:\\site plans\\#1 %.json" },
  }));
  expect(JSON.parse(formatSarif({ ...(report as Report), routers }))).toBeValidSarifLog();
});

import "@microsoft/jest-sarif";
import fc from "fast-check";
import { formatSarif, type Report, review } from "../../lib/plan-review";
import { runs } from "../tier";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";
import { mermaidInPage, rendered } from "./readers";

/** A third WAN, a fault, and a second LAN of any name. */
const lanNamed = (name: string): Report => {
  const lan = { address: "192.168.7.1/24", interface: name, comment: name };
  const fault = {
    routeros_ip_route: { wlan2_policy: { gateway: "10.112.0.1", comment: name } },
    routeros_ip_address: { lan },
  };
  return review([plan(articleResources(2), changed(fault, 3))]);
};

/** One WAN of two has any name. */
const wanNamed = (name: string): Report => {
  const after = changed({
    routeros_ip_address: { wlan2: { interface: name } },
    routeros_ip_firewall_nat: { wlan2: { out_interface: name } },
  });
  return review([plan(articleResources(2), after)]);
};

/** What Markdown, HTML and Mermaid know as markup. */
const MARKUP = ["<b>", "</details>", "<!--", "|", "`", "```", "**", "~~", "\\", "[x](y)", "![x](y)", "@team"];
const DRAWN = ['"', "&lt;", "#60;", "-->", "end", "%%{init: {}}%%", "é", "日本"];

const anyName = fc
  .array(fc.oneof(fc.string({ minLength: 1, maxLength: 4 }), fc.constantFrom(...MARKUP, ...DRAWN)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => `n${parts.join("")}n`);

const RUNS = { seed: 20_261_124, numRuns: runs(4, 60) };

test("whatever a name holds, the Markdown report looks the same and shows the name as it is", () => {
  const outline = ({ body }: Document): string[] => [...body.children].map(({ tagName }) => tagName);
  const usual = outline(rendered(lanNamed("bridge")));
  fc.assert(
    fc.property(anyName, (name) => {
      const page = rendered(lanNamed(name));
      expect(outline(page)).toEqual(usual);
      const cells = [...page.querySelectorAll("td")].map(({ textContent }) => textContent?.trim());
      expect(cells).toContain(`LAN ${name.replace(/\s+/g, " ")}`);
    }),
    RUNS,
  );
});

test("a name mentions nobody: no text between two tags holds an @ and a name, save in code", () => {
  const page = rendered(lanNamed("n@team"));
  const walker = page.createTreeWalker(page.body, 4);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.closest("code") === null) {
      expect(node.nodeValue).not.toMatch(/@\w/);
    }
  }
  expect(page.body.textContent).toContain("LAN n@team");
});

test("whatever a name holds, the SARIF log is valid", () => {
  fc.assert(
    fc.property(anyName, (name) => expect(JSON.parse(formatSarif(lanNamed(name)))).toBeValidSarifLog()),
    { ...RUNS, numRuns: runs(2, 20) },
  );
});

describe("Mermaid shows", () => {
  const mermaid = mermaidInPage();

  /** The ways of each picture with their shares, as Mermaid reads them. */
  async function shown(report: Report): Promise<string[][]> {
    const pictures = rendered(report).querySelectorAll("code.language-mermaid");
    return Promise.all([...pictures].map(({ textContent }) => waysIn(textContent ?? "")));
  }

  async function waysIn(picture: string): Promise<string[]> {
    await mermaid.parse(picture);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(picture);
    const labels = db.getVertices();
    return db
      .getEdges()
      .filter(({ text }) => text !== "")
      .map(({ end, text }) => `${decoded(labels.get(end)?.text)} ${text}`);
  }

  /** Mermaid keeps entities in a form of its own until it draws. */
  const decoded = (label = ""): string =>
    label.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

  test("the shares before and after", async () => {
    const report = review([plan(articleResources(2), articleResources(3))]);
    expect(await shown(report)).toEqual([
      ["wlan1 1/2", "wlan2 1/2"],
      ["wlan1 1/3", "wlan2 1/3", "wlan3 1/3"],
    ]);
  });

  test("a WAN's name as it is, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        const [, after] = await shown(wanNamed(name));
        expect(after).toContain(`${name} 1/2`);
      }),
      RUNS,
    );
  });
});

import { ARTICLE, type ArticleSection } from "../../demo/article-sections";
import type { RouterRow } from "../../demo/rest-client";
import type { MenuPath } from "../../demo/router-rows";
import { drawSection } from "../../demo/tables";
import { allManaged, rowsOf } from "./rows";

const section = (menu: MenuPath, more: Partial<ArticleSection> = {}): ArticleSection => ({
  heading: "Heading",
  commands: ["/menu", "add it"],
  parts: [{ menu }],
  ...more,
});

describe("a section", () => {
  test("puts the article's lines above the rows that stand for them", () => {
    const rows = rowsOf({
      "ip/route": [
        {
          "dst-address": "0.0.0.0/0",
          gateway: "10.0.0.1",
          active: "true",
          static: "true",
          ecmp: "true",
          comment: "g/a",
        },
        { "dst-address": "192.0.2.0/24", gateway: "10.0.0.9", disabled: "true", static: "true" },
        { "dst-address": "10.0.0.0/24", gateway: "wan1", dynamic: "true", active: "true", connect: "true" },
      ],
    });
    expect(
      drawSection(
        section("ip/route", { notes: ["A note."] }),
        rows,
        new Map([["ip/route", new Set(["*1"])]]),
      ),
    ).toBe(`Heading
  /menu
    add it
  A note.
  on the router: /ip/route   (X disabled, D dynamic, A active, c connect, s static, + ecmp)
  ┌───┬─────┬──────────────┬──────────┬───────┬──────────┬───────┬──────────────────┐
  │ # │     │ dst-address  │ gateway  │ table │ distance │ check │ comment          │
  ├───┼─────┼──────────────┼──────────┼───────┼──────────┼───────┼──────────────────┤
  │ 0 │ As+ │ 0.0.0.0/0    │ 10.0.0.1 │       │          │       │ g/a              │
  │ 1 │ Xs  │ 192.0.2.0/24 │ 10.0.0.9 │       │          │       │ somebody else's  │
  │ 2 │ DAc │ 10.0.0.0/24  │ wan1     │       │          │       │ the router's own │
  └───┴─────┴──────────────┴──────────┴───────┴──────────┴───────┴──────────────────┘`);
  });

  test("tells what a rule matches from what it does", () => {
    const rows = rowsOf({
      "ip/firewall/nat": [
        {
          chain: "dstnat",
          action: "dst-nat",
          protocol: "tcp",
          "dst-port": "80",
          "to-addresses": "192.0.2.9",
          bytes: "7",
        },
      ],
    });
    expect(drawSection(section("ip/firewall/nat"), rows, allManaged(rows))).toContain(
      `
  │ 0 │ dstnat │ protocol=tcp │ dst-nat                │         │
  │   │        │ dst-port=80  │ to-addresses=192.0.2.9 │         │
`,
    );
  });

  test("counts the rows of other people where they are many", () => {
    const foreign = Array.from(
      { length: 6 },
      (_, n): RouterRow => ({ name: `host${n}.example`, address: "192.0.2.1" }),
    );
    const drawn = drawSection(section("ip/dns/static"), rowsOf({ "ip/dns/static": foreign }), new Map());
    expect(drawn).not.toContain("host0.example");
    expect(drawn).toMatch(/\n {2}and 6 rows of somebody else's$/);
  });

  test("wraps what is too long for a page", () => {
    const comment = "a comment that goes on ".repeat(8).trim();
    const rows = rowsOf({ "ip/address": [{ address: "192.0.2.1/24", interface: "ether1", comment }] });
    const drawn = drawSection(section("ip/address"), rows, allManaged(rows));
    expect(Math.max(...drawn.split("\n").map((line) => line.length))).toBeLessThan(110);
    expect(drawn.match(/goes/g)).toHaveLength(8);
  });

  test("the article's sections leave out no row of a gateway but those of the router itself", () => {
    const routes: readonly RouterRow[] = [
      { "dst-address": "0.0.0.0/0", "routing-table": "main" },
      { "dst-address": "0.0.0.0/0", "routing-table": "to_wlan1" },
      { "dst-address": "203.0.113.80/32", "routing-table": "main" },
    ];
    const parts = ARTICLE.flatMap((each) => each.parts).filter(({ menu }) => menu === "ip/route");
    for (const row of routes) {
      expect(parts.filter(({ rows }) => rows?.(row) ?? true)).toHaveLength(1);
    }
  });
});

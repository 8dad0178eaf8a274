import { drawBars } from "../../demo/bar-chart";

test("a bar is as long as its share of forty columns, and stands beside the share that was expected", () => {
  const byWan = new Map([
    ["fibre", 3000],
    ["lte", 1000],
  ]);
  const expected = new Map([
    ["lte", 2],
    ["fibre", 2],
  ]);
  expect(`\n${drawBars(byWan, expected)}\n`).toBe(`
  fibre ██████████████████████████████·········· 3,000 flows, 75.0 %, expected 50.0 %
  lte   ██████████······························ 1,000 flows, 25.0 %, expected 50.0 %
`);
});

test("a WAN that nothing took, and one that nothing was to take, have lines too", () => {
  const lines = drawBars(new Map([["b", 10]]), new Map([["a", 10]])).split("\n");
  expect(lines).toEqual([
    `  a ${"·".repeat(40)}  0 flows, 0.0 %, expected 100.0 %`,
    `  b ${"█".repeat(40)} 10 flows, 100.0 %, expected 0.0 %`,
  ]);
});

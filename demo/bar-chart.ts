import { type Counts, totalOf } from "./counts";
import { count, percent } from "./numbers";
import { colors } from "./print-progress";

/** The length of a bar for all flows, in columns. */
const WIDTH = 40;

/**
 * Draws how flows were spread, a line per WAN, beside what was expected:
 *
 *     wlan1 ████████████████████···················· 2,031 flows, 49.6 %, expected 50.0 %
 */
export function drawBars(byWan: Counts, expected: Counts): string {
  const names = [...new Set([...byWan.keys(), ...expected.keys()])].sort();
  const [all, allExpected] = [totalOf(byWan), totalOf(expected)];
  const [widestName, widestCount] = [names, names.map((name) => count(byWan.get(name) ?? 0))].map((texts) =>
    Math.max(...texts.map(({ length }) => length)),
  );
  return names
    .map((name) => {
      const flows = byWan.get(name) ?? 0;
      const filled = Math.round((WIDTH * flows) / all);
      const bar = colors.green("█".repeat(filled)) + colors.dim("·".repeat(WIDTH - filled));
      const shares = `${percent(flows, all)}, expected ${percent(expected.get(name) ?? 0, allExpected)}`;
      return `  ${name.padEnd(widestName ?? 0)} ${bar} ${count(flows).padStart(widestCount ?? 0)} flows, ${shares}`;
    })
    .join("\n");
}

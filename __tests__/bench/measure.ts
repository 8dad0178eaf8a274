/** What a function takes of the processor, in milliseconds: other work on the machine counts little. */
export function cpuMs(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * The exponent of growth, fitted through all sizes: the slope of the straight line that fits best where sizes and times are
 * drawn on logarithmic scales. 1 is linear.
 */
export function exponentOf(sizes: readonly number[], times: readonly number[]): number {
  const points = times.map((time, i) => [Math.log(sizes[i] ?? 0), Math.log(time)] as const);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([size]) => size)), mean(points.map(([, time]) => time))];
  return (
    mean(points.map(([size, time]) => (size - x) * (time - y))) /
    mean(points.map(([size]) => (size - x) ** 2))
  );
}

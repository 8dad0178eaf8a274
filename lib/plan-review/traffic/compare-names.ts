const COLLATOR = new Intl.Collator("en", { numeric: true });

/** Orders names as people do: `wlan2` before `wlan10`. */
export function compareNames(a: string, b: string): number {
  return COLLATOR.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

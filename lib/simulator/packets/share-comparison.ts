/** Shares are sums of products of fractions: those that differ by less are equal. */
const TOLERANCE = 1e-9;

/** Whether a share of the traffic is none of it. */
export const isNoShare = (share: number): boolean => share < TOLERANCE;

/** Whether a share of the traffic is all of it. */
export const isFullShare = (share: number): boolean => share > 1 - TOLERANCE;

/** Whether two shares are equal. */
export const isSameShare = (a: number, b: number): boolean => Math.abs(a - b) < TOLERANCE;

/** Whether a share is larger than another one. */
export const isLargerShare = (share: number, than: number): boolean => share > than + TOLERANCE;

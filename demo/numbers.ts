/** A number as people read it: `4,096`. */
export const count = (number: number): string => number.toLocaleString("en-US");

/** A part of a whole: `49.6 %`. */
export const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** `2026-12-01` */
export const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** `23:59:59` */
export const timeOf = (time: number): string => new Date(time).toISOString().slice(11, 19);

/** `2026-12-01 23:59:59` */
export const dateAndTime = (time: number): string => `${dateOf(time)} ${timeOf(time)}`;

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Whether a text is a name of the DNS in lower case, whose labels are letters, digits, `-` and `_`. */
export function isHostName(name: string): boolean {
  return name.length <= 253 && !(name in {}) && name.split(".").every((label) => LABEL.test(label));
}

/**
 * Whether a value, or a part of it, is a template such as `${var.lan}`. Terraform's JSON configuration holds
 * templates where HCL holds expressions, and its plans show them as if they were values.
 */
export function holdsTemplate(value: unknown): boolean {
  return /[$%]\{/.test(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

import { groupBy } from "../../collections/group-by";
import type { ChangedValue, ConfigurationChange } from "../what-changes/configuration-change";
import { counted } from "./list-text";

/** How many lines a report shows. */
const MOST_LINES = 10;

/** How many values a line shows. */
const MOST_VALUES = 6;

/** What a plan changes, in at most ten lines: the last one counts by kind what has none of its own. */
export function whatChangesLines(changes: readonly ConfigurationChange[]): readonly string[] {
  if (changes.length <= MOST_LINES) {
    return changes.map(configurationChangeText);
  }
  const shown = changes.slice(0, MOST_LINES - 1);
  const rest = changes.slice(MOST_LINES - 1);
  const kinds = groupBy(rest, ({ category, kind }) => `${category} ${kind}`);
  const counts = [...kinds.values()].map((group) => countText(group));
  return [...shown.map(configurationChangeText), `${rest.length} more: ${counts.join(", ")}`];
}

function countText(group: readonly ConfigurationChange[]): string {
  const [first] = group;
  return first === undefined ? "" : counted(group.length, `${first.kind} ${first.category}`);
}

/** A change in a line: `forward rdp: new, tcp 3389 on fibre → 192.168.10.20`. */
export function configurationChangeText(change: ConfigurationChange): string {
  const { kind, category, subject, details, values } = change;
  if (category === "resolver") {
    return resolverText(change);
  }
  if (kind !== "changed") {
    const what = category === "WAN" ? "WAN " : "";
    return `${what}${subject}: ${kind}${details === "" ? "" : `, ${details}`}`;
  }
  return `${subject}: ${valuesText(values)}${details === "" ? "" : ` (${details})`}`;
}

function resolverText({ kind, subject, details, values }: ConfigurationChange): string {
  if (kind !== "changed") {
    const servers = details === "" ? "no DNS server" : spacedList(details);
    return kind === "new" ? `${subject} asks ${servers}` : `${subject} asks no DNS server (was ${servers})`;
  }
  const servers = values.find(({ name }) => name === "servers");
  const others = valuesText(values.filter((value) => value !== servers));
  const asks =
    servers === undefined
      ? []
      : [
          `${subject} asks ${spacedList(servers.after ?? "no DNS server")} (was ${spacedList(servers.before ?? "none")})`,
        ];
  return [...asks, ...(others === "" ? [] : [`DNS: ${others}`])].join("; ");
}

function spacedList(text: string): string {
  return text.split(",").join(", ");
}

function valuesText(values: readonly ChangedValue[]): string {
  const more = values.length - MOST_VALUES;
  return [
    ...values.slice(0, MOST_VALUES).map(valueText),
    ...(more > 0 ? [`${counted(more, "more value")}`] : []),
  ].join(", ");
}

function valueText({ name, before, after }: ChangedValue): string {
  if (name === "disabled") {
    return after === "true" ? "disabled" : "enabled";
  }
  if (name.endsWith(":")) {
    return `${name} ${after ?? before}`;
  }
  return `${name} ${before ?? "none"} → ${after ?? "none"}`;
}

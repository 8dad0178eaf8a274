import type { Range } from "../../../routeros/address-ranges";
import type { FlowClass, FlowClasses, Group } from "./flow-classes";
import { rangeText, sizeOf } from "./ranges";
import { servicesText } from "./services";

/** What tells a class from the main class of its LAN; empty texts where nothing does. */
export interface ClassText {
  readonly source: string;
  readonly destination: string;
  readonly service: string;
}

/** How many networks, and how many classes that are treated alike, a name lists. */
const MOST_RANGES = 3;
const MOST_PARTS = 3;

function firstOf(most: number, items: readonly string[]): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** What people call a class, beside the main class of its LAN. */
export function classText(
  { source, destination, service }: FlowClass,
  main: FlowClass,
  hosts: readonly Range[],
  flowClasses: FlowClasses,
): ClassText {
  const addresses = (dimension: "source" | "destination", group: Group, domain: readonly Range[]): string => {
    const named = group.sets
      .flatMap((name) => flowClasses.setOf(dimension, name) ?? [])
      .sort((a, b) => sizeOf(a.ranges) - sizeOf(b.ranges))
      .find(({ ranges }) => isAll(group, ranges, domain));
    return named?.text ?? firstOf(MOST_RANGES, group.ranges.map(rangeText));
  };
  return {
    source: isSame(source, main.source) ? "" : addresses("source", source, hosts),
    destination: isSame(destination, main.destination)
      ? ""
      : addresses("destination", destination, flowClasses.internet),
    service: isSame(service, main.service) ? "" : serviceText(service, main.service),
  };
}

function isSame(a: Group, b: Group): boolean {
  return a === b || JSON.stringify(a.ranges) === JSON.stringify(b.ranges);
}

/** Whether a group is all that a set has of a domain. */
function isAll({ ranges }: Group, set: readonly Range[], domain: readonly Range[]): boolean {
  const common = set.flatMap((a) =>
    domain.flatMap((b) => {
      const [first, last] = [Math.max(a.first, b.first), Math.min(a.last, b.last)];
      return first <= last ? [{ first, last }] : [];
    }),
  );
  return sizeOf(common) === sizeOf(ranges);
}

/** The services that no rule names, where rules name the usual one. */
export const OTHER_SERVICES = "the other protocols and ports";

function serviceText({ ranges }: Group, main: Group): string {
  return sizeOf(ranges) > sizeOf(main.ranges) ? OTHER_SERVICES : servicesText(ranges);
}

/** Classes of one LAN that are treated alike, in words: `udp 53 of LAN office`, `10.0.0.160/27 of LAN bridge`. */
export function textOfClasses(texts: readonly ClassText[], lan: string, otherHosts: string): string {
  const parts = texts.map(({ source, destination, service }) => {
    const hosts = source === "" ? otherHosts : `${source} of ${lan}`;
    if (destination === "") {
      return service === "" ? hosts : `${service} of ${hosts}`;
    }
    return `${service === "" ? "" : `${service} `}to ${destination} from ${hosts}`;
  });
  return firstOf(MOST_PARTS, [...new Set(parts)]);
}

/**
 * The texts of classes that are treated alike, with as few words as tell them: a source without its destinations and
 * services where all of these are among them, and a service of all hosts once.
 */
export function withFewestWords(
  chosen: readonly ClassText[],
  all: readonly ClassText[],
): readonly ClassText[] {
  const key = ({ source, destination, service }: ClassText): string =>
    JSON.stringify([source, destination, service]);
  const has = new Set(chosen.map(key));
  const isWhole = (of: (text: ClassText) => boolean): boolean =>
    all.filter(of).every((text) => has.has(key(text)));
  const shorter = chosen.map((text): ClassText => {
    if (text.source !== "" && isWhole(({ source }) => source === text.source)) {
      return { source: text.source, destination: "", service: "" };
    }
    const isSameDestination = (other: ClassText): boolean =>
      other.source === text.source && other.destination === text.destination;
    return text.destination !== "" && isWhole(isSameDestination) ? { ...text, service: "" } : text;
  });
  const isRest = (text: ClassText): boolean =>
    text.service !== "" &&
    text.service !== OTHER_SERVICES &&
    has.has(key({ ...text, service: OTHER_SERVICES }));
  const known = new Map(shorter.filter((text) => !isRest(text)).map((text) => [key(text), text]));
  // What is true of the main hosts' service is not said again for others.
  return [...known.values()].filter(
    (text) =>
      text.source === "" ||
      (text.destination === "" && text.service === "") ||
      !known.has(key({ ...text, source: "" })),
  );
}

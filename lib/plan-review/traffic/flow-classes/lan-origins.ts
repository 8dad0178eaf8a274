import { groupBy } from "../../../collections/group-by";
import { fromNumber, type Range } from "../../../routeros/address-ranges";
import { isPrivate } from "../../../routeros/ipv4";
import type { Flow } from "../../../simulator";
import type { RouterChange } from "../../model/router-change";
import type { FailureRows } from "../failure-rows";
import type { RoutedLan } from "../lans";
import type { NotFollowed, Origin } from "../origin";
import { type ClassText, classText, OTHER_SERVICES, textOfClasses, withFewestWords } from "./class-text";
import type { FlowClass, FlowClasses, Group, LanClasses } from "./flow-classes";
import { sizeOf } from "./ranges";
import { hasMember, representativeOf, type TypicalFlow, USUAL_SERVICE } from "./representative";
import { servicesText } from "./services";
import { Treatments } from "./treatments";

/** How many flows are followed in how many states for the classes of all LANs. */
const MOST_FOLLOWED = 3_000;

/** The classes of a LAN that are followed, with the flows that are followed for them. */
interface Followed {
  readonly of: FlowClass;
  readonly flow: Flow;
  readonly treatment: string;
}

/** Makes origins of LANs: of each the main class of its flows, and those that are treated otherwise. */
export class LanOrigins {
  private readonly treatments: Treatments;
  private readonly representatives = new Map<string, { readonly flow: Flow; readonly treatment: string }>();
  private readonly cut = new Set<string>();
  private leftOut = 0;

  public constructor(
    private readonly change: RouterChange,
    rows: FailureRows,
    private readonly flowClasses: FlowClasses,
  ) {
    this.treatments = new Treatments(change, rows);
  }

  /** What was not followed. */
  public get notFollowed(): NotFollowed {
    return { classes: this.leftOut, lans: [...this.cut] };
  }

  /** The origins of a LAN, the main one first. */
  public of(lan: RoutedLan, typical: TypicalFlow): readonly Origin[] {
    const found = this.flowClasses.of(lan);
    const main = mainOf(found) ?? anyOf(lan);
    const followed = this.follow(found, main, typical, lan);
    const texts = new Map(
      followed.map(({ of }) => [of, classText(of, main, lan.hosts, this.flowClasses)] as const),
    );
    const groups = [...groupBy(followed, ({ treatment }) => treatment).values()];
    return groups.map((group, i) => this.originOf(lan, group, typical, { texts, isMain: i === 0 }));
  }

  /** Follows the classes of a LAN, the main one first, as long as the budget lasts. */
  private follow(
    { classes, leftOut }: LanClasses,
    main: FlowClass,
    typical: TypicalFlow,
    lan: RoutedLan,
  ): readonly Followed[] {
    const followed: Followed[] = [];
    if (leftOut > 0) {
      this.leftOut += leftOut;
      this.cut.add(this.nameOf(lan));
    }
    for (const each of [main, ...classes.filter((other) => other !== main)]) {
      const known = this.representatives.get(each.key);
      if (known === undefined && each !== main && !this.hasRoom) {
        this.leftOut += 1;
        this.cut.add(this.nameOf(lan));
        continue;
      }
      const { flow, treatment } = known ?? this.represent(each, typical);
      // Private addresses that no route leads to are no part of the Internet, unless a rule sends them somewhere.
      if (each === main || !isUnrouted(each.destination) || !this.treatments.followsMain(flow)) {
        followed.push({ of: each, flow, treatment });
      }
    }
    return followed;
  }

  private get hasRoom(): boolean {
    return this.representatives.size * this.treatments.size < MOST_FOLLOWED;
  }

  private represent(
    each: FlowClass,
    typical: TypicalFlow,
  ): { readonly flow: Flow; readonly treatment: string } {
    const flow = representativeOf(each, typical);
    const made = { flow, treatment: this.treatments.of(flow) };
    this.representatives.set(each.key, made);
    return made;
  }

  private nameOf({ interface: name }: RoutedLan): string {
    return `LAN ${this.change.names.of(name)}`;
  }

  private originOf(
    lan: RoutedLan,
    group: readonly Followed[],
    typical: TypicalFlow,
    { texts, isMain }: { readonly texts: ReadonlyMap<FlowClass, ClassText>; readonly isMain: boolean },
  ): Origin {
    const [first] = group;
    if (first === undefined) {
      throw new RangeError("a group of no classes");
    }
    const all = [...texts.values()];
    const chosen = group.flatMap(({ of }) => texts.get(of) ?? []);
    const label = (name: string): string => {
      const others = hasOtherHosts(group, texts) ? `the other hosts of ${name}` : name;
      if (!isMain) {
        return textOfClasses(withFewestWords(chosen, all), name, others);
      }
      return hasOtherServices(chosen, all) ? `${servicesText(first.of.service.ranges)} of ${others}` : others;
    };
    const id = `LAN ${lan.interface}`;
    return {
      id: isMain ? id : label(id),
      name: label(this.nameOf(lan)),
      kind: isMain ? "lan" : "class",
      flow: representativeOf(first.of, typical),
      followed: first.flow,
      classes: group.map(({ of }) => of),
    };
  }
}

/** Whether all flows of some hosts of a LAN are treated otherwise than a group, so that its main hosts are the others. */
function hasOtherHosts(group: readonly Followed[], texts: ReadonlyMap<FlowClass, ClassText>): boolean {
  const own = new Set(group.flatMap(({ of }) => texts.get(of)?.source ?? []));
  return own.has("") && [...texts.values()].some(({ source }) => source !== "" && !own.has(source));
}

/** Whether the main hosts' other services are treated otherwise than their usual one. */
function hasOtherServices(main: readonly ClassText[], all: readonly ClassText[]): boolean {
  const isOther = ({ source, destination, service }: ClassText): boolean =>
    source === "" && destination === "" && service === OTHER_SERVICES;
  return all.some(isOther) && !main.some(isOther);
}

/** At least one in so many hosts of a LAN must be no rule's so that they can represent it. */
const LEAST_PART = 8;

/** The class of the hosts that fewest rules name, of most destinations, and of the usual service. */
function mainOf({ classes }: LanClasses): FlowClass | undefined {
  const largest = (groups: readonly Group[]): Group | undefined =>
    groups.reduce<Group | undefined>(
      (best, group) => (best === undefined || sizeOf(group.ranges) > sizeOf(best.ranges) ? group : best),
      undefined,
    );
  const sources = [...new Set(classes.map((each) => each.source))];
  const fewest = Math.min(...sources.map(({ sets }) => sets.length));
  const unnamed = largest(sources.filter(({ sets }) => sets.length === fewest));
  const hosts = sources.reduce((sum, { ranges }) => sum + sizeOf(ranges), 0);
  const source =
    unnamed !== undefined && sizeOf(unnamed.ranges) * LEAST_PART >= hosts ? unnamed : largest(sources);
  const ofSource = classes.filter((each) => each.source === source);
  const destination = largest(ofSource.map((each) => each.destination));
  const ofDestination = ofSource.filter((each) => each.destination === destination);
  return (
    ofDestination.find(({ service }) => hasMember(service, USUAL_SERVICE)) ?? ofDestination[0] ?? classes[0]
  );
}

/** The one class of a LAN whose flows cannot be told apart. */
function anyOf({ interface: name }: RoutedLan): FlowClass {
  const all = { ranges: [], sets: [] };
  return {
    source: all,
    destination: all,
    service: all,
    key: `LAN ${name}`,
    sourceKey: `LAN ${name}`,
    isNamed: true,
  };
}

function isUnrouted({ ranges }: Group): boolean {
  return ranges.every(
    ({ first, last }: Range) => isPrivate(fromNumber(first)) && isPrivate(fromNumber(last)),
  );
}

import type { Unmodelled } from "../model/unmodelled";
import { counted, listedUpTo } from "./list-text";

/** How many types of resources a line names. */
const MOST_TYPES = 6;

/** What a report leaves out, for its last part: one line for each kind. */
export function unmodelledLines({
  ipv6,
  changedIpv6,
  vrfs,
  contentRules,
  others,
}: Unmodelled): readonly string[] {
  const rows = [...others.values()].reduce((sum, count) => sum + count, 0);
  const types = [...others].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [
    ...(ipv6 > 0 && changedIpv6 === 0
      ? [`The report is about IPv4; ${are(ipv6, "IPv6 row")} not looked at.`]
      : []),
    ...(vrfs > 0
      ? [`${are(vrfs, "VRF")} not modelled; where packets go that enter or leave by one is unknown.`]
      : []),
    ...(contentRules > 0
      ? [
          `${counted(contentRules, "rule matches", "rules match")} what packets carry (tls-host, layer7-protocol or content); the first packet of a connection, which the report follows, carries nothing, so no such rule applies to it.`,
        ]
      : []),
    ...(rows > 0
      ? [
          `${are(rows, "row")} of menus that the report does not model: ${listedUpTo(
            MOST_TYPES,
            types.map(([type, count]) => `${type} (${count})`),
          )}.`,
        ]
      : []),
  ];
}

/** A plan that changes IPv6 rows says so where everybody reads it. */
export function changedIpv6Lines({ changedIpv6 }: Unmodelled): readonly string[] {
  return changedIpv6 === 0
    ? []
    : [
        `The plan changes ${counted(changedIpv6, "IPv6 row")}; the report is about IPv4 and does not look at ${changedIpv6 === 1 ? "it" : "them"}.`,
      ];
}

function are(count: number, one: string): string {
  return `${counted(count, one)} ${count === 1 ? "is" : "are"}`;
}

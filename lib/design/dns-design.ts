import type { Dns } from "../props/dns";
import { groupBy } from "../routing/group-by";
import type { DnsRow } from "../routing/rows";
import { DNS } from "./names";
import type { PinDesign } from "./pin-design";
import { type Placed, place } from "./placed";
import { ownedByGateway, type Surroundings } from "./surroundings";
import type { WanDesign } from "./wan-design";

/** The rows of the router's resolver. */
export interface DnsDesign {
  /** Absent where neither servers nor remote requests are managed. */
  readonly resolver?: Placed<"/ip/dns">;
  readonly records: readonly Placed<"/ip/dns/static">[];
  /** The domains that are asked of other resolvers. */
  readonly domains: readonly Placed<"/ip/dns/static">[];
}

const ONE_DAY = "1d";

/** Derives the resolver's rows. It opens to hosts only once every WAN is closed to their questions. */
export function designDns(
  around: Surroundings,
  wans: readonly WanDesign[],
  pins: readonly PinDesign[],
): DnsDesign {
  const { dns = {} } = around.description;
  return Object.freeze({
    resolver: designResolver(
      dns,
      wans.flatMap(({ base: { dnsGuards } }) => [...dnsGuards.ipv4, ...dnsGuards.ipv6]),
    ),
    records: Object.freeze(designRecords(dns, around)),
    domains: Object.freeze(designDomains(dns, pins, around)),
  });
}

function designResolver(
  { servers, allowRemoteRequests }: Dns,
  guards: readonly Placed[],
): Placed<"/ip/dns"> | undefined {
  const row: DnsRow = {
    ...(servers === undefined ? {} : { servers }),
    ...(allowRemoteRequests === undefined ? {} : { "allow-remote-requests": allowRemoteRequests }),
  };
  return Object.keys(row).length === 0 ? undefined : place("/ip/dns", [DNS, "servers"], row, guards);
}

function designRecords({ staticRecords = [] }: Dns, around: Surroundings): Placed<"/ip/dns/static">[] {
  return staticRecords.map((record) =>
    place(
      "/ip/dns/static",
      [DNS, "records", record.name],
      {
        name: record.name,
        type: "A",
        address: record.address,
        ttl: record.ttl ?? ONE_DAY,
        ...ownedByGateway(around, `${DNS}/${record.name}`),
      },
      [],
    ),
  );
}

/** A domain's questions wait for the routes that keep them on their WAN. */
function designDomains(
  { domains = [] }: Dns,
  pins: readonly PinDesign[],
  around: Surroundings,
): Placed<"/ip/dns/static">[] {
  const pinsByName = groupBy(pins, ({ name }) => name);
  return domains.map((domain) =>
    place(
      "/ip/dns/static",
      [DNS, "domains", domain.domain],
      {
        name: domain.domain,
        type: "FWD",
        "forward-to": domain.server,
        "match-subdomain": true,
        ttl: ONE_DAY,
        ...ownedByGateway(around, `${DNS}/${domain.domain}`),
      },
      (pinsByName.get(domain.server) ?? []).flatMap(({ ways }) => ways),
    ),
  );
}

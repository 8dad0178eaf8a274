import { groupBy } from "../../collections/group-by";
import type { DnsRow } from "../../routeros/rows";
import { type DesignContext, ownedByGateway } from "../design-context";
import type { PinDesign } from "../destination-pins/pin-rows";
import { DNS } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { WanDesign } from "../wan/wan-design";
import type { Dns } from "./dns";

/** The rows of the router's resolver. */
export interface DnsDesign {
  /** Absent where neither servers nor remote requests are managed. */
  readonly resolver?: RowSpec<"/ip/dns">;
  readonly records: readonly RowSpec<"/ip/dns/static">[];
  /** The domains that are asked of other resolvers. */
  readonly domains: readonly RowSpec<"/ip/dns/static">[];
}

const ONE_DAY = "1d";

/** Derives the resolver's rows. It opens to hosts only once every WAN is closed to their questions. */
export function designDns(
  context: DesignContext,
  wans: readonly WanDesign[],
  pins: readonly PinDesign[],
): DnsDesign {
  const { dns = {} } = context.description;
  return Object.freeze({
    resolver: designResolver(
      dns,
      wans.flatMap(({ base: { dnsGuards } }) => [...dnsGuards.ipv4, ...dnsGuards.ipv6]),
    ),
    records: Object.freeze(designRecords(dns, context)),
    domains: Object.freeze(designDomains(dns, pins, context)),
  });
}

function designResolver(
  { servers, allowRemoteRequests }: Dns,
  guards: readonly RowSpec[],
): RowSpec<"/ip/dns"> | undefined {
  const row: DnsRow = {
    ...(servers === undefined ? {} : { servers }),
    ...(allowRemoteRequests === undefined ? {} : { "allow-remote-requests": allowRemoteRequests }),
  };
  return Object.keys(row).length === 0 ? undefined : rowSpec("/ip/dns", [DNS, "servers"], row, guards);
}

function designRecords({ staticRecords = [] }: Dns, context: DesignContext): RowSpec<"/ip/dns/static">[] {
  return staticRecords.map((record) =>
    rowSpec(
      "/ip/dns/static",
      [DNS, "records", record.name],
      {
        name: record.name,
        type: "A",
        address: record.address,
        ttl: record.ttl ?? ONE_DAY,
        ...ownedByGateway(context, DNS, record.name),
      },
      [],
    ),
  );
}

/** A domain's questions wait for the routes that keep them on their WAN. */
function designDomains(
  { domains = [] }: Dns,
  pins: readonly PinDesign[],
  context: DesignContext,
): RowSpec<"/ip/dns/static">[] {
  const pinsByName = groupBy(pins, ({ name }) => name);
  return domains.map((domain) =>
    rowSpec(
      "/ip/dns/static",
      [DNS, "domains", domain.domain],
      {
        name: domain.domain,
        type: "FWD",
        "forward-to": domain.server,
        "match-subdomain": true,
        ttl: ONE_DAY,
        ...ownedByGateway(context, DNS, domain.domain),
      },
      (pinsByName.get(domain.server) ?? []).flatMap(({ ways }) => ways),
    ),
  );
}

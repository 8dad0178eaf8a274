import { groupBy } from "../../collections/group-by";
import type { DnsRow } from "../../routeros/rows";
import type { DesignContext } from "../design-context";
import type { PinDesign } from "../policies/pin-rows";
import { DNS } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { Dns } from "./dns";

/** The rows of the router's resolver. */
export interface DnsDesign {
  /** Undefined where neither servers nor remote requests are managed. */
  readonly resolver?: RowSpec<"/ip/dns">;
  readonly records: readonly RowSpec<"/ip/dns/static">[];
  /** The domains whose queries go to resolvers of their own. */
  readonly domains: readonly RowSpec<"/ip/dns/static">[];
}

const ONE_DAY = "1d";

/** Designs the resolver's rows. It opens to hosts only after every WAN has its guards. */
export function designDns(context: DesignContext, pins: readonly PinDesign[]): DnsDesign {
  const { dns = {} } = context.description;
  return Object.freeze({
    resolver: designResolver(dns, context),
    records: Object.freeze(designRecords(dns, context)),
    domains: Object.freeze(designDomains(dns, pins, context)),
  });
}

function designResolver(
  { servers, allowRemoteRequests }: Dns,
  context: DesignContext,
): RowSpec<"/ip/dns"> | undefined {
  const row: DnsRow = {
    ...(servers === undefined ? {} : { servers }),
    ...(allowRemoteRequests === undefined ? {} : { "allow-remote-requests": allowRemoteRequests }),
  };
  const guards = context.wans.flatMap(({ order }) => order.rowsOf("dns guards"));
  return Object.keys(row).length === 0
    ? undefined
    : context.add("/ip/dns", { path: [DNS, "servers"], after: guards }, row);
}

function designRecords({ staticRecords = [] }: Dns, context: DesignContext): RowSpec<"/ip/dns/static">[] {
  return staticRecords.map(({ name, address, ttl = ONE_DAY }) =>
    context.row(
      "/ip/dns/static",
      { path: [DNS, "records", name], role: name },
      { name, type: "A", address, ttl },
    ),
  );
}

/** The queries of a domain depend on the routes that keep them on their WAN. */
function designDomains(
  { domains = [] }: Dns,
  pins: readonly PinDesign[],
  context: DesignContext,
): RowSpec<"/ip/dns/static">[] {
  const pinsByName = groupBy(pins, ({ name }) => name);
  return domains.map(({ domain, server }) =>
    context.row(
      "/ip/dns/static",
      {
        path: [DNS, "domains", domain],
        role: domain,
        after: (pinsByName.get(server) ?? []).flatMap(({ routes, rule }) => [
          ...routes,
          ...(rule === undefined ? [] : [rule]),
        ]),
      },
      { name: domain, type: "FWD", "forward-to": server, "match-subdomain": true, ttl: ONE_DAY },
    ),
  );
}

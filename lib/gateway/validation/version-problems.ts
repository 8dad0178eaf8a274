import { firstVersionWith } from "../../routeros/arguments";
import { isOlder } from "../../routeros/versions";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { WanKind } from "../wan/wan";
import { problem } from "./problem";

/** A prop, the words it is asked for with, and the first version of RouterOS that knows what it needs. */
interface Need {
  readonly prop: string;
  readonly value: unknown;
  /** What the router needs to have, in its own words. */
  readonly needs: string;
  readonly since: string;
  /** What to write where the router stays as it is. */
  readonly instead: string;
}

const NEEDS: readonly ((description: GatewayDescription) => readonly Need[])[] = [
  ({ balancing }) =>
    balancing?.hashPolicy === undefined
      ? []
      : [
          {
            prop: "balancing.hashPolicy",
            value: balancing.hashPolicy,
            needs: "/ip/settings ipv4-multipath-hash-policy",
            since: firstVersionWith("/ip/settings", "ipv4-multipath-hash-policy"),
            instead: "leave it out",
          },
        ],
  ({ wans }) =>
    wans.flatMap(({ kind }, i) =>
      kind !== WanKind.DHCP
        ? []
        : [
            {
              prop: `wans[${i}]`,
              value: kind,
              needs: "/ip/dhcp-client check-gateway",
              since: firstVersionWith("/ip/dhcp-client", "check-gateway"),
              instead: "write Wan.static({ ... }), if the ISP's gateway stays the same",
            },
          ],
    ),
];

const VERSION = /^\d+\.\d+(\.\d+)?$/;

/** What a router of the version given does not know. Without a version nothing is refused. */
export function versionProblems(description: GatewayDescription, values: TokenResolver): string[] {
  const { routerOsVersion: version } = description;
  if (version === undefined) {
    return [];
  }
  if (values.isToken(version)) {
    return [
      problem(
        "routerOsVersion",
        version,
        "is a token, known only to Terraform",
        'write a literal, such as "7.20"',
      ),
    ];
  }
  if (!VERSION.test(version)) {
    return [
      problem(
        "routerOsVersion",
        version,
        "is not a version written out",
        'write one such as "7.20" or "7.20.4"',
      ),
    ];
  }
  if (isOlder(version, "7")) {
    return [
      problem(
        "routerOsVersion",
        version,
        "wants a list of gateways in one route",
        "upgrade to RouterOS 7.20 or newer",
      ),
    ];
  }
  return NEEDS.flatMap((needsOf) => needsOf(description))
    .filter(({ since }) => isOlder(version, since))
    .map(({ prop, value, needs, since, instead }) =>
      problem(
        prop,
        value,
        `needs ${needs}, which RouterOS ${version} does not have`,
        `upgrade to ${since} or newer, or ${instead}`,
      ),
    );
}

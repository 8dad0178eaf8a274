import { firstVersionWith } from "../../routeros/arguments";
import { isOlder } from "../../routeros/compare-versions";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { type Problem, problem } from "./problem";

/** A prop, and the first version of RouterOS that has what the prop needs. */
interface Need {
  readonly path: string;
  readonly value: unknown;
  /** What the router needs to have: a menu and an argument. */
  readonly feature: string;
  readonly since: string;
  /** What to write for an older router. */
  readonly instead: string;
}

const NEEDS: readonly ((description: GatewayDescription) => readonly Need[])[] = [
  ({ balancing }) =>
    balancing?.hashPolicy === undefined
      ? []
      : [
          {
            path: "balancing.hashPolicy",
            value: balancing.hashPolicy,
            feature: "/ip/settings ipv4-multipath-hash-policy",
            since: firstVersionWith("/ip/settings", "ipv4-multipath-hash-policy"),
            instead: "remove it",
          },
        ],
  ({ wans }) =>
    wans.flatMap(({ kind, _kind: { requirements } }, i) =>
      requirements.map((requirement) => ({ path: `wans[${i}]`, value: kind, ...requirement })),
    ),
];

const VERSION = /^\d+\.\d+(\.\d+)?$/;

/** What a router of the given version does not have. Without a version nothing is refused. */
export function versionProblems(description: GatewayDescription, values: TokenResolver): Problem[] {
  const { routerOsVersion: version } = description;
  if (version === undefined) {
    return [];
  }
  const path = "routerOsVersion";
  if (values.isToken(version)) {
    return [problem(path, version, "token", { id: "write-such-as", example: '"7.20"' })];
  }
  if (!VERSION.test(version)) {
    return [problem(path, version, "not-a-version", { id: "write-such-as", example: '"7.20" or "7.20.4"' })];
  }
  if (isOlder(version, "7")) {
    return [problem(path, version, "unsupported-version", { id: "upgrade", version: "7.20" })];
  }
  return NEEDS.flatMap((needsOf) => needsOf(description))
    .filter(({ since }) => isOlder(version, since))
    .map(({ path, value, feature, since, instead }) =>
      problem(
        path,
        value,
        { id: "version-lacks", feature, version },
        { id: "upgrade", version: since, instead },
      ),
    );
}

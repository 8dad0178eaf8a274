import { firstVersionWith } from "../../../routeros/arguments";
import { isOlder } from "../../../routeros/compare-versions";
import type { StateCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known } from "../../model/values";

/** Arguments that came with a version of RouterOS 7. */
const RECENT: readonly { menu: string; property: string }[] = [
  { menu: "/ip/settings", property: "ipv4-multipath-hash-policy" },
  { menu: "/ip/dhcp-client", property: "default-route-tables" },
  { menu: "/ip/dhcp-client", property: "check-gateway" },
];

/** What the plan uses and an older RouterOS does not have. */
export const routerosVersion: StateCheck = ({ snapshot, options: { routerOsVersion } }) =>
  RECENT.flatMap(({ menu, property }): Finding[] => {
    const version = firstVersionWith(menu, property);
    const rows = snapshot.router.rows(menu).filter((row) => row.has(property) && known(row, property) !== "");
    const isKnown = routerOsVersion !== undefined;
    if (rows.length === 0 || (isKnown && !isOlder(routerOsVersion, version))) {
      return [];
    }
    const needs = `${menu} ${property} needs RouterOS ${version} or newer`;
    return [
      {
        id: "routeros-version",
        severity: isKnown ? "error" : "note",
        verdict: isKnown ? "fail" : "unknown",
        subject: `${menu} ${property}`,
        resources: rows.map((row) => row.reference.id),
        message: isKnown ? `${needs}, and the router has ${routerOsVersion}.` : `${needs}.`,
        remediation: isKnown
          ? "Upgrade the router first, or remove the property."
          : "State the version of the router with --routeros-version.",
      },
    ];
  });

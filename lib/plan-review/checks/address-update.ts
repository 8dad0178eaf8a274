import { isOlder } from "../../routeros/versions";
import type { ChangeCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";

/** From here on RouterOS refuses `vrf` in `set` of an address. [terraform-provider-routeros, issue 999 and PR 984] */
const REFUSED_SINCE = "7.21";

/** Addresses that change in place: the provider sends back the VRF that it read, and the router takes that no longer. */
export const addressUpdate: ChangeCheck = ({ change: { changes }, options: { routerOsVersion } }) => {
  if (routerOsVersion !== undefined && isOlder(routerOsVersion, REFUSED_SINCE)) {
    return [];
  }
  const isKnown = routerOsVersion !== undefined;
  return changes
    .filter(
      ({ type, action, after }) =>
        type === "routeros_ip_address" && action === "update" && after?.get("vrf") !== undefined,
    )
    .map(
      ({ address }): Finding => ({
        id: "address-update-refused",
        severity: isKnown ? "error" : "warning",
        verdict: isKnown ? "fail" : "unknown",
        subject: address,
        resources: [address],
        message: `The address changes in place, which RouterOS ${REFUSED_SINCE} and newer refuse as the provider (1.99.1) does it: unknown parameter vrf.`,
        remediation: `Plan with -replace=${address}, and look at the review of that plan.`,
      }),
    );
};

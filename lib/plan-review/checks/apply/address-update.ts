import { isOlder } from "../../../routeros/compare-versions";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";

/** From this version on RouterOS refuses `vrf` in `set` of an address. [terraform-provider-routeros, issue 999 and PR 984] */
const REFUSED_SINCE = "7.21";

/** Addresses that are updated in place: the provider sends the VRF that it read, which newer versions refuse. */
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
        message: `RouterOS ${REFUSED_SINCE} and newer refuse this update of an address ("unknown parameter vrf"), because provider 1.99.1 sends the VRF too.`,
        remediation: `Plan again with -replace=${address}, and review that plan.`,
      }),
    );
};

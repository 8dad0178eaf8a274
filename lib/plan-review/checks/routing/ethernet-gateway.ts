import { groupBy } from "../../../collections/group-by";
import type { StateCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { isEthernet } from "../../model/interface-kinds";
import { known, resourcesOf } from "../../model/values";

/**
 * Ethernet interfaces as gateways: the router then asks by ARP for every destination itself, and only a neighbour with proxy
 * ARP answers. [manual: IP routing]
 */
export const ethernetGateway: StateCheck = ({ snapshot, change: { names } }) => {
  const routes = snapshot.enabled("/ip/route").filter((route) => !route.has("blackhole"));
  return [...groupBy(routes, (route) => known(route, "gateway"))]
    .filter(([gateway]) => /^[^\d]/.test(gateway) && isEthernet(gateway, snapshot))
    .map(
      ([gateway, using]): Finding => ({
        id: "gateway-ethernet",
        severity: "warning",
        verdict: "fail",
        subject: gateway,
        resources: resourcesOf(using),
        message: `${using.length === 1 ? "A route has" : `${using.length} routes have`} the Ethernet interface ${names.of(gateway)} as gateway, so the router asks by ARP for each destination, and packets pass only if the next router answers with proxy ARP.`,
        remediation: `Write the address of the next router as gateway, or address%${gateway}.`,
      }),
    );
};

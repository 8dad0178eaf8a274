import type { WanDescription } from "../../lab/network";
import type { LabRouter } from "../../lab/router";

/**
 * Writes the article's rows as somebody at the router would: no comments of ours, and nothing said that goes without
 * saying. Gives back the ids by what the rows are for.
 */
export function writeByHand(
  router: LabRouter,
  lan: { readonly name: string; readonly routerAddress: string },
  wans: readonly WanDescription[],
): Readonly<Record<string, string>> {
  const ids: Record<string, string> = {};
  ids["lan"] = router.add("/ip/address", { address: lan.routerAddress, interface: lan.name });
  for (const { name, routerAddress, gateway } of wans) {
    const subnet = `${gateway.replace(/\.\d+$/, ".0")}/24`;
    ids[`${name} address`] = router.add("/ip/address", {
      address: routerAddress,
      interface: name,
      comment: `uplink ${name}`,
    });
    ids[`${name} table`] = router.add("/routing/table", { name: `to_${name}`, fib: "" });
    ids[`${name} masquerade`] = router.add("/ip/firewall/nat", {
      chain: "srcnat",
      "out-interface": name,
      action: "masquerade",
    });
    ids[`${name} default route`] = router.add("/ip/route", { gateway, "check-gateway": "ping" });
    ids[`${name} policy route`] = router.add("/ip/route", {
      gateway,
      "check-gateway": "ping",
      "routing-table": `to_${name}`,
    });
    ids[`${name} input`] = router.add("/ip/firewall/mangle", {
      chain: "input",
      "in-interface": name,
      "connection-mark": "no-mark",
      action: "mark-connection",
      "new-connection-mark": `${name}_conn`,
    });
    ids[`${name} output`] = router.add("/ip/firewall/mangle", {
      chain: "output",
      "connection-mark": `${name}_conn`,
      "dst-address": `!${subnet}`,
      action: "mark-routing",
      "new-routing-mark": `to_${name}`,
      passthrough: "no",
    });
  }
  return ids;
}

import { format, hostOrPrefix } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { connectedNetworks } from "../validation/connected-networks";

/**
 * The port forwards to hosts that no LAN holds, a sentence each, with the id that a program can silence it by. Such a host may
 * stand behind another router of the site, which only `balancing.except` tells. Where a LAN's network is unknown there is no
 * warning.
 *
 * @param first the first forward that is looked at
 */
export function forwardWarnings(gateway: GatewayDescription, values: TokenResolver, first = 0): string[] {
  const { lans, portForwards = [], balancing } = gateway;
  const connected = connectedNetworks(gateway, values);
  const onLans = connected.filter(({ wan }) => wan === undefined);
  if (onLans.length < lans.length) {
    return [];
  }
  const excepted = (balancing?.except ?? []).flatMap((prefix) => hostOrPrefix(prefix) ?? []);
  const held = new PrefixIndex([...connected.map(({ prefix }) => prefix), ...excepted], (prefix) => prefix);
  const networks = onLans.map(({ prefix }) => format(prefix)).join(", ");
  return portForwards.flatMap(({ name, to }, i) =>
    i < first || values.isToken(to) || held.holding(to).length > 0
      ? []
      : [
          `[gateway:forward-host] portForwards[${i}].to: ${JSON.stringify(to)} of the forward ${JSON.stringify(name)} is in no network of the LANs (${networks}), so its packets leave as table main says, perhaps by a WAN: write a host of a LAN, or see that a route leads there`,
        ],
  );
}

import type { Network } from "../../lab/network";
import { addressOf } from "../../lib/routeros/ipv4";

/**
 * Makes the router's namespace a gateway by hand: addresses, equal shares over all WANs by source and destination,
 * masquerade, and replies that leave by the WAN they came by. It stands in for a data plane that rows are compiled to.
 */
export async function configureRouter(network: Network): Promise<void> {
  const wans = network.wans.map(({ wan }) => wan);
  const ports = [...wans, ...network.lans.map(({ lan }) => lan)];
  await network.router.sysctl({
    "net/ipv4/ip_forward": 1,
    "net/ipv4/fib_multipath_hash_policy": 0,
    "net/ipv4/conf/all/rp_filter": 0,
  });
  await network.router.nft(`
table ip gateway {
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
${wans.map(({ name }, i) => `    iifname "${name}" ct state new ct mark set ${i + 1}`).join("\n")}
    iifname != { ${wans.map(({ name }) => `"${name}"`).join(", ")} } meta mark set ct mark
  }
  chain output {
    type route hook output priority mangle; policy accept;
    meta mark set ct mark
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname { ${wans.map(({ name }) => `"${name}"`).join(", ")} } masquerade
  }
}`);
  await network.router.ip(
    "link set lo up",
    ...ports.map(({ name, routerAddress }) => `address add ${routerAddress} dev ${name}`),
    ...wans.map(({ name, gateway }, i) => `nexthop add id ${i + 1} via ${gateway} dev ${name}`),
    `nexthop add id 100 group ${wans.map((_, i) => i + 1).join("/")}`,
    "route add default nhid 100",
    ...wans.flatMap(({ name, gateway, routerAddress }, i) => [
      `route add default via ${gateway} dev ${name} src ${addressOf(routerAddress)} table ${100 + i + 1}`,
      `rule add fwmark ${i + 1} table ${100 + i + 1} priority ${1000 + i}`,
    ]),
  );
}

/** Routes everything through one WAN. */
export async function useOnly(network: Network, name: string): Promise<void> {
  const { gateway } = network.wan(name);
  await network.router.ip(`route replace default via ${gateway} dev ${name}`);
}

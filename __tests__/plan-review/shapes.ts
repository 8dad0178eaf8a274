import type { Resources } from "../terraform";
import { articleResources, planJson } from "./plans";

/** A plan of about so many resources, as `terraform show -json` writes it, by what the plan does to them. */
export interface Shape {
  readonly name: string;
  readonly made: (size: number) => object;
  readonly changed: (size: number) => object;
  readonly removed: (size: number) => object;
}

type Values = Record<string, unknown>;

const many = (size: number, make: (i: number) => Values): Record<string, Values> =>
  Object.fromEntries(Array.from({ length: size }, (_, i) => [`r${i}`, make(i)]));

const octets = (i: number): string => `${16 + Math.floor(i / 65536)}.${Math.floor(i / 256) % 256}.${i % 256}`;

const host = (i: number): string => `172.${octets(i)}`;

/** One after the other, as rules are whose order matters. */
const chained = (type: string, i: number): Values => (i === 0 ? {} : { depends_on: [`${type}.r${i - 1}`] });

/** What stands beside the article's gateway of three WANs. */
const BESIDE: Readonly<Record<string, (size: number) => Resources>> = {
  "filter rules": (size) => ({
    routeros_ip_firewall_filter: many(size, (i) => ({
      chain: "forward",
      action: "accept",
      src_address: host(i),
      ...chained("routeros_ip_firewall_filter", i),
    })),
  }),
  "mangle rules": (size) => ({
    routeros_ip_firewall_mangle: many(size, (i) => ({
      chain: "prerouting",
      action: "mark-connection",
      src_address: host(i),
      connection_mark: "no-mark",
      new_connection_mark: `wlan${1 + (i % 3)}_conn`,
      passthrough: true,
      ...chained("routeros_ip_firewall_mangle", i),
    })),
  }),
  "NAT rules": (size) => ({
    routeros_ip_firewall_nat: many(size, (i) => ({
      chain: "dstnat",
      action: "dst-nat",
      in_interface: `wlan${1 + (i % 3)}`,
      protocol: "tcp",
      dst_port: String(1024 + i),
      to_addresses: "192.168.0.10",
      ...chained("routeros_ip_firewall_nat", i),
    })),
  }),
  "rules that nothing orders": (size) => ({
    routeros_ip_firewall_filter: many(size, (i) => ({
      chain: "forward",
      action: i % 2 === 0 ? "accept" : "drop",
      src_address: host(Math.floor(i / 2)),
    })),
  }),
  "address lists": (size) => ({
    routeros_ip_firewall_addr_list: many(size, (i) => ({ list: "blocked", address: host(i) })),
    routeros_ip_firewall_filter: {
      blocked: { chain: "forward", action: "drop", src_address_list: "blocked" },
    },
  }),
  addresses: (size) => ({
    routeros_ip_address: many(size, (i) => ({
      address: `10.${Math.floor(i / 256)}.${i % 256}.1/24`,
      interface: `vlan${i}`,
    })),
  }),
  "routes to hosts": (size) => ({
    routeros_ip_route: many(size, (i) => ({
      dst_address: `${host(i)}/32`,
      gateway: `192.168.0.${2 + (i % 250)}`,
    })),
  }),
  "tables and their routes": (size) => ({
    routeros_routing_table: many(Math.floor(size / 2), (i) => ({ name: `t${i}`, fib: true })),
    routeros_ip_route: many(Math.floor(size / 2), (i) => ({
      dst_address: "0.0.0.0/0",
      gateway: `10.${110 + (i % 3)}.0.${1 + 2 * (i % 100)}`,
      routing_table: `\${routeros_routing_table.r${i}.name}`,
    })),
  }),
  "routing rules": (size) => ({
    routeros_routing_rule: many(size, (i) => ({
      src_address: `${host(i)}/32`,
      action: "lookup",
      table: `to_wlan${1 + (i % 3)}`,
    })),
  }),
  "default routes in main": (size) => ({
    routeros_ip_route: many(size, (i) => ({
      dst_address: "0.0.0.0/0",
      gateway: `192.168.${Math.floor(i / 250) % 256}.${2 + (i % 250)}`,
      distance: 1 + (i % 200),
    })),
    routeros_ip_address: { wide: { address: "192.168.0.1/16", interface: "Wide" } },
  }),
  "one group of default routes": (size) => ({
    routeros_ip_route: many(size, (i) => ({
      dst_address: "0.0.0.0/0",
      gateway: `10.112.${Math.floor(i / 250)}.${3 + (i % 250)}`,
      check_gateway: "ping",
    })),
    routeros_ip_address: { wide: { address: "10.112.0.2/16", interface: "wlan1" } },
  }),
};

function withComments(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([type, byName]) => [
      type,
      Object.fromEntries(Object.entries(byName).map(([name, row]) => [name, { ...row, comment: "new" }])),
    ]),
  );
}

function beside(name: string, make: (size: number) => Resources): Shape {
  const whole = (size: number) => articleResources(3, make(size));
  return {
    name,
    made: (size) => planJson(articleResources(3), whole(size)),
    changed: (size) => planJson(whole(size), withComments(whole(size))),
    removed: (size) => planJson(whole(size), articleResources(3)),
  };
}

/** How many resources the article's gateway has for each WAN. */
const OF_A_WAN = 7;

/** One gateway with as many WANs as make the size. */
const WANS: Shape = (() => {
  const gateway = (size: number) => articleResources(Math.floor(size / OF_A_WAN));
  return {
    name: "WANs of one gateway",
    made: (size: number) => planJson({}, gateway(size)),
    changed: (size: number) => planJson(gateway(size), withComments(gateway(size))),
    removed: (size: number) => planJson(gateway(size), articleResources(2)),
  };
})();

/** The resources of the article's gateway of three WANs. */
const OF_A_ROUTER = 1 + 3 * OF_A_WAN - 3 + 3;

/** One plan of many routers, each with a gateway of three WANs: a provider block and a module for each. */
const ROUTERS: Shape = (() => {
  const sites = (size: number, before: Resources, after: Resources) =>
    manySites(Math.floor(size / OF_A_ROUTER), planJson(before, after) as unknown as PlanParts);
  return {
    name: "routers",
    made: (size: number) => sites(size, {}, articleResources(3)),
    changed: (size: number) => sites(size, articleResources(3), withComments(articleResources(3))),
    removed: (size: number) => sites(size, articleResources(3), {}),
  };
})();

interface PlanParts {
  readonly resource_changes: readonly { readonly address: string }[];
  readonly prior_state: {
    readonly values: { readonly root_module: { readonly resources: readonly StateResource[] } };
  };
  readonly configuration: { readonly root_module: { readonly resources: readonly object[] } };
}

interface StateResource {
  readonly address: string;
  readonly depends_on: readonly string[];
}

function manySites(count: number, one: PlanParts): object {
  const names = Array.from({ length: count }, (_, i) => `site${i}`);
  const within = (name: string, address: string): string => `module.${name}.${address}`;
  const each = <Item>(make: (name: string, i: number) => Item): Record<string, Item> =>
    Object.fromEntries(names.map((name, i) => [name, make(name, i)]));
  return {
    ...one,
    resource_changes: names.flatMap((name) =>
      one.resource_changes.map((change) => ({ ...change, address: within(name, change.address) })),
    ),
    prior_state: {
      values: {
        root_module: {
          child_modules: names.map((name) => ({
            resources: one.prior_state.values.root_module.resources.map(({ address, depends_on }) => ({
              address: within(name, address),
              depends_on: depends_on.map((other) => within(name, other)),
            })),
          })),
        },
      },
    },
    configuration: {
      provider_config: Object.fromEntries(
        names.map((name, i) => [
          `routeros.${name}`,
          {
            full_name: "registry.terraform.io/terraform-routeros/routeros",
            expressions: { hosturl: { constant_value: `https://10.255.${Math.floor(i / 250)}.${i % 250}` } },
          },
        ]),
      ),
      root_module: {
        module_calls: each((name) => ({
          module: {
            resources: one.configuration.root_module.resources.map((block) => ({
              ...block,
              provider_config_key: `routeros.${name}`,
            })),
          },
        })),
      },
    },
  };
}

/** What large plans are made of. */
export const SHAPES: readonly Shape[] = [
  ...Object.entries(BESIDE).map(([name, make]) => beside(name, make)),
  WANS,
  ROUTERS,
];

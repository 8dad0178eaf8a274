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

/** How many rules a ladder of chains has that each jump to the next one twice: a packet could go through it in 65,536 ways. */
const LADDER = 33;

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
  "tables that are misspelled where they are used": (size) => ({
    routeros_routing_table: many(Math.floor(size / 2), (i) => ({ name: `table_${i}`, fib: true })),
    routeros_ip_firewall_mangle: many(Math.floor(size / 2), (i) => ({
      chain: "prerouting",
      src_address: host(i),
      action: "mark-routing",
      new_routing_mark: `tabel_${i}`,
      passthrough: false,
    })),
  }),
  "connection marks": (size) => ({
    routeros_ip_firewall_mangle: many(size, (i) => ({
      chain: "prerouting",
      in_interface: `wlan${1 + (i % 3)}`,
      dst_port: String(1024 + i),
      protocol: "tcp",
      connection_mark: "no-mark",
      action: "mark-connection",
      new_connection_mark: `service_${i}`,
    })),
  }),
  "chains that jump on twice": (size) => {
    const ladder = (i: number): Values[] =>
      Array.from({ length: LADDER }, (_, step) => ({
        chain: step === 0 ? "forward" : `ladder${i}_${Math.ceil(step / 2)}`,
        action: "jump",
        jump_target: `ladder${i}_${Math.ceil((step + 1) / 2)}`,
      }));
    const rules = Array.from({ length: Math.floor(size / LADDER) }, (_, i) => ladder(i)).flat();
    return { routeros_ip_firewall_filter: many(rules.length, (i) => rules[i] ?? {}) };
  },
  LANs: (size) => ({
    routeros_interface_vlan: many(Math.floor(size / 2), (i) => ({
      name: `vlan${i}`,
      interface: "Local",
      vlan_id: 2 + (i % 4000),
    })),
    routeros_ip_address: many(Math.floor(size / 2), (i) => ({
      address: `10.${Math.floor(i / 256)}.${i % 256}.1/24`,
      interface: `vlan${i}`,
    })),
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

/** A change of a few rows whose review could take as long as that of thousands: how many ways hashes can fall grows with it. */
export interface HashShape {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly plan: (size: number) => object;
}

/** The first fields of a classifier's rule. */
const CLASSIFIED: Values = {
  chain: "prerouting",
  in_interface: "Local",
  dst_address_type: "!local",
  connection_state: "new",
  action: "mark-routing",
  passthrough: false,
};

/** The article's gateway whose LAN a classifier shares out by weights, a rule for each remainder. */
function weighted(...weights: readonly number[]): Resources {
  const units = weights.flatMap((weight, wan) => Array.from({ length: weight }, (_, i) => ({ wan, i })));
  const rules = units.map(({ wan, i }, remainder): [string, Values] => [
    `wlan${wan + 1}_unit${i}`,
    {
      ...CLASSIFIED,
      per_connection_classifier: `both-addresses:${units.length}/${remainder}`,
      new_routing_mark: `to_wlan${wan + 1}`,
      disabled: false,
    },
  ]);
  return articleResources(weights.length, { routeros_ip_firewall_mangle: Object.fromEntries(rules) });
}

/** A gateway of two WANs with classifiers of these denominators one after the other. */
function cascade(denominators: readonly number[], passthrough = false): object {
  const rules = many(denominators.length, (i) => ({
    ...CLASSIFIED,
    per_connection_classifier: `both-addresses:${denominators[i]}/${(denominators[i] ?? 0) - 1}`,
    new_routing_mark: `to_wlan${1 + (i % 2)}`,
    passthrough,
  }));
  return planJson({}, articleResources(2, { routeros_ip_firewall_mangle: rules }));
}

const upTo = <Item>(size: number, make: (i: number) => Item): Item[] =>
  Array.from({ length: size }, (_, i) => make(i));

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

/** Changes of classifiers. While they are applied, old and new denominators stand side by side. */
export const HASH_SHAPES: readonly HashShape[] = [
  {
    name: "weights of two WANs, one more",
    sizes: [16, 32, 64],
    plan: (size) => planJson(weighted(size / 2 - 1, size / 2), weighted(size / 2 - 1, size / 2 + 1)),
  },
  {
    name: "weights of two WANs, a sixteenth in common",
    sizes: [16, 32, 64],
    plan: (size) => planJson(weighted(size / 2, size / 4), weighted(size / 2, size / 2)),
  },
  {
    name: "WANs of equal weight, one more",
    sizes: [6, 12, 24],
    plan: (size) => planJson(weighted(...upTo(size, () => 1)), weighted(...upTo(size + 1, () => 1))),
  },
  {
    name: "classifiers, each of half of what is left",
    sizes: [3, 6, 12],
    plan: (size) => cascade(upTo(size, (i) => 2 ** (i + 1))),
  },
  {
    name: "classifiers of prime denominators",
    sizes: [3, 6, 12],
    plan: (size) => cascade(PRIMES.slice(0, size)),
  },
  {
    name: "classifiers of any denominators",
    sizes: [3, 6, 12],
    plan: (size) => cascade(upTo(size, (i) => i + 2)),
  },
  {
    name: "classifiers that a packet meets all of",
    sizes: [3, 6, 12],
    plan: (size) => cascade(PRIMES.slice(0, size), true),
  },
  {
    name: "classifiers of large denominators",
    sizes: [2, 4, 8],
    plan: (size) => cascade(upTo(size, (i) => 65_537 + 2 * i)),
  },
];

/** What large plans are made of. */
export const SHAPES: readonly Shape[] = [
  ...Object.entries(BESIDE).map(([name, make]) => beside(name, make)),
  WANS,
  ROUTERS,
];

import { type Plan, readPlan } from "../../lib/plan-review";
import type { Resources } from "../terraform";

/** Stands for a value that is known only after the apply. */
export const LATER = "(known after apply)";

/** What a made plan says besides its resources. */
export interface Extras {
  readonly [part: string]: unknown;
}

/**
 * A plan in the shape of `terraform show -json`, from the resources before and after, by type and name. `depends_on` goes
 * to the configuration; `id` is made up for what exists; a text such as `${routeros_routing_table.t.name}` is a reference
 * and is filled in where the other resource says it.
 */
export function planJson(before: Resources, after: Resources, extras: Extras = {}): Record<string, unknown> {
  const addresses = [...new Set([...addressesOf(before), ...addressesOf(after)])];
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: addresses.map((address, i) =>
      changeOf(
        address,
        valuesAt(before, address),
        valuesAt(after, address),
        after,
        `*${(i + 1).toString(16)}`,
      ),
    ),
    prior_state: {
      values: {
        root_module: {
          resources: addressesOf(before).map((address) => ({
            address,
            depends_on: dependenciesOf(valuesAt(before, address)),
          })),
        },
      },
    },
    configuration: {
      provider_config: {
        routeros: { name: "routeros", full_name: "registry.terraform.io/terraform-routeros/routeros" },
      },
      root_module: {
        resources: addressesOf(after).map((address) => blockOf(address, valuesAt(after, address))),
      },
    },
    ...extras,
  };
}

/** The same, read. */
export function plan(before: Resources, after: Resources, extras: Extras = {}): Plan {
  return readPlan(JSON.stringify(planJson(before, after, extras)), "plan.json");
}

type Values = Readonly<Record<string, unknown>>;

function addressesOf(resources: Resources): string[] {
  return Object.entries(resources).flatMap(([type, byName]) =>
    Object.keys(byName).map((name) => `${type}.${name}`),
  );
}

function valuesAt(resources: Resources, address: string): Values | undefined {
  const [type = "", name = ""] = address.split(".");
  return resources[type]?.[name];
}

function changeOf(
  address: string,
  before: Values | undefined,
  after: Values | undefined,
  all: Resources,
  id: string,
) {
  const [was, is] = [before && filledIn(before, all), after && filledIn(after, all)];
  const action = was === undefined ? "create" : is === undefined ? "delete" : "update";
  const isSame = JSON.stringify(was) === JSON.stringify(is);
  const unknown = Object.entries(is ?? {}).filter(([, value]) => value === LATER);
  return {
    address,
    mode: "managed",
    type: address.split(".")[0],
    name: address.split(".")[1],
    provider_name: "registry.terraform.io/terraform-routeros/routeros",
    change: {
      actions: [isSame ? "no-op" : action],
      before: was === undefined ? null : { id, ...was },
      after:
        is === undefined
          ? null
          : {
              ...(was === undefined ? {} : { id }),
              ...Object.fromEntries(Object.entries(is).filter(([, value]) => value !== LATER)),
            },
      after_unknown: {
        ...(was === undefined ? { id: true, dynamic: true, invalid: true } : {}),
        ...Object.fromEntries(unknown.map(([name]) => [name, true])),
      },
      before_sensitive: false,
      after_sensitive: {},
    },
  };
}

const REFERENCE = /^\$\{([^.]+)\.([^.]+)\.([^.}]+)\}$/;

interface Reference {
  readonly type: string;
  readonly resource: string;
  readonly attribute: string;
}

/** What a value refers to, or the texts of a list. */
function referencesIn(value: unknown): readonly Reference[] {
  return (Array.isArray(value) ? value : [value]).flatMap((text) => {
    const [, type, resource, attribute] = REFERENCE.exec(String(text)) ?? [];
    return type === undefined || resource === undefined || attribute === undefined
      ? []
      : [{ type, resource, attribute }];
  });
}

function filledIn(values: Values, all: Resources): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== "depends_on")
      .map(([name, value]) => {
        const [reference] = referencesIn(value);
        const { type = "", resource = "", attribute = "" } = reference ?? {};
        return [name, reference === undefined ? value : (all[type]?.[resource]?.[attribute] ?? LATER)];
      }),
  );
}

/** What a resource waits for: what it refers to, and what it says. */
function dependenciesOf(values: Values = {}): string[] {
  const { depends_on = [], ...attributes } = values;
  const references = Object.values(attributes).flatMap((value) =>
    referencesIn(value).map(({ type, resource }) => `${type}.${resource}`),
  );
  return [...references, ...(depends_on as string[])];
}

function blockOf(address: string, values: Values = {}) {
  const { depends_on, ...attributes } = values;
  const expressions = Object.entries(attributes).map(([name, value]) => {
    const references = referencesIn(value).flatMap(({ type, resource, attribute }) => [
      `${type}.${resource}.${attribute}`,
      `${type}.${resource}`,
    ]);
    return [name, references.length === 0 ? { constant_value: value } : { references }];
  });
  return {
    address,
    mode: "managed",
    type: address.split(".")[0],
    name: address.split(".")[1],
    provider_config_key: "routeros",
    expressions: Object.fromEntries(expressions),
    depends_on,
  };
}

/** The first three octets of a WAN's network: 10.112.0, 10.111.0 and so on. */
function networkOf(wan: number): string {
  return `${10 + Math.floor(wan / 112)}.${112 - (wan % 112)}.0`;
}

/** The article's gateway by hand, with any number of WANs: each as in the construct, and in its order. */
export function articleResources(wanCount = 2, more: Resources = {}): Resources {
  const wans = Array.from({ length: wanCount }, (_, i) => ({
    name: `wlan${i + 1}`,
    address: `${networkOf(i)}.2/24`,
    gateway: `${networkOf(i)}.1`,
  }));
  const each = (make: (wan: (typeof wans)[number]) => Values) =>
    Object.fromEntries(wans.map((wan) => [wan.name, make(wan)]));
  const renamed = (suffix: string, byName: Record<string, Values>) =>
    Object.fromEntries(Object.entries(byName).map(([name, values]) => [`${name}_${suffix}`, values]));
  const gateway: Resources = {
    routeros_routing_table: each(({ name }) => ({
      name: `to_${name}`,
      fib: true,
      disabled: false,
      depends_on: ["routeros_ip_address.Local"],
    })),
    routeros_ip_firewall_nat: each(({ name }) => ({
      chain: "srcnat",
      out_interface: name,
      action: "masquerade",
      disabled: false,
      depends_on: [`routeros_routing_table.${name}`],
    })),
    routeros_ip_address: {
      Local: { address: "192.168.0.1/24", network: "192.168.0.0", interface: "Local", disabled: false },
      ...each(({ name, address }) => ({
        address,
        interface: name,
        disabled: false,
        depends_on: [`routeros_ip_firewall_nat.${name}`],
      })),
    },
    routeros_ip_route: {
      ...renamed(
        "policy",
        each(({ name, gateway: via }) => ({
          dst_address: "0.0.0.0/0",
          gateway: via,
          routing_table: `\${routeros_routing_table.${name}.name}`,
          check_gateway: "ping",
          disabled: false,
          depends_on: [`routeros_ip_address.${name}`],
        })),
      ),
      ...renamed(
        "default",
        each(({ name, gateway: via }) => ({
          dst_address: "0.0.0.0/0",
          gateway: via,
          routing_table: "main",
          distance: 1,
          check_gateway: "ping",
          disabled: false,
          depends_on: [`routeros_ip_route.${name}_policy`],
        })),
      ),
    },
    routeros_ip_firewall_mangle: {
      ...renamed(
        "input",
        each(({ name }) => ({
          chain: "input",
          in_interface: name,
          connection_mark: "no-mark",
          action: "mark-connection",
          new_connection_mark: `${name}_conn`,
          passthrough: true,
          disabled: false,
          depends_on: [`routeros_ip_route.${name}_default`],
        })),
      ),
      ...renamed(
        "output",
        each(({ name, address }) => ({
          chain: "output",
          connection_mark: `${name}_conn`,
          dst_address: `!${address.replace(".2/", ".0/")}`,
          action: "mark-routing",
          new_routing_mark: `\${routeros_routing_table.${name}.name}`,
          passthrough: false,
          disabled: false,
          depends_on: [`routeros_ip_route.${name}_default`],
        })),
      ),
    },
  };
  const types = new Set([...Object.keys(gateway), ...Object.keys(more)]);
  return Object.fromEntries([...types].map((type) => [type, { ...gateway[type], ...more[type] }]));
}

/** A forward of HTTPS from the second WAN to a host of the LAN, as attributes of its resource. */
export const FORWARD_OF_WLAN2 = {
  chain: "dstnat",
  in_interface: "wlan2",
  protocol: "tcp",
  dst_port: "443",
  action: "dst-nat",
  to_addresses: "192.168.0.9",
};

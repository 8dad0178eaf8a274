import { type PlanJson, readStack, type Stack } from "../../lib/state/stack";

type Attributes = Readonly<Record<string, unknown>>;

/** A resource of a plan, as far as it matters here. */
export interface Planned {
  readonly type: string;
  readonly name?: string;
  readonly provider?: string;
  /** What the configuration says; absent where the resource has left it. */
  readonly configured?: Attributes;
  /** What the state holds; absent where it does not know the resource. */
  readonly state?: Attributes;
  /** Attributes that the configuration leaves out. */
  readonly unset?: readonly string[];
  readonly unknown?: readonly string[];
  /** Attributes that Terraform marks as sensitive: in a plan to delete, on the side of the state. */
  readonly secret?: readonly string[];
  /** Attributes that only the state marks. */
  readonly secretInState?: readonly string[];
  readonly module?: string;
}

/** How a configuration says a value, as its plan shows that. */
type Writing = (attribute: string, value: unknown) => object;

const literal: Writing = (_, value) => ({ constant_value: value });

/** Seen in plans of Terraform 1.11 and OpenTofu 1.10: a JSON configuration's template is in `constant_value`, whatever it mentions. */
const templateInJson: Writing = (attribute, value) => {
  const template = typeof value === "string" ? `\${var.${attribute}}` : `\${${JSON.stringify(value)}}`;
  return {
    constant_value: Array.isArray(value) ? [template] : template,
    ...(typeof value === "string" ? { references: [`var.${attribute}`] } : {}),
  };
};

const tokenInHcl: Writing = (attribute) => ({ references: [`var.${attribute}`] });

/** Every way in which a stack's values are written; CDKTF writes JSON. */
export const WRITINGS: readonly [name: string, writing: Writing][] = [
  ["literals", literal],
  ["tokens in JSON", templateInJson],
  ["tokens in HCL", tokenInHcl],
];

/** A plan in Terraform's JSON. */
export function planOf(resources: readonly Planned[], writing: Writing = literal): PlanJson {
  return {
    configuration: {
      root_module: {
        resources: resources
          .filter(({ configured, module }) => configured !== undefined && module === undefined)
          .map(({ type, name = "it", provider = "routeros", configured = {}, unknown = [] }) => ({
            mode: "managed",
            type,
            name,
            provider_config_key: provider,
            expressions: Object.fromEntries(
              Object.entries(configured).map(([attribute, value]) => [
                attribute,
                unknown.includes(attribute) ? {} : writing(attribute, value),
              ]),
            ),
          })),
      },
    },
    resource_changes: resources.map(
      ({ type, name = "it", configured, state, unset = [], unknown = [], secret = [], module }) => ({
        address: `${type}.${name}`,
        mode: "managed",
        type,
        name,
        module_address: module,
        change: {
          actions: [],
          before: state ?? null,
          after:
            configured === undefined
              ? null
              : { ...Object.fromEntries(unset.map((one) => [one, null])), ...configured },
          after_unknown: Object.fromEntries(unknown.map((attribute) => [attribute, true])),
          before_sensitive: configured === undefined ? marked(secret) : false,
          after_sensitive: configured === undefined ? false : marked(secret),
        },
      }),
    ),
    prior_state: {
      values: {
        root_module: {
          resources: resources.map(({ type, name = "it", secretInState = [] }) => ({
            address: `${type}.${name}`,
            sensitive_values: marked(secretInState),
          })),
        },
      },
    },
  };
}

const marked = (attributes: readonly string[]) =>
  Object.fromEntries(attributes.map((attribute) => [attribute, true]));

/** The stack of such a plan. */
export function stackOf(...resources: readonly Planned[]): Stack {
  return readStack(planOf(resources), "routeros");
}

/** Reads the stacks of such plans, written so. */
export const stackWritten =
  (writing: Writing): typeof stackOf =>
  (...resources) =>
    readStack(planOf(resources, writing), "routeros");

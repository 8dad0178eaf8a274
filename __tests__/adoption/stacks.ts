import { type PlanJson, readStack, type Stack } from "../../lib/adoption/stack";

type Attributes = Readonly<Record<string, unknown>>;

/** A resource of a plan, as far as it matters here. */
export interface Planned {
  readonly type: string;
  readonly name?: string;
  readonly provider?: string;
  /** What the configuration says; absent where the resource has left it. */
  readonly said?: Attributes;
  /** What the state holds; absent where it does not know the resource. */
  readonly state?: Attributes;
  /** Attributes that the configuration leaves out. */
  readonly unsaid?: readonly string[];
  readonly unknown?: readonly string[];
  readonly secret?: readonly string[];
  readonly module?: string;
}

/** A plan in Terraform's JSON. */
export function planOf(resources: readonly Planned[]): PlanJson {
  return {
    configuration: {
      root_module: {
        resources: resources
          .filter(({ said, module }) => said !== undefined && module === undefined)
          .map(({ type, name = "it", provider = "routeros", said = {}, unknown = [] }) => ({
            mode: "managed",
            type,
            name,
            provider_config_key: provider,
            expressions: Object.fromEntries(
              Object.entries(said).map(([attribute, value]) => [
                attribute,
                unknown.includes(attribute) ? {} : { constant_value: value },
              ]),
            ),
          })),
      },
    },
    resource_changes: resources.map(
      ({ type, name = "it", said, state, unsaid = [], unknown = [], secret = [], module }) => ({
        address: `${type}.${name}`,
        mode: "managed",
        type,
        name,
        module_address: module,
        change: {
          actions: [],
          before: state ?? null,
          after:
            said === undefined ? null : { ...Object.fromEntries(unsaid.map((one) => [one, null])), ...said },
          after_unknown: Object.fromEntries(unknown.map((attribute) => [attribute, true])),
          after_sensitive: Object.fromEntries(secret.map((attribute) => [attribute, true])),
        },
      }),
    ),
  };
}

/** The stack of such a plan. */
export function stackOf(...resources: readonly Planned[]): Stack {
  return readStack(planOf(resources), "routeros");
}

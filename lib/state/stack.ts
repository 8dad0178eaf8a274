import { isProperty, propertyName } from "../routeros/menus";
import { isFlag } from "../routeros/row-defaults";
import { type Fields, textOf } from "./fields";
import { type StateMenu, stateMenuOf } from "./state-menus";
import { holdsTemplate } from "./templates";

/** A resource of a stack, which is a row of the router. */
export interface StackResource {
  /** Its address in Terraform. */
  readonly address: string;
  readonly menu: StateMenu;
  /** The fields that the configuration sets; none for a resource that was removed from the configuration. */
  readonly configured: Fields;
  /** Fields whose values are known only after the apply. */
  readonly unknown: readonly string[];
  /** Fields that the configuration does not set, so that an apply removes them from the row. */
  readonly unset: readonly string[];
  /** The fields that an apply writes: those configured, and the provider's defaults. */
  readonly written: Fields;
  /** The `.id` of the row in the state; undefined if the state has none. */
  readonly id?: string;
  /** The values in the state of the fields that are configured. */
  readonly stored: Fields;
  /** The values in the state of the other fields, such as the provider's defaults. */
  readonly kept: Fields;
  /** Fields whose values are sensitive: they are never compared, shown or written. */
  readonly secret: readonly string[];
}

/** A stack, read from a plan of it. */
export interface Stack {
  readonly resources: readonly StackResource[];
  /** Addresses of RouterOS resources that are not compared: those in modules, and those of unsupported menus. */
  readonly skipped: readonly string[];
}

type Attributes = Readonly<Record<string, unknown>>;

/** The parsed output of `terraform show -json` for a plan made with `-refresh=false`. */
export interface PlanJson {
  /** @internal */
  readonly resource_changes?: readonly ChangeJson[];
  /** @internal */
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly ConfigurationJson[] } };
  /** @internal */
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly ObjectJson[] } };
  };
}

interface ObjectJson {
  readonly address: string;
  readonly sensitive_values?: Marks;
}

/** What Terraform marks: a whole object, or some of its attributes or parts of them. */
type Marks = Attributes | boolean;

interface ChangeJson {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly module_address?: string;
  readonly deposed?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    readonly after_unknown: Marks;
    readonly before_sensitive?: Marks;
    readonly after_sensitive?: Marks;
    readonly importing?: unknown;
  };
}

interface ConfigurationJson {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider_config_key: string;
  readonly expressions?: Readonly<Record<string, ExpressionJson>>;
}

interface ExpressionJson {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

const OURS = /^routeros_/;

/** The provider configurations of a stack, one for each router: `routeros` or `routeros.<alias>`. */
export function providersIn(plan: PlanJson): readonly string[] {
  return [...new Set(configurationsIn(plan).map((resource) => resource.provider_config_key))];
}

/** Reads the resources of one router out of a plan. */
export function readStack(plan: PlanJson, provider: string): Stack {
  const configurations = new Map(configurationsIn(plan).map((one) => [`${one.type}.${one.name}`, one]));
  const objects = plan.prior_state?.values?.root_module?.resources ?? [];
  const marks = new Map(objects.map((object) => [object.address, object.sensitive_values]));
  const single = providersIn(plan).length <= 1;
  const resources: StackResource[] = [];
  const skipped: string[] = [];
  for (const change of plan.resource_changes ?? []) {
    if (change.mode !== "managed" || !OURS.test(change.type) || change.deposed !== undefined) {
      continue;
    }
    const configuration =
      change.module_address === undefined ? configurations.get(`${change.type}.${change.name}`) : undefined;
    const menu = stateMenuOf(change.type);
    const here = configuration === undefined ? single : configuration.provider_config_key === provider;
    if (menu === undefined || change.module_address !== undefined) {
      skipped.push(change.address);
    } else if (here) {
      resources.push(readResource(change, menu, configuration, marks.get(change.address)));
    }
  }
  return { resources, skipped };
}

function configurationsIn(plan: PlanJson): readonly ConfigurationJson[] {
  const all = plan.configuration?.root_module?.resources ?? [];
  return all.filter(({ mode, type }) => mode === "managed" && OURS.test(type));
}

function readResource(
  { address, change }: ChangeJson,
  menu: StateMenu,
  configuration: ConfigurationJson | undefined,
  marksInState: Marks | undefined,
): StackResource {
  const { before, after } = change;
  const { expressions = {} } = configuration ?? {};
  // A delete has only `before_sensitive`, and marks by the provider may be in the state only.
  const marks = [change.before_sensitive, change.after_sensitive, marksInState];
  const isSecret = (name: string) =>
    menu.secrets.has(propertyName(name)) || marks.some((one) => isMarked(one, name));
  const all = Object.keys({ ...before, ...after }).filter(isProperty);
  const secret = all.filter((name) => isSecret(name) && (isHeld(name) || name in expressions));
  const properties = all.filter((name) => !isSecret(name));
  const wanted = (name: string) => literalIn(expressions[name]) ?? after?.[name];
  const isUnknown = (name: string) => isMarked(change.after_unknown, name);
  // A variable that is null sets nothing.
  const configured = properties.filter(
    (name) => name in expressions && (isUnknown(name) || after === null || !isNothing(wanted(name))),
  );
  const known = configured.filter((name) => !isUnknown(name));
  const rest = properties.filter((name) => !configured.includes(name));
  // While a change is pending, the row should be what the state holds. Flags are an exception: the provider stores "no"
  // because the reply to a creation shows a flag without a value.
  const storedValue = (name: string) =>
    isFlag(propertyName(name)) || isSame(before?.[name], after?.[name]) ? wanted(name) : before?.[name];
  const inState = before !== null && change.importing === undefined;
  return {
    address,
    menu,
    configured: fieldsOf(known, wanted),
    unknown: configured.filter((name) => !known.includes(name)).map(propertyName),
    unset: rest.filter((name) => !isHeld(name)).map(propertyName),
    written: fieldsOf([...known, ...rest], wanted),
    ...(inState ? { id: String(before["id"]) } : {}),
    stored: inState ? fieldsOf(after === null ? properties : configured, storedValue) : {},
    kept: inState ? fieldsOf(rest, (name) => before[name]) : {},
    secret: secret.map(propertyName),
  };

  function isHeld(name: string): boolean {
    return !isNothing(after?.[name]) || !isNothing(before?.[name]);
  }
}

/** Whether Terraform marks an attribute, or a part of it, as sensitive or as not known yet. */
function isMarked(marks: Marks | undefined, attribute: string): boolean {
  return (
    marks === true ||
    (typeof marks === "object" && JSON.stringify(marks[attribute] ?? false).includes("true"))
  );
}

/**
 * The value that the configuration writes out. A JSON configuration, which is all that CDKTF writes, has the raw
 * template as `constant_value`, beside its `references` if it has any: its value is only in the change.
 */
function literalIn({ constant_value: value, references = [] }: ExpressionJson = {}): unknown {
  return references.length > 0 || holdsTemplate(value) ? undefined : value;
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether a value is a nested block, or a list of nested blocks; no field of a row is one. */
const isBlock = (value: unknown): boolean => [value].flat().some((one) => typeof one === "object");

function fieldsOf(attributes: readonly string[], value: (attribute: string) => unknown): Fields {
  return Object.fromEntries(
    attributes.flatMap((name) => {
      const held = value(name);
      const field = propertyName(name);
      return isNothing(held) || isBlock(held) ? [] : [[field, textOf(field, held)]];
    }),
  );
}

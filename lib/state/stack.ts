import { isProperty, propertyName } from "../routeros/menus";
import { isFlag } from "../routeros/row-defaults";
import { type Fields, textOf } from "./fields";
import { type Menu, menuOf } from "./state-menus";
import { holdsTemplate } from "./templates";

/** A resource of a stack that stands for a row of the router. */
export interface StackResource {
  /** Terraform's address of it. */
  readonly address: string;
  readonly menu: Menu;
  /** What the configuration says of the row; of a resource that has left the configuration, nothing. */
  readonly configured: Fields;
  /** What Terraform knows only once it applies. */
  readonly unknown: readonly string[];
  /** What the configuration could say and does not, so that an apply takes it off the row. */
  readonly unsaid: readonly string[];
  /** All that an apply writes: what is said, and defaults of the provider. */
  readonly written: Fields;
  /** The `.id` of the row; undefined where the state does not know of one. */
  readonly id?: string;
  /** What the state holds the row to be, of the fields that are said. */
  readonly stored: Fields;
  /** What the state holds of the other fields, such as defaults of the provider. */
  readonly kept: Fields;
  /** Fields whose values are sensitive: they are never compared, shown or written. */
  readonly secret: readonly string[];
}

/** A stack as its own plan tells it. */
export interface Stack {
  readonly resources: readonly StackResource[];
  /** Addresses of resources of the router whose menus are not known here. */
  readonly notLookedAt: readonly string[];
}

type Attributes = Readonly<Record<string, unknown>>;

/** `terraform show -json` of a plan made with `-refresh=false`, as far as it is read. */
export interface PlanJson {
  readonly resource_changes?: readonly ChangeJson[];
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly ConfigurationJson[] } };
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

/** The provider configurations that a stack's routers are reached by: `routeros`, or `routeros.<alias>`. */
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
  const notLookedAt: string[] = [];
  for (const change of plan.resource_changes ?? []) {
    if (change.mode !== "managed" || !OURS.test(change.type) || change.deposed !== undefined) {
      continue;
    }
    const configuration =
      change.module_address === undefined ? configurations.get(`${change.type}.${change.name}`) : undefined;
    const menu = menuOf(change.type);
    const here = configuration === undefined ? single : configuration.provider_config_key === provider;
    if (menu === undefined || change.module_address !== undefined) {
      notLookedAt.push(change.address);
    } else if (here) {
      resources.push(readResource(change, menu, configuration, marks.get(change.address)));
    }
  }
  return { resources, notLookedAt };
}

function configurationsIn(plan: PlanJson): readonly ConfigurationJson[] {
  const all = plan.configuration?.root_module?.resources ?? [];
  return all.filter(({ mode, type }) => mode === "managed" && OURS.test(type));
}

function readResource(
  { address, change }: ChangeJson,
  menu: Menu,
  configuration: ConfigurationJson | undefined,
  marksInState: Marks | undefined,
): StackResource {
  const { before, after } = change;
  const { expressions = {} } = configuration ?? {};
  // On a delete only `before_sensitive` has the marks, and a provider's own may be in neither.
  const marks = [change.before_sensitive, change.after_sensitive, marksInState];
  const isSecret = (name: string) =>
    menu.secrets.has(propertyName(name)) || marks.some((one) => isMarked(one, name));
  const all = Object.keys({ ...before, ...after }).filter(isProperty);
  const secret = all.filter((name) => isSecret(name) && (isHeld(name) || name in expressions));
  const properties = all.filter((name) => !isSecret(name));
  const wanted = (name: string) => literalIn(expressions[name]) ?? after?.[name];
  const isUnknown = (name: string) => isMarked(change.after_unknown, name);
  // A variable that is null says nothing.
  const said = properties.filter(
    (name) => name in expressions && (isUnknown(name) || after === null || !isNothing(wanted(name))),
  );
  const known = said.filter((name) => !isUnknown(name));
  const rest = properties.filter((name) => !said.includes(name));
  // While a change waits to be applied, the state says what was there to be written. Of a flag it does not: the
  // provider takes the reply to a creation, in which a flag has no value, for a no.
  const believed = (name: string) =>
    isFlag(propertyName(name)) || isSame(before?.[name], after?.[name]) ? wanted(name) : before?.[name];
  const inState = before !== null && change.importing === undefined;
  return {
    address,
    menu,
    configured: fieldsOf(known, wanted),
    unknown: said.filter((name) => !known.includes(name)).map(propertyName),
    unsaid: rest.filter((name) => !isHeld(name)).map(propertyName),
    written: fieldsOf([...known, ...rest], wanted),
    ...(inState ? { id: String(before["id"]) } : {}),
    stored: inState ? fieldsOf(after === null ? properties : said, believed) : {},
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
 * template as `constant_value`, beside its `references` if it has any: what it stands for is only in the change.
 */
function literalIn({ constant_value: value, references = [] }: ExpressionJson = {}): unknown {
  return references.length > 0 || holdsTemplate(value) ? undefined : value;
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether a value is a nested block, or a list of them, which no field of a row is. */
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

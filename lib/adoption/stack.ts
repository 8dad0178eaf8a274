import { isProperty, propertyName } from "../provider/menus";
import { type Fields, isFlag, textOf } from "./fields";
import { type Menu, menuOf } from "./menus";

/** A resource of a stack that stands for a row of the router. */
export interface StackResource {
  /** Terraform's address of it. */
  readonly address: string;
  readonly menu: Menu;
  /** What the configuration says of the row; of a resource that has left the configuration, nothing. */
  readonly said: Fields;
  /** What Terraform knows only once it applies. */
  readonly unknown: readonly string[];
  /** What the configuration could say and does not, so that an apply takes it off the row. */
  readonly unsaid: readonly string[];
  /** All that an apply writes: what is said, and defaults of the provider. */
  readonly written: Fields;
  /** The `.id` of the row; undefined where the state does not know of one. */
  readonly id?: string;
  /** What the state holds the row to be, of the fields that are said. */
  readonly believed: Fields;
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
}

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
    readonly after_unknown: Attributes | boolean;
    readonly after_sensitive: Attributes | boolean;
    readonly importing?: unknown;
  };
}

interface ConfigurationJson {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider_config_key: string;
  readonly expressions?: Readonly<Record<string, { readonly constant_value?: unknown }>>;
}

const OURS = /^routeros_/;

/** The provider configurations that a stack's routers are reached by: `routeros`, or `routeros.<alias>`. */
export function providersIn(plan: PlanJson): readonly string[] {
  return [...new Set(configurationsIn(plan).map((resource) => resource.provider_config_key))];
}

/** Reads the resources of one router out of a plan. */
export function readStack(plan: PlanJson, provider: string): Stack {
  const configurations = configurationsIn(plan);
  const single = providersIn(plan).length <= 1;
  const resources: StackResource[] = [];
  const notLookedAt: string[] = [];
  for (const change of plan.resource_changes ?? []) {
    if (change.mode !== "managed" || !OURS.test(change.type) || change.deposed !== undefined) {
      continue;
    }
    const configuration = configurations.find(
      ({ type, name }) => type === change.type && name === change.name && change.module_address === undefined,
    );
    const menu = menuOf(change.type);
    const here = configuration === undefined ? single : configuration.provider_config_key === provider;
    if (menu === undefined || change.module_address !== undefined) {
      notLookedAt.push(change.address);
    } else if (here) {
      resources.push(readResource(change, menu, configuration));
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
): StackResource {
  const { before, after } = change;
  const { expressions = {} } = configuration ?? {};
  const properties = Object.keys(after ?? before ?? {}).filter(
    (name) => isProperty(name) && !isMarked(change.after_sensitive, name),
  );
  const said = properties.filter((name) => name in expressions);
  const known = said.filter((name) => !isMarked(change.after_unknown, name));
  const rest = properties.filter((name) => !said.includes(name));
  const wanted = (name: string) => expressions[name]?.constant_value ?? after?.[name];
  // While a change waits to be applied, the state says what was there to be written. Of a flag it does not: the
  // provider takes the reply to a creation, in which a flag has no value, for a no.
  const believed = (name: string) =>
    isFlag(propertyName(name)) || isSame(before?.[name], after?.[name]) ? wanted(name) : before?.[name];
  const inState = before !== null && change.importing === undefined;
  return {
    address,
    menu,
    said: fieldsOf(known, wanted),
    unknown: said.filter((name) => !known.includes(name)).map(propertyName),
    unsaid: rest.filter((name) => isNothing(after?.[name]) && isNothing(before?.[name])).map(propertyName),
    written: fieldsOf([...known, ...rest], wanted),
    ...(inState ? { id: String(before["id"]) } : {}),
    believed: inState ? fieldsOf(after === null ? properties : said, believed) : {},
  };
}

/** Whether Terraform marks an attribute, or a part of it, as secret or as not known yet. */
function isMarked(marks: Attributes | boolean, attribute: string): boolean {
  return typeof marks === "object" && JSON.stringify(marks[attribute] ?? false).includes("true");
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function fieldsOf(attributes: readonly string[], value: (attribute: string) => unknown): Fields {
  return Object.fromEntries(
    attributes.flatMap((name) => {
      const held = value(name);
      const field = propertyName(name);
      return isNothing(held) ? [] : [[field, textOf(field, held)]];
    }),
  );
}

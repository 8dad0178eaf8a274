import { PlanError } from "./plan-error";
import { type JsonObject, listAt, memberOf, objectAt, optionalText, textsIn } from "./plan-json";

/** A provider block. */
export interface ProviderConfiguration {
  /** `routeros`, `routeros.branch` or `module.site:routeros`. */
  readonly key: string;
  /** Host and port of `hosturl`, where the configuration states it; user and password are not kept. */
  readonly host?: string;
  /** Whether it is one router for each key of its `for_each`, which OpenTofu has: it then mentions `each`. */
  readonly isEach: boolean;
}

/** A resource block. */
export interface Block {
  /** `module.site.routeros_ip_route.default` */
  readonly address: string;
  readonly providerKey: string;
  /** The attributes that it sets. */
  readonly configured: ReadonlySet<string>;
  /** The blocks that each attribute mentions. */
  readonly mentions: ReadonlyMap<string, readonly string[]>;
  /** The blocks that Terraform makes before this one, mentioned or in `depends_on`. */
  readonly dependsOn: readonly string[];
  /** Mentions that cannot be followed: a plan does not show the value of a `local`. */
  readonly unfollowed: readonly string[];
}

/** What a plan tells of the configuration: which blocks there are, of which provider, and what each waits for. */
export interface Configuration {
  readonly providers: ReadonlyMap<string, ProviderConfiguration>;
  readonly blocks: ReadonlyMap<string, Block>;
}

/** A module as it is called. */
interface Module {
  /** `module.site.`, or nothing for the root. */
  readonly prefix: string;
  readonly depth: number;
  readonly body: JsonObject;
  readonly parent?: Module;
  /** How the caller fills its variables. */
  readonly inputs: JsonObject;
  /** What the call itself waits for. */
  readonly dependsOn: readonly string[];
}

/** How deep modules may be nested: each repeats the names of those around it. */
const DEEPEST_MODULE = 50;

/**
 * Reads the part `configuration` of a plan.
 *
 * @param values the part `variables`: what the variables of the root module are in this plan
 */
export function readConfiguration(json: JsonObject, values: JsonObject = {}): Configuration {
  const variables = openVariables(objectAt(json["root_module"], "root_module"), values);
  const providers = new Map<string, ProviderConfiguration>();
  for (const [key, value] of Object.entries(objectAt(json["provider_config"], "provider_config"))) {
    const provider = objectAt(value, `provider_config.${key}`);
    if (isRouteros(key, optionalText(provider["full_name"]))) {
      const expressions = objectAt(provider["expressions"], "expressions");
      const isEach = referencesIn(expressions).some((reference) => /^each\./.test(reference));
      providers.set(key, {
        key,
        host: hostOf(expressions, key.includes(":") ? new Map() : variables),
        isEach,
      });
    }
  }
  const modules = modulesOf(objectAt(json["root_module"], "root_module"));
  const blocks = new Map<string, Block>();
  for (const module of modules.values()) {
    for (const item of listAt(module.body["resources"], "resources")) {
      const block = readBlock(objectAt(item, "a resource"), module, modules);
      // A module that inherits its caller's provider names it by its own path.
      const [key = "", inherited = key] = block.providerKey.split(":");
      const providerKey = providers.has(block.providerKey) ? block.providerKey : inherited;
      blocks.set(block.address, { ...block, providerKey });
    }
  }
  return { providers, blocks };
}

function isRouteros(key: string, fullName = ""): boolean {
  return /(^|\/)routeros$/.test(fullName) || (fullName === "" && /(^|:)routeros(\.|$)/.test(key));
}

/** The variables of the root module that are texts and not sensitive. */
function openVariables(root: JsonObject, values: JsonObject): ReadonlyMap<string, string> {
  const open = new Map<string, string>();
  for (const [name, value] of Object.entries(objectAt(root["variables"], "variables"))) {
    const declared = objectAt(value, `variable ${name}`);
    const text = optionalText(objectAt(values[name], `variable ${name}`)["value"]);
    if (text !== undefined && declared["sensitive"] !== true) {
      open.set(name, text);
    }
  }
  return open;
}

function hostOf(expressions: JsonObject, variables: ReadonlyMap<string, string>): string | undefined {
  const text = urlOf(objectAt(expressions["hosturl"], "hosturl"), variables);
  // Users write them with and without a scheme; the part before an @ is a login.
  return (
    text
      ?.replace(/^[a-z+]+:\/\//i, "")
      .replace(/^.*@/, "")
      .replace(/\/.*$/, "") || undefined
  );
}

/**
 * The text of `hosturl`, with the values of variables. A JSON configuration shows its template; an HCL one only what
 * it mentions, which is the whole text where that is a URL or a host, and else may be a part of it.
 */
function urlOf(expression: JsonObject, variables: ReadonlyMap<string, string>): string | undefined {
  const template = optionalText(expression["constant_value"]);
  if (template !== undefined) {
    const text = template.replace(/\$\{var\.([\w-]+)\}/g, (whole, name) => variables.get(name) ?? whole);
    return /[$%]\{/.test(text) ? undefined : text;
  }
  const [mention, ...others] = referencesIn(expression);
  const [, name = ""] = /^var\.([\w-]+)$/.exec(mention ?? "") ?? [];
  const value = others.length === 0 ? variables.get(name) : undefined;
  return value !== undefined && /[.:]/.test(value) ? value : undefined;
}

function modulesOf(root: JsonObject): ReadonlyMap<string, Module> {
  const modules = new Map<string, Module>();
  const open: Module[] = [{ prefix: "", depth: 0, body: root, inputs: {}, dependsOn: [] }];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    if (module.depth > DEEPEST_MODULE) {
      throw new PlanError(
        `modules are nested more than ${DEEPEST_MODULE} levels deep, which this tool does not read`,
      );
    }
    modules.set(module.prefix, module);
    for (const [name, value] of Object.entries(objectAt(module.body["module_calls"], "module_calls"))) {
      const call = objectAt(value, `module ${name}`);
      open.push({
        prefix: `${module.prefix}module.${name}.`,
        depth: module.depth + 1,
        body: objectAt(call["module"], `module ${name}`),
        parent: module,
        inputs: objectAt(call["expressions"], "expressions"),
        dependsOn: textsIn(call["depends_on"], "depends_on"),
      });
    }
  }
  return modules;
}

function readBlock(json: JsonObject, module: Module, modules: ReadonlyMap<string, Module>): Block {
  const expressions = objectAt(json["expressions"], "expressions");
  const unfollowed = new Set<string>();
  const follow = (references: readonly string[], scope: Module | undefined): readonly string[] => {
    const { blocks, lost } = followAll(references, scope, modules);
    for (const reference of lost) {
      unfollowed.add(reference);
    }
    return blocks;
  };
  const mentions = new Map<string, readonly string[]>();
  for (const [name, expression] of Object.entries(expressions)) {
    const found = [...new Set(follow(referencesIn(expression), module))];
    if (found.length > 0) {
      mentions.set(name, found);
    }
  }
  let others = [
    ...follow(textsIn(json["depends_on"], "depends_on"), module),
    ...follow(referencesIn(json["for_each_expression"]), module),
    ...follow(referencesIn(json["count_expression"]), module),
  ];
  for (let outer: Module | undefined = module; outer !== undefined; outer = outer.parent) {
    others = others.concat(follow(outer.dependsOn, outer.parent));
  }
  return {
    address: module.prefix + String(json["address"]),
    providerKey: optionalText(json["provider_config_key"]) ?? "routeros",
    configured: new Set(Object.keys(expressions)),
    mentions,
    dependsOn: [...new Set([...mentions.values()].flat().concat(others))],
    unfollowed: [...unfollowed],
  };
}

/** A mention, and the module in which it is one; none where the root's own variables are filled. */
interface Mention {
  readonly reference: string;
  readonly scope?: Module;
}

/** The blocks that mentions refer to, each once, and the mentions that cannot be followed. */
function followAll(
  references: readonly string[],
  module: Module | undefined,
  modules: ReadonlyMap<string, Module>,
): { blocks: readonly string[]; lost: readonly string[] } {
  const blocks = new Set<string>();
  const lost: string[] = [];
  // Each mention is followed once: several variables may be filled from one output, and so on.
  const seen = new Set<string>();
  const open: Mention[] = references.map((reference) => ({ reference, scope: module })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { reference, scope } = next;
    const key = `${scope?.prefix} ${reference}`;
    if (seen.has(key)) {
      continue;
    }
    seen.add(key);
    const found = scope && followOne(reference, scope, modules);
    if (found === undefined) {
      lost.push(reference);
    } else if (typeof found === "string") {
      blocks.add(found);
    } else {
      for (const mention of [...found].reverse()) {
        open.push(mention);
      }
    }
  }
  return { blocks: [...blocks], lost };
}

/**
 * The block that a mention refers to, or the mentions that it refers to; undefined where the plan does not show them.
 */
function followOne(
  reference: string,
  module: Module,
  modules: ReadonlyMap<string, Module>,
): string | readonly Mention[] | undefined {
  const mentionsIn = (expression: unknown, scope: Module | undefined): readonly Mention[] =>
    referencesIn(expression).map((each) => ({ reference: each, scope }));
  const [first = "", second = "", third] = reference.replace(/\[[^[\]]*\]/g, "").split(".");
  switch (first) {
    case "each":
    case "count":
    case "self":
    case "path":
    case "terraform":
      return [];
    case "var":
      return mentionsIn(memberOf(module.inputs, second), module.parent);
    case "local":
      return undefined;
    case "module": {
      const called = modules.get(`${module.prefix}module.${second}.`);
      if (called === undefined) {
        return undefined;
      }
      const outputs = objectAt(called.body["outputs"], "outputs");
      const names = third === undefined ? Object.keys(outputs) : [third];
      return names.flatMap((name) =>
        mentionsIn(objectAt(memberOf(outputs, name), "an output")["expression"], called),
      );
    }
    case "data":
      return third === undefined ? [] : `${module.prefix}data.${second}.${third}`;
    default:
      return second === "" ? [] : `${module.prefix}${first}.${second}`;
  }
}

/** All that an expression mentions, nested blocks included. */
function referencesIn(expression: unknown): readonly string[] {
  const found: string[] = [];
  const open: unknown[] = [expression];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) {
      continue;
    }
    for (const [name, value] of Object.entries(next)) {
      if (name === "references" && Array.isArray(value)) {
        for (const item of value.filter((each) => typeof each === "string")) {
          found.push(item);
        }
      } else if (name !== "constant_value") {
        open.push(value);
      }
    }
  }
  return found;
}

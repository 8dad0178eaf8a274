import { secretMarks } from "../../routeros/secrets";
import { dictionary } from "../../text/dictionary";
import { NestingError, parseJson } from "../../text/parse-json";
import { readAttributes } from "./attributes";
import { type Configuration, readConfiguration } from "./configuration";
import { PlanError } from "./plan-error";
import { type JsonObject, listAt, objectAt, optionalText, textAt, textsIn } from "./plan-json";
import { asRefreshed, dependenciesOf, objectsIn, sensitiveIn, untouchedOf } from "./prior-state";
import { type Action, blockOf, type ResourceChange } from "./resource-change";

/** A plan as `terraform show -json` or `tofu show -json` writes it, reduced to what concerns RouterOS. */
export interface Plan {
  /** Where it was read from: a file's name, or `-`. */
  readonly source: string;
  /** @internal */
  readonly configuration: Configuration;
  /**
   * Every `routeros_*` object, in the plan's order; those that it passes over come last.
   *
   * @internal
   */
  readonly changes: readonly ResourceChange[];
  /**
   * What the refresh found changed on the router since the last apply: state first, then the router.
   *
   * @internal
   */
  readonly drift: readonly ResourceChange[];
  /** How many objects of other providers the plan holds. */
  readonly others: number;
  /** Whether Terraform has put off a part of the plan to a later run. */
  readonly incomplete: boolean;
  /**
   * What each existing object waits for, by address, as the state remembers it: the order of a destroy.
   *
   * @internal
   */
  readonly stateDependencies: ReadonlyMap<string, readonly string[]>;
}

const HOW = "write it with: terraform show -json PLANFILE > plan.json";

const ACTIONS = dictionary<Action>({
  "no-op": "no-op",
  create: "create",
  read: "read",
  update: "update",
  delete: "delete",
  forget: "forget",
  "delete,create": "delete-create",
  "create,delete": "create-delete",
  "create,forget": "create-forget",
  "forget,create": "create-forget",
});

/**
 * Reads a plan, as `terraform show -json` or `tofu show -json` writes it.
 *
 * @param source the name of the plan in the report: a file's name, or `-`
 * @throws PlanError where the text is not a plan that this tool can read: truncated, of another tool, or too new
 * @example
 * const plan = readPlan(readFileSync("plan.json", "utf8"), "plan.json");
 */
export function readPlan(text: string, source: string): Plan {
  const json = parse(text);
  checkKind(json);
  const configuration = readConfiguration(
    objectAt(json["configuration"], "configuration"),
    objectAt(json["variables"], "variables"),
  );
  const changesOf = (name: string): { routeros: JsonObject[]; others: number } => {
    const all = listAt(json[name], name).map((item) => objectAt(item, `an item of ${name}`));
    const routeros = all.filter(({ type }) => typeof type === "string" && type.startsWith("routeros_"));
    return { routeros, others: all.length - routeros.length };
  };
  const { routeros, others } = changesOf("resource_changes");
  const objects = objectsIn(json["prior_state"]);
  const sensitive = sensitiveIn(objects);
  const read = (item: JsonObject): ResourceChange =>
    readChange(item, configuration, sensitive.get(item["address"]));
  const changes = asRefreshed(routeros, objects).map(read);
  return {
    source,
    configuration,
    changes: [...changes, ...untouchedOf(objects, changes)],
    drift: changesOf("resource_drift").routeros.map(read),
    others,
    incomplete: json["complete"] === false,
    stateDependencies: dependenciesOf(objects),
  };
}

function parse(text: string): JsonObject {
  if (text.startsWith("PK\u0003\u0004")) {
    throw new PlanError(`this is a binary plan file, not JSON; ${HOW}`);
  }
  if (text.trim() === "") {
    throw new PlanError(`the file is empty; ${HOW}`);
  }
  let json: unknown;
  try {
    json = parseJson(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof NestingError) {
      throw new PlanError(`not a plan of Terraform or OpenTofu: ${error.message}`);
    }
    throw new PlanError(
      /^\s*\{"@level"/.test(text)
        ? `this is the log of "terraform plan -json", not a plan; ${HOW}`
        : `not a complete JSON document; ${HOW}`,
    );
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new PlanError(`not a plan of Terraform or OpenTofu; ${HOW}`);
  }
  return json as JsonObject;
}

function checkKind(json: JsonObject): void {
  const version = json["format_version"];
  if (typeof version !== "string" && json["encrypted_data"] !== undefined) {
    throw new PlanError(
      "this file is encrypted by OpenTofu; write a JSON plan with: tofu show -json PLANFILE > plan.json",
    );
  }
  if (typeof version !== "string") {
    throw new PlanError(`not a plan of Terraform or OpenTofu, because it has no format_version; ${HOW}`);
  }
  if (!/^1(\.\d+)?$/.test(version)) {
    throw new PlanError(
      `the plan has format_version ${JSON.stringify(version.slice(0, 20))}, but this tool reads 1.x; use a newer routeros-plan-review, or Terraform 1.1 or newer`,
    );
  }
  if (json["planned_values"] === undefined && json["resource_changes"] === undefined) {
    throw new PlanError(`this JSON is a state or a schema, not a plan; ${HOW}`);
  }
  if (json["errored"] === true) {
    throw new PlanError("the plan is incomplete because planning failed; fix the error and plan again");
  }
}

/** @param stateMarks what the state marks as sensitive in the object */
function readChange(json: JsonObject, { blocks }: Configuration, stateMarks: unknown): ResourceChange {
  const own = textAt(json["address"], "address");
  const type = textAt(json["type"], `type of ${own}`);
  const deposed = optionalText(json["deposed"]);
  const address = deposed === undefined ? own : `${own} (deposed ${deposed})`;
  const change = objectAt(json["change"], `change of ${own}`);
  const words = textsIn(change["actions"], `actions of ${own}`).join();
  const action = ACTIONS[words];
  if (action === undefined) {
    throw new PlanError(
      `this tool does not know the action "${words.slice(0, 40)}" of ${own}; use a newer routeros-plan-review`,
    );
  }
  const configured = blocks.get(blockOf(own))?.configured;
  const side = (name: "before" | "after") =>
    change[name] === null || change[name] === undefined
      ? undefined
      : readAttributes(
          objectAt(change[name], `${name} of ${own}`),
          name === "after" ? objectAt(change["after_unknown"], "after_unknown") : {},
          // A secret stays one where only one side is marked: of a row that is removed, Terraform marks what was.
          [change["before_sensitive"], change["after_sensitive"], stateMarks, secretMarks(type)],
          configured,
        );
  const [before, after] = [side("before"), side("after")];
  return {
    address,
    block: blockOf(own),
    type,
    mode: json["mode"] === "data" ? "data" : "managed",
    action,
    before: before?.attributes,
    after: after?.attributes,
    isPassedOver: false,
    replacedFor: listAt(change["replace_paths"], "replace_paths").map((path) =>
      [path]
        .flat()
        .filter((step) => typeof step !== "object")
        .join("."),
    ),
    reason: optionalText(json["action_reason"]),
    previousAddress: optionalText(json["previous_address"]),
    imported: change["importing"] !== undefined && change["importing"] !== null,
    sensitiveValues: Math.max(before?.sensitiveValues ?? 0, after?.sensitiveValues ?? 0),
  };
}

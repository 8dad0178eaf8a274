import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { problem } from "../validation/problem";
import { boolean, list, type ObjectShape, object, optional, type Shape, text } from "../validation/reading";
import { DESCRIPTION } from "../validation/shape";
import { givenProviderProblems } from "./provider-validation";

/** What the props of a gateway take, in its place in the construct tree. */
export function propsShape(gateway: Construct): ObjectShape {
  const provider: Shape = (value, _, reading) => {
    reading.problems.push(...givenProviderProblems(gateway, value));
    return value;
  };
  return {
    of: "a gateway",
    remedy: "write { lans: [...], wans: [...] }",
    props: {
      ...DESCRIPTION,
      placeBefore: optional(PLACE_BEFORE),
      provider: optional(provider),
      dependsOn: optional(list(dependable(gateway), "write a list, such as [bridge]")),
      lifecycle: optional(LIFECYCLE),
    },
  };
}

const ruleId: Shape = (value, prop, reading) => {
  if (typeof value === "string" && reading.values.isToken(value)) {
    return text(value, prop, reading);
  }
  if (typeof value === "string" && /^\*[0-9A-F]+$/.test(value)) {
    return value;
  }
  const remedy = 'write rule.id of its resource, or the .id that the router shows, such as "*5"';
  reading.problems.push(problem(prop, value, "is not the id of a rule", remedy));
  return undefined;
};

const PLACE_BEFORE = object({
  of: "placeBefore",
  remedy: "write { mangle: rule.id } or { nat: rule.id }",
  props: { mangle: optional(ruleId), nat: optional(ruleId) },
});

/** What `depends_on` can name: in the gateway's own stack, since Terraform orders no two stacks. */
function dependable(gateway: Construct): Shape {
  return (value, prop, { problems }) => {
    if (!isAddressable(value) || TerraformProvider.isTerraformProvider(value)) {
      const remedy = "write a resource, a data source or a module; of a gateway, ...gateway.dependables";
      problems.push(problem(prop, value, "is nothing that depends_on can name", remedy));
    } else if (Construct.isConstruct(value) && TerraformStack.of(value) !== TerraformStack.of(gateway)) {
      const remedy = "write addDependency on the gateway's stack, with that stack";
      problems.push(problem(prop, value, "is of another stack, which Terraform cannot order", remedy));
    }
    return value;
  };
}

function isAddressable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "fqn" in value && typeof value.fqn === "string";
}

const trigger: Shape = (value, prop, { problems }) => {
  if (typeof value !== "string" && !isAddressable(value)) {
    problems.push(problem(prop, value, "is no resource", "write a resource, or the address of an attribute"));
  }
  return value;
};

/** Terraform's own text or expression, handed on as it is. */
const expression: Shape = (value, prop, { problems }) => {
  if (value === undefined) {
    problems.push(problem(prop, value, "is missing", "write an expression of Terraform's"));
  }
  return value;
};

const CONDITIONS = list(
  object({ of: "a condition", props: { condition: expression, errorMessage: expression } }),
  "write [{ condition: ..., errorMessage: ... }]",
);

/** The provider's name of an attribute, or a path that begins with one. */
const attribute: Shape = (value, prop, reading) => {
  const name = text(value, prop, reading);
  if (typeof name === "string" && !/^[a-z_][a-z\d_]*([.[].*)?$/.test(name)) {
    const remedy = 'write its name in Terraform, such as "dst_address"';
    reading.problems.push(problem(prop, name, "is not an attribute", remedy));
  }
  return name;
};

const LIFECYCLE = object({
  of: "lifecycle",
  remedy: "write { preventDestroy: true }",
  props: {
    createBeforeDestroy: optional(boolean),
    preventDestroy: optional(boolean),
    ignoreChanges: (value, prop, reading) =>
      value === undefined || value === "all"
        ? value
        : list(attribute, 'write "all", or a list such as ["comment"]')(value, prop, reading),
    replaceTriggeredBy: optional(list(trigger, "write a list, such as [bridge]")),
    precondition: optional(CONDITIONS),
    postcondition: optional(CONDITIONS),
  },
});

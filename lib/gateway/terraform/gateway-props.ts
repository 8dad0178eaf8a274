import {
  type ITerraformDependable,
  TerraformProvider,
  type TerraformResourceLifecycle,
  TerraformStack,
} from "cdktf";
import { Construct } from "constructs";
import type { GatewayDescription } from "../gateway-description";
import { checkedProps } from "../validation/description-problems";
import { DESCRIPTION, EXAMPLES } from "../validation/description-shape";
import { type Problem, problem } from "../validation/problem";
import { problemText } from "../validation/problem-text";
import {
  boolean,
  list,
  type ObjectShape,
  object,
  optional,
  type PropReader,
  text,
} from "../validation/prop-readers";
import type { PlaceBeforeRule } from "./keep-rule-order";
import { givenProviderProblems } from "./provider-validation";
import { GatewayProblemsError } from "./report-problems";
import { terraformValues } from "./terraform-values";

export type { ITerraformDependable, TerraformProvider } from "cdktf";

/** The props of {@link EcmpMasqueradeGateway} that say how Terraform manages it. */
export interface TerraformProps {
  /**
   * The provider of the gateway's router. Every resource of the gateway uses it. It must belong to the gateway's stack.
   *
   * @default - the stack's one routeros provider, which must have no alias
   */
  readonly provider?: TerraformProvider;

  /**
   * What Terraform must create before the gateway, such as the interfaces that it names.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];

  /**
   * Terraform's lifecycle of every resource, such as `{ preventDestroy: true }`.
   *
   * `ignoreChanges` adds to what the gateway's resources ignore already. With `createBeforeDestroy` the replacement of an
   * address or a table fails, because the router rejects a second one of the same name.
   *
   * @default - none
   */
  readonly lifecycle?: TerraformResourceLifecycle;

  /**
   * Other rules that the gateway's rules must come before, such as one that accepts packets that the gateway must mark.
   *
   * The gateway's rules in a chain are mutually exclusive, so their order does not matter.
   *
   * @default - none
   */
  readonly placeBefore?: PlaceBeforeRule;
}

/** Props of {@link EcmpMasqueradeGateway}. */
export interface EcmpMasqueradeGatewayProps extends GatewayDescription, TerraformProps {}

/**
 * Reads the props of a new gateway.
 *
 * @throws {@link GatewayProblemsError} if anything is wrong; the gateway is then removed from its scope, so that a program
 * that catches the error synthesizes nothing of it
 */
export function propsOfNewGateway(gateway: Construct, given: unknown): EcmpMasqueradeGatewayProps {
  try {
    if (!gateway.node.scopes.some(TerraformStack.isStack)) {
      throw problemsError(gateway, [problem("scope", undefined, "no-stack", "pass-stack")]);
    }
    return readGatewayProps(gateway, given);
  } catch (error) {
    gateway.node.scope?.node.tryRemoveChild(gateway.node.id);
    throw error;
  }
}

/**
 * Reads the props of a gateway.
 *
 * @throws {@link GatewayProblemsError} if anything is wrong
 */
export function readGatewayProps(gateway: Construct, given: unknown): EcmpMasqueradeGatewayProps {
  const { props, problems } = checkedProps<EcmpMasqueradeGatewayProps>(
    given,
    shapeOf(gateway),
    gateway.node.id,
    terraformValues,
  );
  if (problems.length > 0) {
    throw problemsError(gateway, problems);
  }
  return props;
}

function problemsError({ node }: Construct, problems: readonly Problem[]): GatewayProblemsError {
  return new GatewayProblemsError(
    node.path,
    problems.map((one) => problemText(one)),
  );
}

/** What the props of a gateway take, in its place in the construct tree. */
function shapeOf(gateway: Construct): ObjectShape {
  const provider: PropReader = (value, _, reading) => {
    reading.problems.push(...givenProviderProblems(gateway, value));
    return value;
  };
  return {
    of: "a gateway",
    example: EXAMPLES.gateway,
    props: {
      ...DESCRIPTION,
      placeBefore: optional(PLACE_BEFORE),
      provider: optional(provider),
      dependsOn: optional(list(dependable(gateway), "[bridge]")),
      lifecycle: optional(LIFECYCLE),
    },
  };
}

const ruleId: PropReader = (value, path, reading) => {
  if (typeof value === "string" && reading.values.isToken(value)) {
    return text(value, path, reading);
  }
  if (typeof value === "string" && /^\*[0-9A-F]+$/.test(value)) {
    return value;
  }
  reading.problems.push(problem(path, value, "not-a-rule-id", "write-rule-id"));
  return undefined;
};

const PLACE_BEFORE = object({
  of: "placeBefore",
  example: "{ mangle: rule.id } or { nat: rule.id }",
  props: { mangle: optional(ruleId), nat: optional(ruleId) },
});

/** What `depends_on` can name: a part of the gateway's own stack, because Terraform orders nothing across stacks. */
function dependable(gateway: Construct): PropReader {
  return (value, path, { problems }) => {
    if (!isAddressable(value) || TerraformProvider.isTerraformProvider(value)) {
      problems.push(problem(path, value, "not-a-dependency", "write-dependency"));
    } else if (Construct.isConstruct(value) && TerraformStack.of(value) !== TerraformStack.of(gateway)) {
      problems.push(problem(path, value, "dependency-in-other-stack", "order-stacks"));
    }
    return value;
  };
}

function isAddressable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "fqn" in value && typeof value.fqn === "string";
}

const trigger: PropReader = (value, path, { problems }) => {
  if (typeof value !== "string" && !isAddressable(value)) {
    problems.push(problem(path, value, "not-a-resource", "write-resource"));
  }
  return value;
};

/** A string or an expression of Terraform, passed on unchanged. */
const expression: PropReader = (value, path, { problems }) => {
  if (value === undefined) {
    problems.push(problem(path, value, "missing", "write-expression"));
  }
  return value;
};

const CONDITIONS = list(
  object({ of: "a condition", props: { condition: expression, errorMessage: expression } }),
  "[{ condition: ..., errorMessage: ... }]",
);

/** The provider's name of an attribute, or a path that begins with one. */
const attribute: PropReader = (value, path, reading) => {
  const name = text(value, path, reading);
  if (typeof name === "string" && !/^[a-z_][a-z\d_]*([.[].*)?$/.test(name)) {
    reading.problems.push(problem(path, name, "not-an-attribute", "write-terraform-name"));
  }
  return name;
};

const ATTRIBUTES = list(attribute, '"all" or a list such as ["comment"]');

const LIFECYCLE = object({
  of: "lifecycle",
  example: "{ preventDestroy: true }",
  props: {
    createBeforeDestroy: optional(boolean),
    preventDestroy: optional(boolean),
    ignoreChanges: (value, path, reading) =>
      value === undefined || value === "all" ? value : ATTRIBUTES(value, path, reading),
    replaceTriggeredBy: optional(list(trigger, "[bridge]")),
    precondition: optional(CONDITIONS),
    postcondition: optional(CONDITIONS),
  },
});

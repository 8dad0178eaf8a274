import { ref, TerraformStack, TerraformVariable, Token } from "cdktf";
import type { Construct } from "constructs";
import { GATEWAY_DATA } from "../data/data-shape";
import type { GatewayDescription } from "../gateway-description";
import { checkedProps } from "../validation/description-problems";
import { problemText } from "../validation/problem-text";
import { GatewayProblemsError } from "./report-problems";
import { terraformValues } from "./terraform-values";

/** What the data of a gateway describe. */
interface GatewayOfData {
  readonly description: GatewayDescription;
  /** The names of the variables of Terraform that it uses. */
  readonly variables: ReadonlySet<string>;
}

/**
 * Reads the data of a gateway that is to be made in a scope.
 *
 * @throws {@link GatewayProblemsError} if anything is wrong
 */
export function readGatewayData(scope: Construct, id: string, data: unknown): GatewayOfData {
  const variables = new Set<string>();
  const variable = (name: string): string => {
    variables.add(name);
    return Token.asString(ref(`var.${name}`));
  };
  const { props, problems } = checkedProps<GatewayDescription>(data, GATEWAY_DATA, id, terraformValues, {
    variable,
  });
  if (problems.length > 0) {
    const path = [scope.node.path, id].filter((part) => part !== "").join("/");
    throw new GatewayProblemsError(
      path,
      problems.map((one) => problemText(one)),
    );
  }
  return { description: props, variables };
}

/** Declares variables of secrets in the stack of a gateway; one that the stack has stays as it is. */
export function declareVariables(gateway: Construct, names: ReadonlySet<string>): void {
  const stack = TerraformStack.of(gateway);
  for (const name of names) {
    if (!(stack.node.tryFindChild(name) instanceof TerraformVariable)) {
      new TerraformVariable(stack, name, { type: "string", sensitive: true });
    }
  }
}

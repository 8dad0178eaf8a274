import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Problem, problem } from "../validation/problem";

const ROUTEROS = "routeros";

/** What is wrong with the provider that a gateway got: it must be a routeros provider of the gateway's own stack. */
export function givenProviderProblems(gateway: IConstruct, provider: unknown): Problem[] {
  if (!TerraformProvider.isTerraformProvider(provider)) {
    return [problem("provider", provider, "not-a-routeros-provider", "pass-provider")];
  }
  if (provider.terraformResourceType !== ROUTEROS) {
    return [problem("provider", provider.fqn, "not-a-routeros-provider", "pass-provider")];
  }
  const stack = TerraformStack.of(gateway);
  const home = TerraformStack.of(provider);
  // Terraform would read another stack's provider as a name, and configure whatever router has that name here.
  return home === stack
    ? []
    : [
        problem(
          "provider",
          provider.fqn,
          { id: "provider-of-other-stack", stack: home.node.path },
          { id: "pass-provider", stack: stack.node.path },
        ),
      ];
}

/** What is wrong if a gateway got no provider: its resources then use the stack's one provider without alias. */
export function inheritedProviderProblems(gateway: IConstruct): Problem[] {
  const stack = TerraformStack.of(gateway);
  const [only, ...others] = routerosProviders(stack);
  const path = stack.node.path;
  if (only === undefined) {
    return [problem("provider", undefined, { id: "no-provider", stack: path }, "add-provider")];
  }
  if (others.length > 0) {
    const providers = [only, ...others].map(({ fqn }) => fqn);
    return [
      problem(
        "provider",
        undefined,
        { id: "several-providers", stack: path, providers },
        "pass-router-provider",
      ),
    ];
  }
  return only.alias === undefined ? [] : [problem("provider", only.fqn, "provider-with-alias", "pass-it")];
}

/** A gateway as far as its provider is concerned. */
type GatewayWithProvider = IConstruct & { readonly provider?: TerraformProvider };

/** The gateways of a stack that were made before one, and that are on the same router. */
export function earlierOnRouter<Gateway extends GatewayWithProvider>(
  gateway: Gateway,
  isGateway: (construct: IConstruct) => construct is Gateway,
): Gateway[] {
  const gateways = TerraformStack.of(gateway).node.findAll().filter(isGateway);
  const provider = providerOf(gateway);
  return gateways
    .slice(0, gateways.indexOf(gateway))
    .filter((earlier) => provider !== undefined && providerOf(earlier) === provider);
}

/** The provider that a gateway's resources use: its own, or the stack's without alias. */
function providerOf(gateway: GatewayWithProvider): TerraformProvider | undefined {
  return (
    gateway.provider ?? routerosProviders(TerraformStack.of(gateway)).find(({ alias }) => alias === undefined)
  );
}

function routerosProviders(stack: TerraformStack): TerraformProvider[] {
  return (
    stack.node
      .findAll()
      .filter(TerraformProvider.isTerraformProvider)
      // A stack inside this one has its own providers, and Terraform never sees both.
      .filter((provider) => TerraformStack.of(provider) === stack)
      .filter((provider) => provider.terraformResourceType === ROUTEROS)
  );
}

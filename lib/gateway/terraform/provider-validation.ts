import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { problem } from "../validation/problem";

const ROUTEROS = "routeros";

/** What is wrong with a provider handed to a gateway: it must be a routeros provider of the gateway's own stack. */
export function givenProviderProblems(gateway: IConstruct, provider: unknown): string[] {
  if (!TerraformProvider.isTerraformProvider(provider)) {
    return [noRouterosProvider(provider)];
  }
  if (provider.terraformResourceType !== ROUTEROS) {
    return [noRouterosProvider(provider.fqn)];
  }
  const stack = TerraformStack.of(gateway);
  const home = TerraformStack.of(provider);
  // Terraform would read another stack's provider as a name, and configure whatever router has that name here.
  return home === stack
    ? []
    : [
        `provider: ${JSON.stringify(provider.fqn)} belongs to the stack ${JSON.stringify(home.node.path)}: pass a provider of the stack ${JSON.stringify(stack.node.path)}`,
      ];
}

function noRouterosProvider(given: unknown): string {
  return problem("provider", given, "is not a routeros provider", "pass a RouterosProvider of the stack");
}

/** What is wrong where no provider was handed over: resources then take the stack's one provider without alias. */
export function inheritedProviderProblems(gateway: IConstruct): string[] {
  const stack = TerraformStack.of(gateway);
  const providers = routerosProviders(stack);
  const names = providers.map((provider) => provider.fqn).join(", ");
  if (providers.length === 0) {
    return [
      `provider: the stack ${JSON.stringify(stack.node.path)} has no routeros provider: add new RouterosProvider(this, "routeros", {})`,
    ];
  }
  if (providers.length > 1) {
    return [
      `provider: the stack ${JSON.stringify(stack.node.path)} has several routeros providers (${names}): pass the one of this gateway's router`,
    ];
  }
  return providers.some((provider) => provider.alias === undefined)
    ? []
    : [`provider: ${names} has an alias, so no resource takes it by itself: pass it to the gateway`];
}

/** The provider that a gateway's resources end up with: its own, or the stack's without alias. */
export function providerOf(
  gateway: IConstruct & { readonly provider?: TerraformProvider },
): TerraformProvider | undefined {
  return (
    gateway.provider ?? routerosProviders(TerraformStack.of(gateway)).find(({ alias }) => alias === undefined)
  );
}

function routerosProviders(stack: TerraformStack): TerraformProvider[] {
  return (
    stack.node
      .findAll()
      .filter(TerraformProvider.isTerraformProvider)
      // A stack inside this one has providers of its own, and Terraform never sees both.
      .filter((provider) => TerraformStack.of(provider) === stack)
      .filter((provider) => provider.terraformResourceType === ROUTEROS)
  );
}

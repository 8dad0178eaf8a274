import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/**
 * Declares that every resource below a construct stood, under the same id, below a sibling of another name: a
 * renaming then moves resources in the state instead of replacing them on the router.
 */
export function moveFrom(construct: Construct, formerName: string): void {
  const parent = construct.node.scope as Construct;
  const stack = TerraformStack.of(construct);
  // The stack alone knows how it names resources, so it is asked for the names at the former place.
  const former = new Construct(parent, formerName);
  for (const resource of construct.node.findAll().filter(TerraformResource.isTerraformResource)) {
    const below = resource.node.scopes.slice(construct.node.scopes.length);
    const place = below.reduce<Construct>(
      (scope, { node }) => (scope.node.tryFindChild(node.id) as Construct) ?? new Construct(scope, node.id),
      former,
    );
    resource.moveFromId(`${resource.terraformResourceType}.${stack.getLogicalId(place.node)}`);
  }
  parent.node.tryRemoveChild(formerName);
}

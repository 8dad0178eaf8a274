import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";

const moved = new WeakSet<TerraformResource>();

/**
 * Declares that every resource below a construct stood, under the same id, below a sibling of another name: a
 * renaming then moves resources in the state instead of replacing them on the router. Said again, it concerns what has
 * come since.
 */
export function moveFrom(construct: Construct, formerName: string): void {
  const parent = construct.node.scope as Construct;
  const stack = TerraformStack.of(construct);
  // The stack alone knows how it names resources, so it is asked for the names at the former place.
  const former = new Construct(parent, formerName);
  const resources = construct.node.findAll().filter(TerraformResource.isTerraformResource);
  for (const resource of resources.filter((candidate) => !moved.has(candidate))) {
    moved.add(resource);
    const below = resource.node.scopes.slice(construct.node.scopes.length);
    const place = below.reduce<Construct>(
      (scope, { node }) => (scope.node.tryFindChild(node.id) as Construct) ?? new Construct(scope, node.id),
      former,
    );
    resource.moveFromId(`${resource.terraformResourceType}.${stack.getLogicalId(place.node)}`);
  }
  parent.node.tryRemoveChild(formerName);
}

import { TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** A move of a resource from one address in the state to another. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/** Moves that end at an address without a resource. CDKTF lets a resource declare only the last move. */
class EarlierMoves extends TerraformElement {
  public constructor(
    scope: Construct,
    private readonly moves: readonly Move[],
  ) {
    super(scope, "earlier-moves");
  }

  public override toTerraform(): object {
    return { moved: this.moves };
  }
}

const renamed = new WeakSet<TerraformResource>();
const fromScope = new WeakSet<TerraformResource>();

/** Declares that a resource had the address of its scope before, so that Terraform updates the row on the router. */
export function moveFromScope(resource: TerraformResource): void {
  fromScope.add(resource);
  resource.moveFromId(addressAt(resource, scopeOf(resource)));
}

/**
 * Declares that the resources below a construct were below a sibling of another name before, under the same ids.
 *
 * A new name then moves resources in the state instead of replacing them on the router. A second call applies to the
 * resources that were added since.
 */
export function moveFromSibling(construct: Construct, formerName: string): void {
  const parent = scopeOf(construct);
  // Only the stack knows how it names resources, so the former path exists for a moment.
  const former = new Construct(parent, formerName);
  const formerOf = (place: IConstruct) =>
    place.node.scopes
      .slice(construct.node.scopes.length)
      .reduce<Construct>(
        (scope, { node }) => (scope.node.tryFindChild(node.id) as Construct) ?? new Construct(scope, node.id),
        former,
      );
  const resources = construct.node.findAll().filter(TerraformResource.isTerraformResource);
  for (const resource of resources.filter((candidate) => !renamed.has(candidate))) {
    renamed.add(resource);
    const formerAddress = addressAt(resource, formerOf(resource));
    if (fromScope.has(resource)) {
      // Terraform accepts one former address per resource, so the moves form a chain.
      const scope = scopeOf(resource);
      const formerScope = addressAt(resource, formerOf(scope));
      new EarlierMoves(resource, [
        { from: formerAddress, to: formerScope },
        { from: formerScope, to: addressAt(resource, scope) },
      ]);
    } else {
      resource.moveFromId(formerAddress);
    }
  }
  parent.node.tryRemoveChild(formerName);
}

/** The address of a resource of the same type with the path of another construct. */
function addressAt({ terraformResourceType }: TerraformResource, place: IConstruct): string {
  return `${terraformResourceType}.${TerraformStack.of(place).getLogicalId(place.node)}`;
}

function scopeOf({ node }: IConstruct): Construct {
  return node.scope as Construct;
}

import { TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** One step of a resource from one address in the state to another. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/** Steps between places of which none is a resource's now: a resource itself can tell but the last. */
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

/**
 * Declares that a resource stood at the place of its own scope before: what it does is then changed on the router, not
 * made anew beside it.
 */
export function moveFromScope(resource: TerraformResource): void {
  fromScope.add(resource);
  resource.moveFromId(addressAt(resource, scopeOf(resource)));
}

/**
 * Declares that every resource below a construct stood, under the same id, below a sibling of another name: a
 * renaming then moves resources in the state instead of replacing them on the router. Said again, it concerns what has
 * come since.
 */
export function moveFromSibling(construct: Construct, formerName: string): void {
  const parent = scopeOf(construct);
  // The stack alone knows how it names resources, so it is asked for the names at the former place.
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
      // Terraform takes one former place for each, so that several follow each other, whichever the state knows.
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

/** The address that a resource of the same type has, or had, at a place. */
function addressAt({ terraformResourceType }: TerraformResource, place: IConstruct): string {
  return `${terraformResourceType}.${TerraformStack.of(place).getLogicalId(place.node)}`;
}

function scopeOf({ node }: IConstruct): Construct {
  return node.scope as Construct;
}

import {
  Aspects,
  dependable,
  type IAspect,
  type ITerraformDependable,
  TerraformDataSource,
  TerraformModule,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import type { IConstruct } from "constructs";
import type { RowResources } from "./row-resources";

/** A resource, data source or module: what Terraform can order. */
type Ordered = ITerraformDependable & IConstruct & { dependsOn?: string[] };

const gateways = new WeakMap<IConstruct, RowResources>();

/**
 * Makes `node.addDependency` on and by a gateway take effect, which CDKTF ignores: before synthesis, what depends
 * waits in `depends_on` for what it depends on. One Aspect per stack; a second synthesis adds nothing.
 */
export function honourNodeDependencies(gateway: IConstruct, resources: RowResources): void {
  gateways.set(gateway, resources);
  const aspects = Aspects.of(TerraformStack.of(gateway));
  // On the stack: one on the app is never run, one on the gateway would miss dependencies on the gateway.
  if (!aspects.all.some((aspect) => aspect instanceof NodeDependencies)) {
    aspects.add(new NodeDependencies());
  }
}

/** What is wrong with the dependencies on and by a gateway: Terraform orders nothing across stacks. */
export function dependencyProblems(gateway: IConstruct): string[] {
  return gateway.node.root.node
    .findAll()
    .flatMap((dependent) => dependent.node.dependencies.map((dependency) => ({ dependent, dependency })))
    .filter(({ dependent, dependency }) => touches(gateway, dependent) || touches(gateway, dependency))
    .flatMap(({ dependent, dependency }) => {
      const [here, there] = [stackPath(dependent), stackPath(dependency)];
      return here === there
        ? []
        : [
            `node.addDependency: ${JSON.stringify(dependent.node.path)} depends on ${JSON.stringify(dependency.node.path)} of another stack, which Terraform cannot order: write addDependency on the stack ${JSON.stringify(here)}, with the stack ${JSON.stringify(there)}`,
          ];
    });
}

/** Whether a construct holds resources of the gateway: it is part of it, or stands above it in the stack. */
function touches(gateway: IConstruct, construct: IConstruct): boolean {
  const above = gateway.node.scopes.slice(gateway.node.scopes.findIndex(TerraformStack.isStack) + 1);
  return construct.node.scopes.includes(gateway) || above.includes(construct);
}

function stackPath(construct: IConstruct): string | undefined {
  return construct.node.scopes.find(TerraformStack.isStack)?.node.path;
}

class NodeDependencies implements IAspect {
  private readonly references = new Map<IConstruct, string>();

  public visit(construct: IConstruct): void {
    if (TerraformStack.isStack(construct)) {
      for (const dependent of construct.node.findAll()) {
        for (const dependency of dependent.node.dependencies) {
          this.order(dependent, dependency);
        }
      }
    }
  }

  private order(dependent: IConstruct, dependency: IConstruct): void {
    for (const later of firstOf(dependent)) {
      const earlier = lastOf(dependency).filter(
        (candidate) => candidate !== later && (belongsToGateway(candidate) || belongsToGateway(later)),
      );
      if (earlier.length > 0) {
        later.dependsOn = [
          ...new Set([...(later.dependsOn ?? []), ...earlier.map((one) => this.reference(one))]),
        ];
      }
    }
  }

  /** One text per resource, so that a set of them holds each once. */
  private reference(resource: Ordered): string {
    const reference = this.references.get(resource) ?? dependable(resource);
    this.references.set(resource, reference);
    return reference;
  }
}

function firstOf(construct: IConstruct): Ordered[] {
  return gateways.get(construct)?.first ?? orderedIn(construct, firstOf);
}

function lastOf(construct: IConstruct): Ordered[] {
  return gateways.get(construct)?.last ?? orderedIn(construct, lastOf);
}

function orderedIn(construct: IConstruct, edgeOf: (child: IConstruct) => Ordered[]): Ordered[] {
  const isOrdered =
    TerraformResource.isTerraformResource(construct) ||
    TerraformDataSource.isTerraformDataSource(construct) ||
    construct instanceof TerraformModule;
  return isOrdered ? [construct as Ordered] : construct.node.children.flatMap(edgeOf);
}

function belongsToGateway(resource: IConstruct): boolean {
  return resource.node.scopes.some((scope) => gateways.has(scope));
}

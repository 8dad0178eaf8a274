import {
  Aspects,
  DefaultTokenResolver,
  dependable,
  type IAspect,
  type ITerraformDependable,
  StringConcat,
  TerraformDataSource,
  TerraformModule,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import type { RowResources } from "./row-resources";

/** A resource, data source or module: what Terraform can order. */
type Ordered = ITerraformDependable & IConstruct & { dependsOn?: string[] };

const gateways = new WeakMap<IConstruct, RowResources>();

/**
 * Makes `node.addDependency` on and by a gateway take effect, which CDKTF ignores.
 *
 * Before synthesis an Aspect of the stack writes the dependencies into `depends_on`. A second synthesis adds nothing.
 */
export function applyNodeDependencies(gateway: IConstruct, resources: RowResources): void {
  gateways.set(gateway, resources);
  const aspects = Aspects.of(TerraformStack.of(gateway));
  // CDKTF never runs an Aspect of the app, and an Aspect of the gateway would miss dependencies on the gateway.
  if (!aspects.all.some((aspect) => aspect instanceof NodeDependencies)) {
    aspects.add(new NodeDependencies());
  }
}

class NodeDependencies implements IAspect {
  public visit(construct: IConstruct): void {
    if (TerraformStack.isStack(construct)) {
      for (const dependent of construct.node.findAll()) {
        for (const dependency of dependent.node.dependencies) {
          if (!overlap(dependent, dependency)) {
            order(construct, dependent, dependency);
          }
        }
      }
    }
  }
}

function order(stack: TerraformStack, dependent: IConstruct, dependency: IConstruct): void {
  const earlier = lastOf(dependency).filter((candidate) => TerraformStack.of(candidate) === stack);
  for (const later of firstOf(dependent).filter((candidate) => TerraformStack.of(candidate) === stack)) {
    const awaited = earlier.filter((one) => belongsToGateway(one) || belongsToGateway(later));
    if (awaited.length > 0) {
      const addresses = [...(later.dependsOn ?? []), ...awaited.map(dependable)].map((one) =>
        resolve(stack, one),
      );
      later.dependsOn = [...new Set(addresses)];
    }
  }
}

/** The address behind a reference: two references to one resource are different strings. */
function resolve(scope: TerraformStack, reference: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(reference, { scope, resolver, preparing: false });
}

/** Whether one construct contains the other, so that neither can depend on the other. */
export function overlap(a: IConstruct, b: IConstruct): boolean {
  return a.node.scopes.includes(b) || b.node.scopes.includes(a);
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

import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { overlap } from "./node-dependencies";

/** A construct, and one that it was told to wait for. */
interface Dependency {
  readonly dependent: IConstruct;
  readonly dependency: IConstruct;
}

/** What is wrong with the dependencies on and by a gateway: what no `depends_on` can say. */
export function dependencyProblems(gateway: IConstruct): string[] {
  return dependenciesIn(gateway.node.root)
    .filter(({ dependent, dependency }) => overlap(gateway, dependent) || overlap(gateway, dependency))
    .flatMap((pair) => [...circleProblems(pair), ...stackProblems(pair)]);
}

const walked = new WeakMap<IConstruct, Dependency[]>();

/** Every dependency of an app. Its hundreds of gateways ask in one synthesis, which never yields. */
function dependenciesIn(root: IConstruct): Dependency[] {
  const known = walked.get(root);
  if (known !== undefined) {
    return known;
  }
  const found = root.node
    .findAll()
    .flatMap((dependent) => dependent.node.dependencies.map((dependency) => ({ dependent, dependency })));
  walked.set(root, found);
  queueMicrotask(() => walked.delete(root));
  return found;
}

function circleProblems({ dependent, dependency }: Dependency): string[] {
  return overlap(dependent, dependency)
    ? [
        `node.addDependency: ${quote(dependent)} and ${quote(dependency)} hold one another, so neither can wait for the other: name the parts that shall wait`,
      ]
    : [];
}

function stackProblems({ dependent, dependency }: Dependency): string[] {
  const [here, there] = [stackOf(dependent), stackOf(dependency)];
  return here === there || here === undefined || there === undefined || overlap(dependent, dependency)
    ? []
    : [
        `node.addDependency: ${quote(dependent)} depends on ${quote(dependency)} of another stack, which Terraform cannot order: write addDependency on the stack ${quote(here)}, with the stack ${quote(there)}`,
      ];
}

/** The nearest stack: stacks may stand inside one another. */
function stackOf(construct: IConstruct): TerraformStack | undefined {
  return construct.node.scopes.filter(TerraformStack.isStack).at(-1);
}

function quote(construct: IConstruct): string {
  return JSON.stringify(construct.node.path);
}

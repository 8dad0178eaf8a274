import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Problem, problem } from "../validation/problem";
import { overlap } from "./node-dependencies";

/** A construct, and one that it depends on by `node.addDependency`. */
interface NodeDependency {
  readonly dependent: IConstruct;
  readonly dependency: IConstruct;
}

const PATH = "node.addDependency";

/** Dependencies on and by a gateway that no `depends_on` can express. */
export function dependencyProblems(gateway: IConstruct): Problem[] {
  return dependenciesIn(gateway.node.root)
    .filter(({ dependent, dependency }) => overlap(gateway, dependent) || overlap(gateway, dependency))
    .flatMap((pair) => [...circleProblems(pair), ...stackProblems(pair)]);
}

const walked = new WeakMap<IConstruct, NodeDependency[]>();

/** Every dependency of an app, found once per synthesis for all of its gateways. A synthesis is synchronous. */
function dependenciesIn(root: IConstruct): NodeDependency[] {
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

function circleProblems({ dependent, dependency }: NodeDependency): Problem[] {
  if (!overlap(dependent, dependency)) {
    return [];
  }
  const [outer, inner] = dependency.node.scopes.includes(dependent)
    ? [dependent.node.path, dependency.node.path]
    : [dependency.node.path, dependent.node.path];
  return [
    problem(PATH, undefined, { id: "circular-dependency", outer, inner }, { id: "depend-on-part", outer }),
  ];
}

function stackProblems({ dependent, dependency }: NodeDependency): Problem[] {
  const [here, there] = [stackOf(dependent), stackOf(dependency)];
  if (here === there || here === undefined || there === undefined || overlap(dependent, dependency)) {
    return [];
  }
  const fault = {
    id: "dependency-across-stacks",
    dependent: dependent.node.path,
    dependency: dependency.node.path,
  } as const;
  const remedy = {
    id: "order-these-stacks",
    stack: here.node.path,
    dependency: there.node.path,
  } as const;
  return [problem(PATH, undefined, fault, remedy)];
}

/** The nearest stack: a stack may be inside another one. */
function stackOf(construct: IConstruct): TerraformStack | undefined {
  return construct.node.scopes.filter(TerraformStack.isStack).at(-1);
}

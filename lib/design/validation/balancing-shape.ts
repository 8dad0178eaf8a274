import { Balancing, ClassifyBy, HashPolicy } from "../../props/balancing";
import type { Values } from "../values";
import { problem } from "./problem";
import { booleanProblems, choiceProblems, choicesOf, listProblems, textsOf } from "./types";

/** A balancing made by a factory, and what that factory takes. */
export function balancingShapeProblems(balancing: Balancing | undefined, values: Values): string[] {
  if (balancing === undefined) {
    return [];
  }
  if (!(balancing instanceof Balancing)) {
    return [
      problem(
        "balancing",
        balancing,
        "is not a Balancing",
        "write Balancing.ecmp(), .classifier({ by: ... }) or .repeatedRoutes()",
      ),
    ];
  }
  const { _kind: kind, hashPolicy, classifyBy, except, exceptPrivate, routerFailover } = balancing;
  const list = listProblems("balancing.except", except, 'write ["10.20.0.0/16"]', values);
  return [
    ...choiceProblems("balancing.hashPolicy", hashPolicy, HashPolicy, "HashPolicy"),
    ...(kind === "classifier" && classifyBy === undefined
      ? [problem("balancing.by", classifyBy, "is missing", `write ${choicesOf(ClassifyBy, "ClassifyBy")}`)]
      : choiceProblems("balancing.by", classifyBy, ClassifyBy, "ClassifyBy")),
    ...(list.length > 0
      ? list
      : except.flatMap((prefix, i) => textsOf("balancing", { [`except[${i}]`]: prefix }, [`except[${i}]`]))),
    ...booleanProblems("balancing.exceptPrivate", exceptPrivate),
    ...booleanProblems("balancing.routerFailover", routerFailover),
  ];
}

import { ForwardProtocol, type PortForward } from "../../props/port-forward";
import type { Values } from "../values";
import { problem } from "./problem";
import { booleanProblems, choiceProblems, listProblems, textsOf } from "./types";

/** What TypeScript would refuse of a port forward. */
export function forwardShapeProblems(at: string, forward: PortForward, values: Values): string[] {
  const texts = textsOf(at, forward, ["name", "ports", "to"]);
  if (typeof forward !== "object" || forward === null) {
    return texts;
  }
  const { protocol, toPort, wans, hairpin } = forward;
  return [
    ...texts,
    ...choiceProblems(`${at}.protocol`, protocol, ForwardProtocol, "ForwardProtocol"),
    ...(toPort === undefined || (typeof toPort === "number" && !values.isToken(toPort))
      ? []
      : [problem(`${at}.toPort`, toPort, "is not a number", "write a port, such as 8443")]),
    ...(wans === undefined ? [] : wansProblems(`${at}.wans`, wans, values)),
    ...booleanProblems(`${at}.hairpin`, hairpin),
  ];
}

function wansProblems(prop: string, wans: readonly string[], values: Values): string[] {
  const problems = listProblems(prop, wans, 'write the names of WANs, such as ["wlan1"]', values);
  return problems.length > 0
    ? problems
    : wans.flatMap((wan, i) => textsOf("", { [`${prop}[${i}]`]: wan }, [`${prop}[${i}]`]));
}

import type { InterfaceNames } from "../model/interface-names";
import type { FlowAssertion } from "./flow-assertion";

/** An assertion in which every name of a WAN is its interface. */
export function withInterfaces(assertion: FlowAssertion, names: InterfaceNames): FlowAssertion {
  const { down, expect } = assertion;
  const all = (words: readonly string[] | undefined) => words?.map((word) => names.interfaceOf(word));
  return {
    ...assertion,
    in: assertion.in === undefined ? undefined : names.interfaceOf(assertion.in),
    down: down.map((word) => names.interfaceOf(word)),
    expect: { ...expect, wan: all(expect.wan), reply: all(expect.reply) },
  };
}

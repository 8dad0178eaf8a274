import { type Outcome, unknownText } from "../../simulator";
import { type FlowResult, isKnownSource, isUnknownReason } from "../flow-assertions/evaluate";
import type { Expectation } from "../flow-assertions/flow-assertion";
import type { InterfaceNames } from "../model/interface-names";
import { egressesText } from "./egress-text";

/** What happens to the flow of an assertion, as far as it is asserted: `wlan1 via 10.112.0.1, source 10.112.0.2`. */
export function flowText(result: FlowResult, expect: Expectation, names: InterfaceNames): string {
  if (result.kind === "in-interface-unknown") {
    return `unknown: the plan does not show by which interface ${result.from} comes in`;
  }
  const { outcomes, replies } = result;
  const followed = egressesText(
    replies.flatMap((each) => (isUnknownReason(each) ? [] : each)),
    names,
  );
  const unknown = replies.flatMap((each) => (isUnknownReason(each) ? [unknownText(each)] : []));
  return [
    egressesText(outcomes, names),
    ...(expect.source === undefined ? [] : [`source ${[...new Set(outcomes.map(sourceText))].join(", ")}`]),
    ...(expect.reply === undefined || followed === "" ? [] : [`replies by ${followed}`]),
    ...(expect.reply === undefined ? [] : new Set(unknown)),
  ].join(", ");
}

function sourceText({ source }: Outcome): string {
  return isKnownSource(source) ? source : "not known yet";
}

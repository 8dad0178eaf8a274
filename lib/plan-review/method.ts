import { isPlaceholder } from "./model/isp-assigned-rows";
import type { Plan } from "./plan/read-plan";
import type { RouterReport } from "./report";
import { mostWans, wansOf } from "./traffic/wans";

/** What the reader of a report must know to weigh it; each thing said once. */
export function methodOf(plans: readonly Plan[], routers: readonly RouterReport[]): readonly string[] {
  const sensitive = routers.reduce((sum, { change }) => sum + change.sensitiveValues, 0);
  const others = plans.reduce((sum, plan) => sum + plan.others, 0);
  const guessed = routers.flatMap(({ change }) => change.guessed);
  return [
    "Only rows in the plan are known. Whatever else a router has (rows made by hand or by other stacks, dynamic routes, counters) may change any answer.",
    "Typical flows are followed through the rules as RouterOS 7 would: TCP to port 443 of an address that only default routes lead to. Shares are parts of new connections, whatever their size.",
    "A plan does not show where a rule stands: existing rules are taken in the order in which they were made, new ones after them, unless place_before or routeros_move_items says otherwise.",
    ...(routers.some(standsIn)
      ? [
          "Addresses that an ISP gives are not known before it gives them: an address of 240.0.0.0/4 stands in for each, as if its WAN were up.",
        ]
      : []),
    ...routers.flatMap(leftOut),
    ...plans
      .filter(({ incomplete }) => incomplete)
      .map(
        ({ source }) =>
          `${source} leaves a part of the configuration to a later run (-target, or put off by Terraform): what the state has of it is taken to stay as it is.`,
      ),
    ...(sensitive > 0
      ? [`${count(sensitive, "value is", "values are")} marked as sensitive: neither kept nor judged.`]
      : []),
    ...(others > 0
      ? [
          `${count(others, "resource", "resources")} of other providers ${others === 1 ? "is" : "are"} not looked at.`,
        ]
      : []),
    ...(plans.some(hasEach)
      ? [
          "A provider block with for_each is several routers, and a plan does not say which of them a resource is on: taken is the first key of its address.",
        ]
      : []),
    ...(guessed.length > 0
      ? [
          `${count(guessed.length, "removed resource", "removed resources")} can be of any router of the plan, which no longer says of which: taken to be of their module's.`,
        ]
      : []),
  ];
}

function hasEach({ configuration }: Plan): boolean {
  return [...configuration.providers.values()].some(({ isEach }) => isEach);
}

/** What is said of so many WANs only. */
function leftOut({ name, change }: RouterReport): readonly string[] {
  const wans = wansOf(change.after);
  const most = mostWans(wans.length);
  return wans.length <= most
    ? []
    : [
        `${name} has ${wans.length} WANs: failures, replies and port forwards are worked out for the first ${most} only.`,
      ];
}

function standsIn({ change }: RouterReport): boolean {
  const { own } = change.after.state().addresses;
  return own.some(({ address }) => typeof address === "string" && isPlaceholder(address));
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

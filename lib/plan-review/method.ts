import { minorVersion, nearestVersion } from "../routeros/arguments";
import { isPlaceholder } from "./model/isp-assigned-rows";
import { unmodelledIn } from "./model/unmodelled";
import type { Plan } from "./plan/read-plan";
import type { RouterReport } from "./report";
import { counted } from "./text/list-text";
import { unmodelledLines } from "./text/unmodelled-text";
import { mostWans, wansOf } from "./traffic/wans";

/** The assumptions and limits that a reader of the report must know. */
export function methodOf(plans: readonly Plan[], routers: readonly RouterReport[]): readonly string[] {
  const sensitive = routers.reduce((sum, { change }) => sum + change.sensitiveValues, 0);
  const others = plans.reduce((sum, plan) => sum + plan.others, 0);
  const guessed = routers.flatMap(({ change }) => change.guessed);
  return [
    "The report knows only the rows of the plan; other rows of the router (created by hand or by other stacks, or dynamic) can change any result.",
    "It follows flows to the Internet through the rules as RouterOS 7 does: for each LAN a typical one (TCP to port 443 of an address that only default routes lead to), and one of each kind that the rules tell apart by source, destination, protocol or port; a share counts new connections, not bytes.",
    "A plan does not show the order of firewall rules; the report assumes that existing rules are in the order in which they were created, and that new rules follow them, unless place_before or routeros_move_items changes that.",
    ...(routers.some(hasPlaceholder)
      ? [
          "Addresses that an ISP assigns later are not known yet; addresses from 240.0.0.0/4 represent them, as if their WANs were up.",
        ]
      : []),
    ...routers.flatMap(leftOut),
    ...routers.flatMap((router) => unmodelledOf(router, routers.length > 1)),
    ...unknownVersion(routers[0]?.options.routerOsVersion),
    ...routers.flatMap(applyOrderOf),
    ...withoutHost(routers),
    ...plans
      .filter(({ incomplete }) => incomplete)
      .map(
        ({ source }) =>
          `${source} covers only a part of the configuration (-target, or deferred by Terraform); the report assumes that the rest stays as it is in the state.`,
      ),
    ...(sensitive > 0
      ? [
          `${counted(sensitive, "value is", "values are")} marked as sensitive; the report neither shows nor checks them.`,
        ]
      : []),
    ...(others > 0 ? [`The report ignores ${counted(others, "resource")} of other providers.`] : []),
    ...(plans.some(hasProviderForEach)
      ? [
          "A provider block with for_each represents several routers, and a plan does not show which one a resource is on; the report uses the first key of the resource's address.",
        ]
      : []),
    ...(guessed.length > 0
      ? [
          `The plan does not show which router ${counted(guessed.length, "deleted resource")} ${guessed.length === 1 ? "was" : "were"} on; the report assumes the router of the resource's module.`,
        ]
      : []),
  ];
}

function unknownVersion(version: string | undefined): readonly string[] {
  const nearest = nearestVersion(version ?? "");
  return version === undefined || minorVersion(nearest) === minorVersion(version)
    ? []
    : [`RouterOS ${version} is not known to this tool; the report treats it as ${nearest}.`];
}

/** In which order the plans of one router are applied. */
function applyOrderOf({ change: { sources, host } }: RouterReport): readonly string[] {
  const router = host === undefined ? "one router" : `one router, ${host}`;
  return sources.length < 2
    ? []
    : [
        `${sources.join(", ")} are plans of ${router}; the report assumes that they are applied one after the other, in this order.`,
      ];
}

/** Plans that do not say whether they are about one router. */
function withoutHost(routers: readonly RouterReport[]): readonly string[] {
  const sources = new Set(routers.flatMap(({ change }) => (change.host === undefined ? change.sources : [])));
  return sources.size < 2 || routers.length < 2
    ? []
    : [
        `${counted(sources.size, "plan does", "plans do")} not name the host of a router, so the report takes each for a router of its own; if it is one router, use --same-router.`,
      ];
}

function hasProviderForEach({ configuration }: Plan): boolean {
  return [...configuration.providers.values()].some(({ isEach }) => isEach);
}

/** What is in the plan and not in the model, with the router's name where there are several. */
function unmodelledOf({ name, change }: RouterReport, isNamed: boolean): readonly string[] {
  return unmodelledLines(unmodelledIn(change)).map((line) => (isNamed ? `${name}: ${line}` : line));
}

/** WANs beyond a limit are left out of some checks. */
function leftOut({ name, change }: RouterReport): readonly string[] {
  const wans = wansOf(change.after);
  const most = mostWans(wans.length);
  return wans.length <= most
    ? []
    : [
        `${name} has ${wans.length} WANs; the report checks failures, tables, replies and port forwards only for the first ${most}.`,
      ];
}

function hasPlaceholder({ change }: RouterReport): boolean {
  const { own } = change.after.state().addresses;
  return own.some(({ address }) => typeof address === "string" && isPlaceholder(address));
}

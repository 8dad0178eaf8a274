import { MENU_OF } from "../../../routeros/menus";
import type { ModelRow } from "../../../simulator";
import type { ChangeCheck, RouterAnalysis } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import type { RouterChange } from "../../model/router-change";
import { known } from "../../model/values";
import { changesRouter } from "../../plan/resource-change";
import { counted, listed, listedUpTo } from "../../text/list-text";
import {
  ANY_PORT,
  type Endpoint,
  exposureOf,
  type InternetProbe,
  probesOf,
  ROUTER_PORTS,
} from "../../traffic/exposure";
import { wansOf } from "../../traffic/wans";

/**
 * What a host of the Internet reaches after the plan and did not before: hosts behind port forwards, services of the router,
 * networks behind it. On the first plan of a router everything is new, so that nothing is compared.
 */
export const newlyReachable: ChangeCheck = ({ change, origins }) => {
  const { before, after } = change;
  const wans = { before: wansOf(before), after: wansOf(after) };
  if (wans.before.length === 0 || !changesReach(change)) {
    return [];
  }
  const { probes, leftOut } = probesFor(change, origins, wans.before.length + wans.after.length);
  const source = origins[0].flow.dstAddress;
  const was = exposureOf(before, wans.before, probes, source);
  const is = exposureOf(after, wans.after, probes, source);
  const opened = [...is.endpoints.values()].filter(({ key }) => !was.endpoints.has(key));
  const unclear = probes.filter((probe) => is.unknown.has(probe) && !was.unknown.has(probe));
  return [
    ...findingsOf(opened, change),
    ...(unclear.length > 0 ? [unclearFinding(unclear)] : []),
    ...(leftOut > 0 ? [leftOutFinding(leftOut)] : []),
  ];
};

/** Menus whose rows decide what the Internet reaches. */
const MENUS =
  /^\/(?:ip\/(?:firewall\/|dns$|address|route|dhcp-client|service|settings)|interface\/|routing\/)/;

function changedRows({ changes, before, after }: RouterChange): readonly ModelRow[] {
  const changed = new Set(changes.filter(changesRouter).map(({ address }) => address));
  return [before, after].flatMap(({ router }) =>
    [...FIREWALL, ...OTHERS].flatMap((menu) =>
      router.rows(menu).filter(({ reference }) => changed.has(reference.id)),
    ),
  );
}

const FIREWALL = ["/ip/firewall/filter", "/ip/firewall/raw", "/ip/firewall/nat"];
const OTHERS = ["/ip/dns"];

function changesReach({ changes, before, after }: RouterChange): boolean {
  return changes
    .filter(changesRouter)
    .some(({ address }) => [before, after].some((side) => MENUS.test(side.row(address)?.menu ?? "")));
}

/** At most so many connections are tried, by all WANs before and after, and so many rules asked for all of them. */
const MOST_FLOWS = 3_000;
const MOST_RULES_ASKED = 1_000_000;

/** Services of the router that are tried in any case, and a port of none. */
const USUAL: readonly InternetProbe[] = [
  ...[ANY_PORT, ...ROUTER_PORTS].map((port) => ({ protocol: "tcp", port })),
  { protocol: "udp", port: 53 },
  { protocol: "tcp", port: 53 },
];

function probesFor(
  change: RouterChange,
  origins: RouterAnalysis["origins"],
  wans: number,
): { readonly probes: readonly InternetProbe[]; readonly leftOut: number } {
  // A plan that changes NAT alone leaves all other forwards as they are.
  const forwards = isOfNatAlone(change)
    ? []
    : [change.before, change.after].flatMap((side) =>
        side.enabled("/ip/firewall/nat").filter((rule) => known(rule, "action") === "dst-nat"),
      );
  const lans = origins.flatMap(({ flow: { inInterface, srcAddress } }) =>
    inInterface === undefined || srcAddress === undefined
      ? []
      : [{ protocol: "tcp", port: ANY_PORT, address: srcAddress }],
  );
  const all = new Map(
    [...USUAL, ...changedRows(change).flatMap(probesOf), ...lans, ...forwards.flatMap(probesOf)].map(
      (probe) => [JSON.stringify([probe.protocol, probe.port, probe.address]), probe],
    ),
  );
  const flows = Math.min(MOST_FLOWS, MOST_RULES_ASKED / Math.max(1, rulesOf(change)));
  const probes = [...all.values()].slice(0, Math.max(USUAL.length, Math.floor(flows / wans)));
  return { probes, leftOut: all.size - probes.length };
}

function rulesOf({ before, after }: RouterChange): number {
  const of = (side: RouterChange["before"]) =>
    FIREWALL.reduce((sum, menu) => sum + side.router.rows(menu).length, 0);
  return Math.max(of(before), of(after));
}

function isOfNatAlone({ changes }: RouterChange): boolean {
  return changes.filter(changesRouter).every(({ type }) => MENU_OF[type] === "/ip/firewall/nat");
}

function findingsOf(opened: readonly Endpoint[], change: RouterChange): readonly Finding[] {
  const ofRouter = opened.filter(({ host }) => host === undefined);
  const isAny = ofRouter.some(({ port }) => port === ANY_PORT);
  const single = isAny ? ofRouter.filter(({ port }) => port === ANY_PORT || port === 53) : ofRouter;
  return [...opened.filter(({ host }) => host !== undefined), ...single].map((endpoint) =>
    findingOf(endpoint, change),
  );
}

function findingOf(endpoint: Endpoint, change: RouterChange): Finding {
  const { key, port, wans } = endpoint;
  return {
    id: "newly-reachable",
    severity: "warning",
    verdict: "fail",
    subject: port === ANY_PORT ? key.replace(` ${ANY_PORT}`, "") : key,
    resources: causesOf(endpoint, change),
    message: `The Internet can newly reach ${endpointText(endpoint)} by ${wansText(wans, change.names)}.`,
    remediation: "If this is not intended, remove the rule that allows it, or limit it to known sources.",
  };
}

/** The changed rows on the way; where there are none, the rules that are gone. */
function causesOf({ resources }: Endpoint, { changes }: RouterChange): readonly string[] {
  const changed = changes.filter(changesRouter);
  const onTheWay = changed.map(({ address }) => address).filter((address) => resources.has(address));
  const gone = changed
    .filter(({ action, type }) => action === "delete" && /firewall/.test(type))
    .map(({ address }) => address);
  return onTheWay.length > 0 ? onTheWay : gone;
}

function endpointText({ protocol, port, host }: Endpoint): string {
  const service = [protocol, ...(port === undefined ? [] : [port])].join(" ");
  if (port === ANY_PORT) {
    return `every ${protocol} port of ${host ?? "the router"}`;
  }
  return host === undefined
    ? `${port === 53 ? "the router's DNS resolver" : "the router"} on ${service}`
    : `${host} on ${service}`;
}

function wansText(wans: readonly string[], names: InterfaceNames): string {
  return listed(wans.map((wan) => names.of(wan)));
}

/** How many services a finding names. */
const MOST_SERVICES = 5;

function unclearFinding(probes: readonly InternetProbe[]): Finding {
  const services = probes.map(({ protocol, port, address }) =>
    [
      protocol,
      ...(port === undefined ? [] : [port === ANY_PORT ? "(any port)" : port]),
      ...(address === undefined ? [] : [`to ${address}`]),
    ].join(" "),
  );
  return {
    id: "newly-reachable",
    severity: "note",
    verdict: "unknown",
    subject: "unknown",
    resources: [],
    message: `It is unknown whether the Internet can newly reach ${listedUpTo(MOST_SERVICES, services)}, because rules depend on something outside the plan.`,
  };
}

function leftOutFinding(count: number): Finding {
  return {
    id: "newly-reachable",
    severity: "note",
    verdict: "unknown",
    subject: "left out",
    resources: [],
    message: `${counted(count, "service")} that rules name ${count === 1 ? "was" : "were"} not tried from the Internet, because there are too many.`,
  };
}

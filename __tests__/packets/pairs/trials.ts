import { ECHO_PORT } from "../../../lab/traffic";
import type { RouterReport } from "../../../lib/plan-review";
import { InterfaceNames } from "../../../lib/plan-review/model/interface-names";
import { distributionText } from "../../../lib/plan-review/text/distribution-text";
import type { Distribution } from "../../../lib/plan-review/traffic/distribution";
import { routedWans, wansOf } from "../../../lib/plan-review/traffic/wans";
import type { PacketLab } from "../packet-lab";
import { ROUTER_PORT } from "./flow-assertions";
import { describe, type Probed, type Trial } from "./probe";

/** How many flows a share is measured by: as many as the origin has hosts, or ports. */
const FLOWS: Readonly<Record<string, number>> = { "LAN Local": 480, "LAN Guests": 120, "the router": 300 };

const NO_NAMES = new InterfaceNames([]);

/** How many connections come in by each WAN. */
const KNOCKS = 24;

/** The machine in the LAN that Terraform might run on. */
export const OPERATOR = "192.168.2.200";

/** Shares of new connections, as stated after the apply or with WANs down; they are measured at the ISPs' doors. */
export function shareTrials(
  lab: PacketLab,
  shares: readonly { readonly origin: string; readonly stated: Distribution | undefined }[],
  dead: readonly string[] = [],
): readonly Trial[] {
  return shares.flatMap(({ origin, stated }): Trial[] => {
    if (stated === undefined || stated.unknown.length > 0) {
      return [];
    }
    const lan = lab.network.lans.find(({ name }) => `LAN ${name}` === origin);
    const count = FLOWS[origin] ?? 0;
    const sources = lan?.addresses(count);
    const whileDown = dead.length > 0 ? ` with ${dead.join(" and ")} down` : "";
    return [
      {
        claim: `shares of ${origin}${whileDown} are ${distributionText(stated, NO_NAMES)}`,
        from: lan?.namespace ?? lab.network.router,
        flows: lab.network.internet.addresses(count).map((to, i) => ({
          protocol: "udp",
          from: sources?.[i],
          to,
          toPort: ECHO_PORT,
          // The way that the review follows for the router is that of datagrams.
          ...(lan === undefined ? { unconnected: true } : {}),
        })),
        loses: dead.length > 0 || stated.lost > 0 || isForeign(stated),
        judge: (probed) => judgeShares(probed, stated, dead),
      },
    ];
  });
}

/** Whether connections leave with a source that no ISP answers to. */
const isForeign = ({ outcomes }: Distribution): boolean =>
  outcomes.some(({ source }) => typeof source === "string" && source.startsWith("192.168."));

function judgeShares(
  probed: readonly Probed[],
  stated: Distribution,
  dead: readonly string[],
): string | undefined {
  const ways = probed.map(({ by }) => by.filter((name) => !dead.includes(name)));
  const names = new Set([...ways.flat(), ...stated.shares.keys()]);
  const isFar = [...names].some((name) => {
    const share = stated.shares.get(name) ?? 0;
    const measured = ways.filter((by) => by.includes(name)).length / ways.length;
    return Math.abs(measured - share) > luck(share, ways.length);
  });
  return isFar ? describe(probed) : undefined;
}

/** The furthest that luck takes a share of so many flows from what it should be: five standard deviations. */
const luck = (share: number, flows: number): number => 5 * Math.sqrt((share * (1 - share)) / flows) + 1e-9;

/** Connections from the Internet to the router's address on each WAN. */
export function replyTrials(lab: PacketLab, { findings }: RouterReport): readonly Trial[] {
  return findings
    .filter(({ id, since }) => id === "reply-path" && since !== "resolved")
    .flatMap(({ subject, verdict, message }): Trial[] => {
      const isp = lab.network.wans.find(({ name }) => name === subject);
      if (isp === undefined || verdict === "unknown") {
        return [];
      }
      return [
        {
          claim: `reply-path ${verdict}: ${message}`,
          from: lab.network.internet.namespace,
          flows: lab.network.internet.addresses(KNOCKS).map((from) => ({
            protocol: "tcp",
            from,
            to: isp.customer,
            toPort: ROUTER_PORT,
          })),
          loses: verdict === "fail",
          judge: (probed) => judgeReplies(probed, subject, verdict === "pass"),
        },
      ];
    });
}

function judgeReplies(probed: readonly Probed[], wan: string, holds: boolean): string | undefined {
  const astray = probed.filter(({ ok, by }) => !(ok && by.join() === wan));
  const isContradicted = holds ? astray.length > 0 : astray.length === 0;
  return isContradicted ? describe(probed) : undefined;
}

/**
 * Connections from the Internet that are forwarded to a host. The review says what of their answers goes astray; where it is
 * silent, all of them leave by the WAN that they came in by.
 */
export function forwardTrials(lab: PacketLab, { change, findings }: RouterReport): readonly Trial[] {
  const broken = findings.filter(({ id, since }) => id === "forward-reply-path" && since !== "resolved");
  const wans = routedWans(wansOf(change.after)).map((wan) => wan.interface);
  const forwards = lab.router
    .rows("/ip/firewall/nat")
    .filter((rule) => rule["action"] === "dst-nat" && rule["disabled"] !== "true");
  return lab.network.wans
    .filter(({ name }) => wans.length > 1 && wans.includes(name))
    .flatMap(({ name, customer }) => {
      const finding = broken.find(({ subject }) => subject.startsWith(`${name} `));
      const own = forwards.filter((rule) => rule["in-interface"] === name);
      return own.map((rule): Trial => {
        const protocol = rule["protocol"] === "udp" ? "udp" : "tcp";
        const toPort = Number(rule["dst-port"]);
        return {
          claim: finding?.message ?? `forward-reply-path is silent on ${name}, ${protocol} port ${toPort}`,
          from: lab.network.internet.namespace,
          flows: lab.network.internet
            .addresses(KNOCKS)
            .map((from) => ({ protocol, from, to: customer, toPort })),
          loses: finding !== undefined,
          judge: (probed) => judgeReplies(probed, name, finding === undefined),
        };
      });
    });
}

/** Sessions of the machine in the LAN with the router. */
export function operatorTrials(lab: PacketLab, { findings }: RouterReport): readonly Trial[] {
  const lan = lab.network.lan("Local");
  return findings
    .filter(({ id }) => id === "operator-path")
    .flatMap(({ verdict, message }): Trial[] => {
      const holds = verdict === "pass";
      return verdict === "unknown"
        ? []
        : [
            {
              claim: `operator-path ${verdict}: ${message}`,
              from: lan.namespace,
              flows: Array.from({ length: 8 }, () => ({
                protocol: "tcp",
                from: OPERATOR,
                to: "192.168.0.1",
                toPort: 443,
              })),
              loses: !holds,
              judge: (probed) => (probed.every(({ ok }) => ok === holds) ? undefined : describe(probed)),
            },
          ];
    });
}

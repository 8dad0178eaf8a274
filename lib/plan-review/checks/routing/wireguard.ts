import { followFlow, type ModelRow, type Outcome } from "../../../simulator";
import { isFullShare, isNoShare } from "../../../simulator/packets/share-comparison";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { isPlaceholder } from "../../model/isp-assigned-rows";
import { known, resourcesOf } from "../../model/values";
import { shareText } from "../../text/distribution-text";
import { listed } from "../../text/list-text";
import { resourcesOnTrace } from "../../traffic/rows-on-trace";
import { type RoutedWan, routedWans } from "../../traffic/wans";

/** The port of a WireGuard interface that names none. */
const USUAL_PORT = 13231;

/**
 * WireGuard answers from the address that table main selects for the peer, not from the address that the peer used, unless
 * main leads out by the interface that the packet came in by. [forum t214318]
 */
export const wireguard: StateCheck = (view) => listening(view).flatMap((tunnel) => check(tunnel, view));

/** The WireGuard interfaces that peers dial: where the router knows the end point of every peer, it dials itself. */
function listening({ snapshot }: View): readonly ModelRow[] {
  const peers = snapshot.enabled("/interface/wireguard/peers");
  return snapshot.enabled("/interface/wireguard").filter((tunnel) => {
    const own = peers.filter((peer) => known(peer, "interface") === known(tunnel, "name"));
    return own.length === 0 || !own.every((peer) => peer.has("endpoint-address"));
  });
}

/** A WAN whose peers get answers from another address. */
interface WrongSource {
  readonly wan: RoutedWan;
  readonly share: number;
}

function check(tunnel: ModelRow, view: View): readonly Finding[] {
  const { wans, change } = view;
  const { names } = change;
  const port = Number(known(tunnel, "listen-port") ?? USUAL_PORT);
  const answers = answersOf(port, view);
  const wrong = routedWans(wans).flatMap((wan): WrongSource[] => {
    const share = wrongShare(wan, port, answers, view);
    return isNoShare(share) ? [] : [{ wan, share }];
  });
  if (wrong.length === 0) {
    return [];
  }
  const sources = [...new Set(answers.map(sourceOf))];
  const texts = wrong.map(({ wan, share }) =>
    isFullShare(share)
      ? names.of(wan.interface)
      : `${names.of(wan.interface)} (${shareText(share)} of the peers)`,
  );
  const name = known(tunnel, "name") ?? "";
  return [
    {
      id: "wireguard-source-address",
      severity: "warning",
      verdict: "fail",
      subject: name,
      resources: [...resourcesOf([tunnel]), ...new Set(answers.flatMap(routesOf))],
      message: `WireGuard peers that dial ${listed(texts)} get answers from another address (${listed(sources.map((source) => addressText(source, view)))}), because WireGuard chooses its source by table main.`,
      remediation: remediationOf(
        sources,
        wrong.map(({ wan }) => wan.interface),
        port,
        view,
      ),
    },
  ];
}

/** What the router sends to a peer, before it chooses a source: as WireGuard does. */
function answersOf(port: number, { snapshot, origins }: View): readonly Outcome[] {
  return followFlow(snapshot.state(), {
    protocol: "udp",
    srcPort: port,
    dstAddress: origins[0].flow.dstAddress,
    dstPort: PEER_PORT,
  }).filter(({ connection }) => connection !== undefined);
}

const PEER_PORT = 50005;

function routesOf({ trace }: Outcome): string[] {
  return resourcesOnTrace(trace, "/ip/route");
}

/** The source that was chosen, whatever masquerade makes of it. */
function sourceOf({ connection }: Outcome): string {
  return connection?.ends.srcAddress ?? "";
}

/** The share of answers whose source is not the address that a peer dialled by a WAN. */
function wrongShare(
  wan: RoutedWan,
  port: number,
  answers: readonly Outcome[],
  { snapshot, origins }: View,
): number {
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  if (typeof own?.address !== "string") {
    return 0;
  }
  const [arrived] = followFlow(snapshot.state(), {
    inInterface: wan.interface,
    protocol: "udp",
    srcAddress: origins[0].flow.dstAddress,
    srcPort: PEER_PORT,
    dstAddress: own.address,
    dstPort: port,
  });
  return arrived?.egress.kind !== "local"
    ? 0
    : answers
        .filter((answer) => sourceOf(answer) !== arrived.destination)
        .reduce((sum, { share }) => sum + share, 0);
}

function addressText(address: string, { snapshot, change: { names } }: View): string {
  const own = snapshot.own.at(address);
  return isPlaceholder(address) && own !== undefined ? `the address of ${names.of(own.interface)}` : address;
}

function remediationOf(
  sources: readonly string[],
  wans: readonly string[],
  port: number,
  view: View,
): string {
  const [first = "", ...others] = sources;
  const from = wans.filter((wan) => view.snapshot.own.at(first)?.interface !== wan);
  const forward = `Add a dst-nat rule that sends UDP port ${port} of ${listed(from.map((wan) => view.change.names.of(wan)))} to ${addressText(first, view)}, and keep the routing marks of replies.`;
  return others.length === 0
    ? forward
    : `Set pref_src = "${addressText(first, view)}" on the default routes in main, so that WireGuard always answers from there. ${forward}`;
}

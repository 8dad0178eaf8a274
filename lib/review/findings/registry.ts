/**
 * Every kind of finding: its id, which never changes, and what it says. `docs/plan-review.md` explains each under its id.
 */
export const FINDINGS = {
  "address-duplicate": "Two rows give the router one address",
  "captured-traffic": "A routing mark takes traffic away from a more specific route in main",
  "connection-mark-overwritten": "A rule marks connections that already have a mark",
  "connection-mark-unread": "Connections get a mark that no rule asks for",
  "connection-mark-unwritten": "Rules ask for a mark that no connection gets",
  "distance-collision": "Default routes of different owners share traffic by equal distance",
  "failure-loses-traffic": "With a WAN down, connections are lost although another is up",
  "fasttrack-marked": "FastTrack takes connections that a mark must steer",
  "flows-move": "Open connections leave by another WAN, or with another source",
  "forward-reply-path": "Answers of port forwards leave by another WAN",
  "gateway-list": "A gateway is a list, as RouterOS 6 took it",
  "gateway-outside-subnet": "A gateway is in no network of the router's",
  "gateway-own-address": "A gateway is the router's own address",
  "gateway-repeated": "Equal routes name one gateway more than once",
  "gateway-shared": "A gateway is in the networks of two interfaces",
  "health-beyond": "Checks probe beyond the first hop",
  "health-first-hop": "Checks see the first hop only",
  "health-link-only": "Only loss of a link is noticed",
  "health-unchecked": "Default routes have no check",
  "main-route-unchecked": "A main route lacks the check of its policy route",
  "mark-shared": "Connections of two WANs get one mark",
  "open-resolver": "The resolver answers the whole Internet",
  "operator-path": "Who applies the plan still reaches the router",
  "place-before-lost": "Rules made beside others may not land where place_before says",
  "policy-route-unchecked": "A policy route lacks the check of its main route",
  "reply-path": "Answers leave by the WAN that the connection came in by",
  "router-unreachable": "A routing mark takes packets for the router away from it",
  "row-forgotten": "Terraform forgets a row that stays on the router",
  "rule-order-by-chance": "Rules whose order matters are made in any order",
  "rule-overridden": "A later rule undoes what a rule does",
  "rule-unreachable": "No packet comes to a rule",
  "shares-change": "New connections spread over the WANs otherwise than before",
  "singleton-destroyed": "Destroying a resource resets or leaves a setting of the device",
  "src-nat-keeps-source": "src-nat keeps a source that a moved connection must not have",
  "state-of-another-device": "The state's rows are quite others on the router",
  "table-duplicate": "Two rows make one routing table",
  "table-empty": "Marks lead to a table without routes",
  "table-leads-elsewhere": "A WAN's table leads out by another WAN",
  "table-missing": "A mark or route names a table that is not there",
  "table-unused": "A table has routes and no mark leads to it",
  "version-lacks": "The plan needs a newer RouterOS",
  "wan-unmasqueraded": "Connections leave by a WAN with a private source",
  "way-uncertain": "Routing rules or VRFs decide what cannot be told",
  "wireguard-beside-ecmp": "WireGuard answers from the wrong address",
} as const satisfies Record<string, string>;

/** The stable name of a kind of finding. */
export type FindingId = keyof typeof FINDINGS;

/** Where the page about findings is. */
export const FINDINGS_PAGE = "docs/plan-review.md";

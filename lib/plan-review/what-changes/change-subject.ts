import { type OwnershipComment, readOwnershipComment } from "../../routeros/ownership-comment";
import { shortened } from "../../text/printable";
import type { InterfaceNames } from "../model/interface-names";
import type { ChangeCategory } from "./configuration-change";
import type { RowChange, RowTexts } from "./row-change";
import { named, serviceOf, targetOf } from "./rule-text";

/** What a row is a part of. */
export interface ChangeSubject {
  readonly category: ChangeCategory;
  /** Rows with the same key are one line. */
  readonly key: string;
  readonly name: string;
}

const CATEGORIES: Readonly<Record<string, ChangeCategory>> = {
  "/ip/address": "address",
  "/ip/dns": "resolver",
  "/ip/dns/static": "DNS name",
  "/ip/firewall/address-list": "list",
  "/ip/firewall/filter": "filter rule",
  "/ip/firewall/mangle": "mark rule",
  "/ip/firewall/nat": "NAT rule",
  "/ip/firewall/raw": "filter rule",
  "/ip/route": "route",
  "/interface/list": "list",
  "/interface/list/member": "list",
  "/routing/rule": "routing rule",
  "/routing/table": "table",
};

/** Rows that only a WAN of a gateway has. */
const WAN_ROLES = /^(?:routing-table|masquerade|default-route|policy-route|dhcp-client|pppoe-client)/;

/** The gateway's own comment of a row. */
export function ownerOf({ comment }: RowTexts): OwnershipComment | undefined {
  return readOwnershipComment(comment);
}

/** The WANs of gateways, by owner and name. */
export function gatewayWans(rows: readonly RowChange[]): ReadonlySet<string> {
  const owners = rows.flatMap(({ row }) => ownerOf(row) ?? []);
  return new Set(owners.filter(({ role }) => WAN_ROLES.test(role)).map(memberKey));
}

function memberKey({ owner, member }: OwnershipComment): string {
  return `${owner}/${member}`;
}

/** What a row is a part of: by its gateway's comment, by its own comment, or by what it matches. */
export function subjectOf(
  change: RowChange,
  wans: ReadonlySet<string>,
  names: InterfaceNames,
): ChangeSubject {
  const owner = ownerOf(change.row);
  return (owner && ownedSubject(owner, wans)) ?? rowSubject(change, names);
}

function ownedSubject(owner: OwnershipComment, wans: ReadonlySet<string>): ChangeSubject | undefined {
  const { member, role } = owner;
  const [, what = "", name = ""] = /^([^:]+)(?::(.+))?$/.exec(role) ?? [];
  const of = (category: ChangeCategory, text: string): ChangeSubject => ({
    category,
    key: `${owner.owner} ${text}`,
    name: text,
  });
  if (what === "forward" || what === "hairpin") {
    return of("forward", `forward ${name}`);
  }
  if (/^(?:backup-)?pin(?:-blackhole)?$/.test(what)) {
    return of("pin", `pin ${name}`);
  }
  if (wans.has(memberKey(owner))) {
    return of("WAN", member);
  }
  if (what === "address" && name === "") {
    return of("LAN", `LAN ${member}`);
  }
  return member === "lists" ? of("list", `list ${what}`) : undefined;
}

/** How much of a comment a line quotes. */
const MOST_OF_COMMENT = 60;

function rowSubject({ menu, row, change }: RowChange, names: InterfaceNames): ChangeSubject {
  const { comment } = row;
  const quoted = comment === undefined ? undefined : `"${shortened(comment, MOST_OF_COMMENT)}"`;
  const category = CATEGORIES[menu] ?? (menu.startsWith("/interface") ? "interface" : "setting");
  const own = (name: string): ChangeSubject => ({ category, key: change.address, name });
  const shared = (name: string): ChangeSubject => ({ category, key: `${category} ${name}`, name });
  switch (menu) {
    case "/ip/dns":
      return own("router");
    case "/ip/dns/static":
      return own(`DNS name ${row["name"] ?? row["regexp"] ?? ""}`);
    case "/ip/firewall/address-list":
    case "/interface/list/member":
      return shared(`list ${row["list"] ?? ""}`);
    case "/interface/list":
      return shared(`list ${row["name"] ?? ""}`);
    case "/ip/firewall/nat":
      return natSubject(row, quoted) ?? own(`NAT rule${spaced(quoted)} in ${row["chain"]}`);
    case "/ip/firewall/filter":
    case "/ip/firewall/mangle":
    case "/ip/firewall/raw":
      return own(`${RULES[menu]}${spaced(quoted)} in ${row["chain"]}`);
    case "/ip/route":
      return own(routeName(row, quoted));
    case "/ip/address":
      return own(`address${spaced(quoted)} on ${named(names)(row["interface"] ?? "")}`);
    case "/ip/dhcp-client":
      return own(`DHCP client on ${named(names)(row["interface"] ?? "")}`);
    case "/routing/table":
      return own(`table ${row["name"] ?? ""}`);
    default:
      return own(plainName(menu, row, quoted, change.address));
  }
}

const RULES: Readonly<Record<string, string>> = {
  "/ip/firewall/filter": "rule",
  "/ip/firewall/mangle": "mangle rule",
  "/ip/firewall/raw": "raw rule",
};

/** The rules that forward one service on several WANs are one thing. */
function natSubject(row: RowTexts, quoted: string | undefined): ChangeSubject | undefined {
  if (row["action"] !== "dst-nat") {
    return undefined;
  }
  const name = `forward${spaced(quoted)}`;
  return { category: "forward", key: `forward ${row["comment"]} ${serviceOf(row)} ${targetOf(row)}`, name };
}

function routeName(row: RowTexts, quoted: string | undefined): string {
  const { "dst-address": to = "0.0.0.0/0", "routing-table": table = "main" } = row;
  const what = to === "0.0.0.0/0" ? "default route" : `route to ${to}`;
  return `${what}${spaced(quoted)}${table === "main" ? "" : ` in table ${table}`}`;
}

function plainName(menu: string, row: RowTexts, quoted: string | undefined, address: string): string {
  const what = menu
    .replace(/^routeros_/, "")
    .replace(/^\//, "")
    .replaceAll(/[_/]/g, " ");
  const name = row["name"] ?? quoted ?? row["numbers"];
  return name === undefined ? (menu.startsWith("/") ? what : address) : `${what} ${name}`;
}

function spaced(text: string | undefined): string {
  return text === undefined ? "" : ` ${text}`;
}

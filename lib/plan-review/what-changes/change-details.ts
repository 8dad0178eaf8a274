import type { InterfaceNames } from "../model/interface-names";
import { ownerOf } from "./change-subject";
import type { ChangeCategory } from "./configuration-change";
import type { RowTexts } from "./row-change";
import { arrivesBy, named, ruleInWords, serviceOf, targetOf } from "./rule-text";

/** What a thing is, made of its rows: `tcp 3389 on fibre, cable → 192.168.10.20`. */
export function detailsOf(
  category: ChangeCategory,
  rows: readonly RowTexts[],
  names: InterfaceNames,
): string {
  const [row = {}] = rows;
  const disabled = rows.every(({ disabled }) => disabled === "true") ? ", disabled" : "";
  return `${DETAILS[category](rows, row, names)}${disabled}`.replace(/^, /, "");
}

type Details = (rows: readonly RowTexts[], first: RowTexts, names: InterfaceNames) => string;

const rule: Details = (_, first, names) => ruleInWords(first, names);
const nothing: Details = () => "";

/** How many properties of a row that has no words of its own are shown. */
const MOST_PROPERTIES = 6;

const properties: Details = (_, first) => {
  const texts = Object.entries(first)
    .filter(([name]) => !["comment", "disabled", "name"].includes(name))
    .map(([name, value]) => `${name}=${value}`);
  const more = texts.length - MOST_PROPERTIES;
  return [...texts.slice(0, MOST_PROPERTIES), ...(more > 0 ? [`and ${more} more`] : [])].join(" ");
};

const DETAILS: Readonly<Record<ChangeCategory, Details>> = {
  forward: (rows, _, names) => `${forwardDetails(rows, names)} → ${unique(rows.map(targetOf)).join(", ")}`,
  resolver: (_, { servers = "" }) => servers,
  "filter rule": rule,
  WAN: wanDetails,
  pin: (_, row) => `by ${ownerOf(row)?.member ?? row["gateway"] ?? ""}`,
  LAN: addressDetails,
  address: (_, { address = "" }) => address,
  route: (_, row) => routeDetails(row),
  "NAT rule": rule,
  "DNS name": (_, row) => nameDetails(row),
  "mark rule": rule,
  "routing rule": properties,
  table: nothing,
  list: (rows, _, names) => entriesOf(rows, names).join(", "),
  interface: properties,
  setting: properties,
};

/** The service of a forward and where it is offered: `tcp 3389 on fibre, cable`. */
export function forwardDetails(rows: readonly RowTexts[], names: InterfaceNames): string {
  // A hairpin rule is a part of its forward, and offers nothing.
  const offers = rows.filter(({ action }) => action === "dst-nat");
  const services = unique(offers.map(serviceOf)).join(" and ");
  const at = unique(offers.flatMap((row) => row["dst-address"] ?? []));
  const on = wansOfForward(offers, names);
  return [
    ...(services === "" ? [] : [services]),
    ...(at.length === 0 ? [] : [`to ${at.join(", ")}`]),
    ...(on === "" ? [] : [`on ${on}`]),
  ].join(" ");
}

/** Where a forward is offered: `fibre, cable`. */
export function wansOfForward(rows: readonly RowTexts[], names: InterfaceNames): string {
  return unique(rows.flatMap((row) => arrivesBy(row, names) ?? [])).join(", ");
}

function wanDetails(rows: readonly RowTexts[], _: RowTexts, names: InterfaceNames): string {
  const find = (role: RegExp) => rows.find((row) => role.test(ownerOf(row)?.role ?? ""));
  const [address, dhcp, pppoe] = [find(/^address$/), find(/^dhcp-client$/), find(/^pppoe-client$/)];
  const route = find(/^(?:default-route|policy-route)/);
  const masquerade = find(/^masquerade/);
  const own =
    (address && addressDetails([], address, names)) ??
    (dhcp && `DHCP on ${dhcp["interface"]}`) ??
    (pppoe && `PPPoE on ${pppoe["interface"]}`) ??
    (masquerade && `on ${masquerade["out-interface"]}`);
  const gateway = route?.["gateway"];
  return [own, gateway === undefined ? undefined : `gateway ${gateway}`]
    .filter((part) => part !== undefined)
    .join(", ");
}

function addressDetails(_: readonly RowTexts[], row: RowTexts, names: InterfaceNames): string {
  const { address = "", interface: name = "" } = row;
  // A LAN that is called as its interface needs it once.
  return `${address} on ${names.nameOf(name) === undefined ? named(names)(name) : name}`;
}

function routeDetails({ gateway = "", blackhole, distance = "1" }: RowTexts): string {
  const by = gateway === "" && blackhole !== undefined ? "blackhole" : `by ${gateway}`;
  return distance === "1" ? by : `${by}, distance ${distance}`;
}

function nameDetails({ address, cname, type = "", "forward-to": server }: RowTexts): string {
  return server === undefined ? (address ?? cname ?? type) : `server ${server}`;
}

/** What lists hold: addresses or interfaces. */
export function entriesOf(rows: readonly RowTexts[], names: InterfaceNames): readonly string[] {
  return rows.flatMap((row) => row["address"] ?? (row["interface"] && named(names)(row["interface"])) ?? []);
}

export function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

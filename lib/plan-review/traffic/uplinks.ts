import { parseCidr } from "../../routeros/address-ranges";
import { contains } from "../../routeros/ipv4";
import { translatesSource } from "../../routeros/nat-actions";
import type { ModelRow } from "../../simulator";
import type { Snapshot } from "../model/snapshot";
import { known } from "../model/values";

/**
 * The interfaces that lead out by their rows alone, whether or not a default route leaves by them: those of DHCP clients, PPPoE
 * and LTE, and those whose traffic is translated to an address of the router.
 */
export function uplinksOf(snapshot: Snapshot): ReadonlySet<string> {
  const named = (menu: string, property: string): readonly string[] =>
    snapshot.enabled(menu).flatMap((row) => known(row, property) ?? []);
  return new Set([
    ...named("/ip/dhcp-client", "interface"),
    ...named("/interface/pppoe-client", "name"),
    ...named("/interface/lte", "name"),
    ...snapshot
      .enabled("/ip/firewall/nat")
      .filter((rule) => translatesSource(known(rule, "action")))
      .flatMap((rule) => translatedBy(rule, snapshot)),
  ]);
}

/** The interfaces whose traffic a rule translates before it leaves; none for a hairpin rule, which is about hosts of one LAN. */
function translatedBy(rule: ModelRow, snapshot: Snapshot): readonly string[] {
  const isForSome = (names: readonly string[]) => names.some((name) => isPositive(known(rule, name)));
  if (isForSome(["dst-address", "dst-address-list", "connection-nat-state"])) {
    return [];
  }
  const [out, list] = [known(rule, "out-interface"), known(rule, "out-interface-list")];
  const names = [
    ...(isPositive(out) ? [out] : []),
    ...(isPositive(list) && !isForSome(["connection-mark"]) ? membersOf(list, snapshot) : []),
  ];
  return names.filter((name) => !comesFrom(rule, name, snapshot));
}

function isPositive(value: string | undefined): value is string {
  return value !== undefined && value !== "" && !value.startsWith("!");
}

/** The members of a list, and of the lists that it includes itself. */
function membersOf(list: string, snapshot: Snapshot): readonly string[] {
  const included = snapshot
    .enabled("/interface/list")
    .filter((row) => known(row, "name") === list)
    .flatMap((row) => (known(row, "include") ?? "").split(","));
  const lists = new Set([list, ...included]);
  return snapshot
    .enabled("/interface/list/member")
    .filter((row) => lists.has(known(row, "list") ?? ""))
    .flatMap((row) => known(row, "interface") ?? []);
}

/** Whether a rule is for hosts behind the very interface that their packets leave by. */
function comesFrom(rule: ModelRow, name: string, snapshot: Snapshot): boolean {
  const { prefix } = parseCidr(known(rule, "src-address") ?? "") ?? {};
  return (
    prefix !== undefined &&
    snapshot.own
      .on(name)
      .some(
        ({ network }) =>
          typeof network === "object" && network.length <= prefix.length && contains(network, prefix.network),
      )
  );
}

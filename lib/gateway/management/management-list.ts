import type { MangleChain, Matchers } from "../../routeros/rows";
import { type DesignContext, ownedByGateway } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import type { Lan } from "../lan/lan";
import { LISTS, managementList } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";

/**
 * The list of where the router is managed from. One entry after another, so that the last stands when it is whole; in the
 * order of their names, so that no change of the description turns their order.
 */
export function designManagementList(
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/address-list">[] {
  const { description, values } = context;
  const entries: RowSpec<"/ip/firewall/address-list">[] = [];
  for (const address of sourcesOf(description)
    .map((source) => values.entryOf(source))
    .sort()) {
    const name = address.replace("/", "-");
    entries.push(
      rowSpec(
        "/ip/firewall/address-list",
        [LISTS, "management", name],
        {
          list: managementList(description),
          address,
          ...ownedByGateway(context, LISTS, `management:${name}`),
        },
        entries.length > 0 ? entries.slice(-1) : after,
      ),
    );
  }
  return entries;
}

/**
 * What a marking rule of a chain says so that it matches nothing from or to a management source; nothing where there is
 * none. These are matchers, and not a rule that accepts such packets: that one would have to come first.
 */
export function sparesManagement(
  chain: MangleChain,
  description: GatewayDescription,
): Pick<Matchers, "src-address-list" | "dst-address-list"> {
  if (sourcesOf(description).length === 0) {
    return {};
  }
  const others = `!${managementList(description)}`;
  return {
    ...(chain !== "output" && { "src-address-list": others }),
    ...((chain === "output" || chain === "postrouting") && { "dst-address-list": others }),
  };
}

/** The hosts and prefixes that the router is managed from. */
export function sourcesOf({ management }: GatewayDescription): readonly string[] {
  return management?.sources ?? [];
}

/** Whether the router is managed through a LAN. */
export function isManaged(lan: Lan, { management }: GatewayDescription): boolean {
  return management?.interfaces?.includes(lan.interface) ?? false;
}

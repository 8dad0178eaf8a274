import type { MangleChain, Matchers } from "../../routeros/rows";
import type { DesignContext } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import type { Lan } from "../lan/lan";
import { LISTS, managementList } from "../router-names";
import type { RowSpec } from "../row-spec";

/**
 * Designs the address list of the management sources: one entry after another, so that the last completes the list.
 *
 * Entries are in the order of their names, so you can reorder `management.sources` without a change in the plan.
 */
export function designManagementList(context: DesignContext): RowSpec<"/ip/firewall/address-list">[] {
  const { description, values } = context;
  return managementSourcesOf(description)
    .map((source) => values.entryOf(source))
    .sort()
    .map((address) => {
      const name = address.replace("/", "-");
      return context.row(
        "/ip/firewall/address-list",
        {
          path: [LISTS, "management", name],
          role: `management:${name}`,
          stages: ["management list"],
          isChained: true,
        },
        { list: managementList(description), address },
      );
    });
}

/**
 * The matchers that keep a marking rule from packets from or to a management source; none without such sources.
 *
 * A rule that accepts these packets would have to be the first in its chain. Matchers need no order.
 */
export function excludesManagement(
  chain: MangleChain,
  description: GatewayDescription,
): Pick<Matchers, "src-address-list" | "dst-address-list"> {
  if (managementSourcesOf(description).length === 0) {
    return {};
  }
  const others = `!${managementList(description)}`;
  return {
    ...(chain !== "output" && { "src-address-list": others }),
    ...((chain === "output" || chain === "postrouting") && { "dst-address-list": others }),
  };
}

/** The hosts and prefixes that the router is managed from. */
export function managementSourcesOf({ management }: GatewayDescription): readonly string[] {
  return management?.sources ?? [];
}

/** Whether the router is managed through a LAN. */
export function isManaged(lan: Lan, { management }: GatewayDescription): boolean {
  return management?.interfaces?.includes(lan.interface) ?? false;
}

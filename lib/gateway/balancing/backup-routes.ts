import { ownedByWan, type WanDesignContext } from "../design-context";
import { WhileDown } from "../destination-pins/destination-pin";
import type { GatewayDescription } from "../gateway-description";
import { routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import { type Wan, WanKind } from "../wan/wan";
import { egresses } from "../wan/wan-routes";
import { hasClassifierRules, keepsUsers } from "./classification";
import { inOrderOfNames } from "./weights";

/**
 * Derives the routes that lead a WAN's users out while it is dead: in its own table a route by each of the others, in
 * turn from the WAN that comes next by name, the lower tiers first, so that a user never has two ways out at a time. A
 * DHCP client's WAN has none: it is what table main leads to when all of the others are dead. Each waits for the interface and
 * the masquerade of the WAN that it leads to.
 */
export function designBackupRoutes(
  wan: Wan,
  context: WanDesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  const { description } = context;
  if (!hasBackups(wan, description)) {
    return [];
  }
  return othersInTurn(wan, description.wans).flatMap((other, i) =>
    egresses(other, context).map(({ suffix, row, tookOver }) => {
      const role = [`backup-route-${other.routerName}`, ...suffix];
      const { disabled, comment } = ownedByWan(context, wan, role.join(":"));
      return rowSpec(
        "/ip/route",
        [wan.name, ...role],
        {
          ...row,
          distance: i + 2,
          "routing-table": routingTable(description, wan),
          disabled: disabled || other.disabled,
          comment,
        },
        [...after, ...context.beforeRoutesBy(other)],
        tookOver,
      );
    }),
  );
}

/**
 * Whether a WAN's table leads elsewhere while the WAN is dead. That of a DHCP client's does not where a pin on it must be
 * blocked then: the pin's own way would name a gateway that only the lease knows.
 */
export function hasBackups(wan: Wan, description: GatewayDescription): boolean {
  const blocks = [
    ...(description.destinationPins ?? []).filter(({ whileDown }) => whileDown === WhileDown.BLOCK),
    ...(description.dns?.domains ?? []),
  ].some((pin) => pin.wan === wan.name);
  return (
    keepsUsers(description) && hasClassifierRules(wan, description) && !(wan.kind === WanKind.DHCP && blocks)
  );
}

function othersInTurn(wan: Wan, wans: readonly Wan[]): Wan[] {
  const ordered = inOrderOfNames(wans);
  const at = ordered.indexOf(wan);
  return [...ordered.slice(at + 1), ...ordered.slice(0, at)]
    .filter(({ kind }) => kind !== WanKind.DHCP)
    .sort((a, b) => a.tier - b.tier);
}

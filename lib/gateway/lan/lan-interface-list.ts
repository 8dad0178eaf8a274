import { ownershipComment } from "../../routeros/ownership-comment";
import { type DesignContext, ownedByGateway } from "../design-context";
import { isManaged } from "../management/management-list";
import { LISTS, lanList, lanName } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";

/** The interface list of a gateway's LANs: one matcher for what comes from any of them. */
export interface LanListDesign {
  readonly list: RowSpec<"/interface/list">;
  /**
   * One per LAN that the router is not managed through, each after the one before it: the last stands when the list is
   * whole. In the order of their names, so that no change of the description turns their order.
   */
  readonly members: readonly RowSpec<"/interface/list/member">[];
}

/** Derives the list and its members, after the rows that stand before all of it; nothing where a list was given. */
export function designLanList(context: DesignContext, after: readonly RowSpec[]): LanListDesign | undefined {
  if (context.description.lanList !== undefined) {
    return undefined;
  }
  const name = lanList(context.description);
  const list = rowSpec(
    "/interface/list",
    [LISTS, "lans", "list"],
    { name, comment: ownershipComment({ owner: context.owner, member: LISTS, role: "lans" }) },
    after,
  );
  const members: RowSpec<"/interface/list/member">[] = [];
  const lans = context.description.lans.filter((lan) => !isManaged(lan, context.description));
  for (const lan of lans.sort((a, b) => (lanName(a) < lanName(b) ? -1 : 1))) {
    members.push(
      rowSpec(
        "/interface/list/member",
        [LISTS, "lans", "members", lanName(lan)],
        { list: name, interface: lan.interface, ...ownedByGateway(context, LISTS, `lans:${lanName(lan)}`) },
        [members.at(-1) ?? list],
      ),
    );
  }
  return Object.freeze({ list, members: Object.freeze(members) });
}

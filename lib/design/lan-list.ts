import { isManaged } from "./management-list";
import { LISTS, lanList, lanName } from "./names";
import { type Placed, place } from "./placed";
import { ownedByGateway, type Surroundings } from "./surroundings";

/** The interface list of a gateway's LANs: one matcher for what comes from any of them. */
export interface LanListDesign {
  readonly list: Placed<"/interface/list">;
  /**
   * One per LAN that the router is not managed through, each after the one before it: the last stands when the list is
   * whole. In the order of their names, so that no change of the description turns their order.
   */
  readonly members: readonly Placed<"/interface/list/member">[];
}

/** Derives the list and its members, after the rows that stand before all of it; nothing where a list was given. */
export function designLanList(around: Surroundings, after: readonly Placed[]): LanListDesign | undefined {
  if (around.description.lanList !== undefined) {
    return undefined;
  }
  const name = lanList(around.description);
  const list = place(
    "/interface/list",
    [LISTS, "lans", "list"],
    { name, comment: `${around.owner}/${LISTS}/lans` },
    after,
  );
  const members: Placed<"/interface/list/member">[] = [];
  const lans = around.description.lans.filter((lan) => !isManaged(lan, around.description));
  for (const lan of lans.sort((a, b) => (lanName(a) < lanName(b) ? -1 : 1))) {
    members.push(
      place(
        "/interface/list/member",
        [LISTS, "lans", "members", lanName(lan)],
        { list: name, interface: lan.interface, ...ownedByGateway(around, `${LISTS}/lans:${lanName(lan)}`) },
        [members.at(-1) ?? list],
      ),
    );
  }
  return Object.freeze({ list, members: Object.freeze(members) });
}

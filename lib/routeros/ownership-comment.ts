/**
 * Which gateway a row belongs to, as its comment says: `gateway/wlan1/default-route`, or with a detail
 * `gateway/wlan1/probe-route:9.9.9.9`.
 */
export interface OwnershipComment {
  /** What the comments of all rows of a gateway begin with; may itself hold slashes. */
  readonly owner: string;
  /** The WAN or LAN that the row is for, by its name on the router, or a group of the gateway's own rows, such as `dns`. */
  readonly member: string;
  /** What the row is for. */
  readonly role: string;
}

/** The comment of a row that a gateway owns. */
export function ownershipComment({ owner, member, role }: OwnershipComment): string {
  return `${owner}/${member}/${role}`;
}

/** Reads the comment of a row; undefined where it does not name an owner. */
export function readOwnershipComment(comment: string | undefined): OwnershipComment | undefined {
  const [, owner, member, role] = /^(.+)\/([^/]+)\/([^/]+)$/.exec(comment ?? "") ?? [];
  return owner === undefined || member === undefined || role === undefined
    ? undefined
    : { owner, member, role };
}

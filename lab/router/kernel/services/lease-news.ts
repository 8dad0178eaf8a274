import type { Lease } from "../../observations";

/** A client, by the id of its row, that has got another lease, or has lost its own. */
export interface LeaseChange {
  readonly id: string;
  readonly lease: Lease | undefined;
}

/** What has become of leases since it was asked last; a lease that is only renewed is no news. */
export class LeaseNews {
  private known: ReadonlyMap<string, Lease | undefined> = new Map();

  of(leases: readonly LeaseChange[]): readonly LeaseChange[] {
    const before = this.known;
    this.known = new Map(leases.map(({ id, lease }) => [id, lease]));
    return leases.filter(({ id, lease }) => essence(before.get(id)) !== essence(lease));
  }

  /** Takes no lease as known, and none as lost. */
  forget(): void {
    this.known = new Map();
  }
}

const essence = (lease: Lease | undefined): string =>
  JSON.stringify(lease === undefined ? [] : [lease.address, lease.gateway, lease.server]);

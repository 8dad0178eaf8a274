import type { WanData } from "../../lib";

/** A data file of sites; `sites.schema.json` is its JSON Schema. */
export interface Sites {
  readonly sites: readonly Site[];
}

/** A site as its data file describes it: one router. */
export interface Site {
  /** The name of its stack. */
  readonly name: string;
  /** Where the router's API is, such as `https://10.255.1.1`. */
  readonly hosturl: string;
  readonly wans: WanData[];
  readonly networks: readonly SiteNetwork[];
}

/** A network of clients: a VLAN over the site's bridge. */
export interface SiteNetwork {
  readonly name: string;
  readonly vlan: number;
  /** The router's address in it with its prefix length. */
  readonly address: string;
  /** What the DHCP server leases, as `first-last`. */
  readonly leases: string;
  /** The ports whose devices are in it, untagged. */
  readonly ports: readonly string[];
}

import { isIn } from "../../routeros/address-ranges";
import type { ModelRow, RouterModel } from "../model";
import type { Packet } from "../packets/packet";

/** The IPsec policies of a router, by which it takes packets that leave into tunnels. */
export class IpsecPolicies {
  private readonly rows: readonly ModelRow[];

  public constructor(router: RouterModel) {
    this.rows = router.enabled("/ip/ipsec/policy").filter((row) => row.raw("template") !== "true");
  }

  /** Whether a policy is for a packet; undefined where that is unknown. */
  public hold({ srcAddress, dstAddress }: Packet): boolean | undefined {
    const found = this.rows.map((row) => {
      const ends = [isWithin(row, "src-address", srcAddress), isWithin(row, "dst-address", dstAddress)];
      return ends.includes(false) ? false : ends.includes(undefined) ? undefined : true;
    });
    return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
  }
}

/** The IPsec policies of a router's rows. */
export function ipsecPoliciesOf(router: RouterModel): IpsecPolicies {
  return new IpsecPolicies(router);
}

function isWithin(row: ModelRow, name: string, address: string): boolean | undefined {
  const network = row.raw(name);
  return typeof network === "string" ? isIn(network, address) : undefined;
}

import type { ModelRow, RouterModel } from "../model";

/** The VRFs of a router. They are not modelled: only what has nothing to do with any of them is followed. */
export class Vrfs {
  private readonly rows: readonly ModelRow[];

  public constructor(router: RouterModel) {
    this.rows = router.enabled("/ip/vrf").filter((row) => row.get("name") !== "main");
  }

  /** The VRF of a name. */
  public named(name: string): ModelRow | undefined {
    return this.rows.find((row) => row.get("name") === name);
  }

  /** The VRF that an interface is in. */
  public of(interfaceName: string): ModelRow | undefined {
    return this.rows.find((row) => (row.get("interfaces") ?? "").split(",").includes(interfaceName));
  }
}

/** The VRFs of a router's rows. */
export function vrfsOf(router: RouterModel): Vrfs {
  return new Vrfs(router);
}

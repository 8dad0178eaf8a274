import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fault, LabRouter } from "../../lab/router";
import type { EcmpMasqueradeGatewayProps } from "../../lib";
import { Deployment } from "./deployment";
import { contentOf } from "./lab";

/** The faults after which the router has done nothing. */
export const NOTHING_DONE = ["refuse", "time-out", "drop-before"] as const satisfies Fault[];

type Content = ReturnType<typeof contentOf>;

/** A router and a state in which a gateway is deployed, of which any number of copies can be used up. */
export class Deployed {
  private readonly folder = mkdtempSync(join(tmpdir(), "deployed-"));
  public readonly content: Content = {};

  public static async of(props: EcmpMasqueradeGatewayProps): Promise<Deployed> {
    const deployed = new Deployed();
    const router = await LabRouter.start({ stateFile: join(deployed.folder, "router.json") });
    const terraform = new Deployment(router);
    terraform.writeGateway(props);
    const run = await terraform.apply(1);
    if (!run.ok) {
      throw new Error(run.text);
    }
    Object.assign(deployed.content, contentOf(router));
    terraform.saveState(join(deployed.folder, "terraform.tfstate"));
    terraform.remove();
    await router.close();
    return deployed;
  }

  /** Uses a copy, which is gone afterwards. */
  public async use<T>(how: (router: LabRouter, terraform: Deployment) => Promise<T>): Promise<T> {
    const copy = mkdtempSync(join(this.folder, "copy-"));
    copyFileSync(join(this.folder, "router.json"), join(copy, "router.json"));
    const router = await LabRouter.start({ stateFile: join(copy, "router.json") });
    const terraform = new Deployment(router);
    try {
      terraform.loadState(join(this.folder, "terraform.tfstate"));
      return await how(router, terraform);
    } finally {
      terraform.remove();
      await router.close();
    }
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The menu and method of the k-th write a router received, such as `PUT ip/route`. */
export function writeOf(router: LabRouter, k: number): string {
  const writes = router.requests.filter(({ method }) => method !== "GET");
  const { method = "", path = "" } = writes[k - 1] ?? {};
  return `${method} ${path.replace(/^\/rest\//, "").replace(/\/\*.*$/, "")}`;
}

/** The numbers from 1 to n. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

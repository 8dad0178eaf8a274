import { type Fault, LabRouter } from "../../lab/router";
import type { EcmpMasqueradeGatewayProps } from "../../lib";
import { Deployment } from "./deployment";
import { contentOf } from "./lab";

/** The faults after which the router has done nothing. */
export const NOTHING_DONE = ["refuse", "time-out", "drop-before"] as const satisfies Fault[];

/** A router and a Terraform folder that can begin again, any number of times, from what was deployed there once. */
export class Site {
  private state: string | undefined;
  private rows: ReturnType<LabRouter["save"]>;

  private constructor(
    public readonly router: LabRouter,
    public readonly terraform: Deployment,
  ) {
    this.rows = router.save();
  }

  /** A site where nothing is deployed. */
  public static async empty(): Promise<Site> {
    const router = await LabRouter.start();
    return new Site(router, new Deployment(router));
  }

  /** A site where a gateway is deployed. */
  public static async of(props: EcmpMasqueradeGatewayProps): Promise<Site> {
    const site = await Site.empty();
    site.terraform.writeGateway(props);
    const run = await site.terraform.apply(1);
    if (!run.ok) {
      throw new Error(run.text);
    }
    site.state = site.terraform.saveState();
    site.rows = site.router.save();
    return site;
  }

  /** Takes back what has happened to router and state; the configuration stays. */
  public again(): this {
    this.router.faults.clear();
    this.router.load(this.rows);
    this.terraform.loadState(this.state);
    return this;
  }

  /** What the next run of Terraform begins with: it reads the rest of its state anew. */
  public left(): { content: unknown; ids: unknown } {
    return { content: contentOf(this.router), ids: this.terraform.idsInState() };
  }

  public async close(): Promise<void> {
    this.terraform.remove();
    await this.router.close();
  }
}

/**
 * Lets the k-th write of a run end in a fault that leaves nothing, and then the first write of the next run, which is the
 * same one, in each of the other faults: all of them leave the same, so that what comes after one comes after any.
 */
export async function failInEachWay(
  k: number,
  site: Site,
  run: () => Promise<{ readonly ok: boolean }>,
): Promise<void> {
  const left: unknown[] = [];
  for (const [i, fault] of NOTHING_DONE.entries()) {
    site.router.faults.onWrite(i === 0 ? k : 1, fault);
    expect([k, fault, (await run()).ok]).toEqual([k, fault, false]);
    left.push(site.left());
    expect([k, fault, left[i]]).toEqual([k, fault, left[0]]);
  }
}

/** The menu and method of the write that a router received last, such as `PUT ip/route`. */
export function lastWrite(router: LabRouter): string {
  const { method = "", path = "" } = router.requests.filter(({ method }) => method !== "GET").at(-1) ?? {};
  return `${method} ${path.replace(/^\/rest\//, "").replace(/\/\*.*$/, "")}`;
}

/** The numbers from 1 to n. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

import type {
  ITerraformDependable,
  TerraformProvider,
  TerraformResource,
  TerraformResourceLifecycle,
} from "cdktf";
import { Construct } from "constructs";
import type { Placed } from "../design/placed";
import type { Menu, MenuRows } from "../routing/rows";
import { classOf, configOf, type ResourceOf } from "./menu-resources";
import { addLifecycle } from "./provider-quirks";

/** What every resource of a gateway takes from the gateway's props. */
export interface RowResourcesOptions {
  readonly provider?: TerraformProvider;
  /** What stands before the gateway as a whole. */
  readonly dependsOn?: ITerraformDependable[];
  /** What every resource's lifecycle says besides what the provider needs. */
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** Makes the resources of a design's rows, each depending on those of the rows that come before it. */
export class RowResources {
  private readonly made = new Map<Placed, TerraformResource>();

  public constructor(
    private readonly gateway: Construct,
    public readonly options: RowResourcesOptions,
  ) {}

  /** Makes the resource of a row at its place in the construct tree. */
  public create<In extends Menu>(placed: Placed<In>): ResourceOf<In> {
    const resource = new (classOf(placed.menu))(this.scopeOf(placed.path), placed.path.at(-1) ?? "", {
      ...configOf<MenuRows[In]>(placed.row),
      provider: this.options.provider,
      dependsOn: placed.after.length > 0 ? this.madeFor(placed.after) : this.options.dependsOn,
    });
    addLifecycle(resource, placed.row, this.options.lifecycle);
    this.made.set(placed, resource);
    return resource;
  }

  /** The resources of the rows in a menu, in the order of their making. */
  public in(menu: Menu): TerraformResource[] {
    return [...this.made].filter(([placed]) => placed.menu === menu).map(([, resource]) => resource);
  }

  /** The resources that wait for none of the gateway's own. */
  public get first(): TerraformResource[] {
    return [...this.made].filter(([placed]) => placed.after.length === 0).map(([, resource]) => resource);
  }

  /** The resources that none of the gateway's own waits for. */
  public get last(): TerraformResource[] {
    const awaited = new Set([...this.made.keys()].flatMap((placed) => placed.after));
    return [...this.made].filter(([placed]) => !awaited.has(placed)).map(([, resource]) => resource);
  }

  /** The resources of rows. */
  public madeFor(rows: readonly Placed[]): TerraformResource[] {
    return rows.map((row) => {
      const resource = this.made.get(row);
      if (resource === undefined) {
        throw new Error(`${row.path.join("/")} must be made before what comes after it`);
      }
      return resource;
    });
  }

  /** The construct in which the last id of a path is made. */
  public scopeOf(path: readonly string[]): Construct {
    return path
      .slice(0, -1)
      .reduce<Construct>(
        (scope, id) => (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id),
        this.gateway,
      );
  }
}

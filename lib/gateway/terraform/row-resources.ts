import {
  dependable,
  type ITerraformDependable,
  type TerraformProvider,
  type TerraformResource,
  type TerraformResourceLifecycle,
} from "cdktf";
import { Construct } from "constructs";
import type { Menu, MenuRows } from "../../routeros/rows";
import type { RowSpec } from "../row-spec";
import { moveFromScope } from "./former-places";
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
  /** By place. */
  private readonly made = new Map<string, { placed: RowSpec; readonly resource: TerraformResource }>();
  /** The resources that wait for one that is still to be made, by its place. */
  private readonly waiting = new Map<string, TerraformResource[]>();

  public constructor(
    private readonly gateway: Construct,
    public readonly options: RowResourcesOptions,
  ) {}

  /**
   * Makes the resource of a row at its place in the construct tree. One that stands there already is left as it is, but
   * waits for whatever its row has come to wait for.
   */
  public create<In extends Menu>(placed: RowSpec<In>): ResourceOf<In> {
    const standing = this.made.get(placeOf(placed));
    if (standing !== undefined) {
      const { resource } = standing;
      const awaited = new Set(standing.placed.dependsOn.map(placeOf));
      this.wait(
        resource,
        placed.dependsOn.filter((row) => !awaited.has(placeOf(row))),
      );
      standing.placed = placed;
      return resource as ResourceOf<In>;
    }
    const resource = new (classOf(placed.menu))(this.scopeOf(placed.path), placed.path.at(-1) ?? "", {
      ...configOf<MenuRows[In]>(placed.row),
      provider: this.options.provider,
      dependsOn: placed.dependsOn.length > 0 ? undefined : this.options.dependsOn,
    });
    this.wait(resource, placed.dependsOn);
    addLifecycle(resource, placed.row, this.options.lifecycle);
    if (placed.movedFrom !== undefined) {
      moveFromScope(resource);
    }
    this.made.set(placeOf(placed), { placed, resource });
    for (const other of this.waiting.get(placeOf(placed)) ?? []) {
      this.wait(other, [placed]);
    }
    this.waiting.delete(placeOf(placed));
    return resource;
  }

  /** Makes the resources of rows, in their order. */
  public createAll<In extends Menu>(rows: readonly RowSpec<In>[]): ResourceOf<In>[] {
    return rows.map((row) => this.create(row));
  }

  /** Has a resource wait for those of rows; a backup route is made before the rows of the WAN that it leads to. */
  private wait(resource: TerraformResource, rows: readonly RowSpec[]): void {
    const awaited: string[] = [];
    for (const row of rows) {
      const made = this.made.get(placeOf(row));
      if (made !== undefined) {
        awaited.push(dependable(made.resource));
        continue;
      }
      const waiting = this.waiting.get(placeOf(row)) ?? [];
      waiting.push(resource);
      this.waiting.set(placeOf(row), waiting);
    }
    if (awaited.length > 0) {
      resource.dependsOn = [...(resource.dependsOn ?? []), ...awaited];
    }
  }

  /** The resource of a row that was made before. */
  public of<In extends Menu>(placed: RowSpec<In>): ResourceOf<In> {
    const [resource] = this.madeFor([placed]);
    return resource as ResourceOf<In>;
  }

  /** The resources of the rows in a menu, in the order of their making. */
  public in(menu: Menu): TerraformResource[] {
    return [...this.made.values()]
      .filter(({ placed }) => placed.menu === menu)
      .map(({ resource }) => resource);
  }

  /** The resources that wait for none of the gateway's own. */
  public get first(): TerraformResource[] {
    return [...this.made.values()]
      .filter(({ placed }) => placed.dependsOn.length === 0)
      .map(({ resource }) => resource);
  }

  /** The resources that none of the gateway's own waits for. */
  public get last(): TerraformResource[] {
    const awaited = new Set([...this.made.values()].flatMap(({ placed }) => placed.dependsOn.map(placeOf)));
    return [...this.made].filter(([place]) => !awaited.has(place)).map(([, { resource }]) => resource);
  }

  /** The resources of rows. */
  public madeFor(rows: readonly RowSpec[]): TerraformResource[] {
    return rows.map((row) => {
      const resource = this.made.get(placeOf(row))?.resource;
      if (resource === undefined) {
        throw new Error(`${placeOf(row)} has no resource`);
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

/** Where a row's resource stands below the gateway. */
function placeOf(placed: RowSpec): string {
  return placed.path.join("/");
}

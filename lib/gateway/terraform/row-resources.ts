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
import { classOf, configOf, type ResourceOf } from "./menu-resources";
import { addLifecycle } from "./provider-quirks";
import { moveFromScope } from "./resource-moves";

/** The props of a gateway that apply to each of its resources. */
export interface RowResourcesOptions {
  readonly provider?: TerraformProvider;
  /** What Terraform creates before the gateway. */
  readonly dependsOn?: ITerraformDependable[];
  /** The lifecycle of every resource, besides what the provider needs. */
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** Makes the resources of rows; each depends on the resources of the rows that its row depends on. */
export class RowResources {
  /** The rows and their resources, by path. */
  private readonly made = new Map<string, { spec: RowSpec; readonly resource: TerraformResource }>();
  /** The resources that depend on one that does not exist yet, by the path of that one. */
  private readonly waiting = new Map<string, TerraformResource[]>();

  public constructor(
    private readonly gateway: Construct,
    public readonly options: RowResourcesOptions,
  ) {}

  /**
   * Makes the resource of a row. If the resource exists already, it only gets the new dependencies of the row.
   */
  public create<In extends Menu>(spec: RowSpec<In>): ResourceOf<In> {
    const existing = this.made.get(pathOf(spec));
    if (existing !== undefined) {
      const { resource } = existing;
      const known = new Set(existing.spec.dependsOn.map(pathOf));
      this.addDependencies(
        resource,
        spec.dependsOn.filter((row) => !known.has(pathOf(row))),
      );
      existing.spec = spec;
      return resource as ResourceOf<In>;
    }
    const resource = new (classOf(spec.menu))(this.scopeOf(spec.path), spec.path.at(-1) ?? "", {
      ...configOf<MenuRows[In]>(spec.row),
      provider: this.options.provider,
      dependsOn: spec.dependsOn.length > 0 ? undefined : this.options.dependsOn,
    });
    this.addDependencies(resource, spec.dependsOn);
    addLifecycle(resource, spec.row, this.options.lifecycle);
    if (spec.movedFrom !== undefined) {
      moveFromScope(resource);
    }
    this.made.set(pathOf(spec), { spec, resource });
    for (const other of this.waiting.get(pathOf(spec)) ?? []) {
      this.addDependencies(other, [spec]);
    }
    this.waiting.delete(pathOf(spec));
    return resource;
  }

  /** Makes the resources of rows, in their order. */
  public createAll<In extends Menu>(rows: readonly RowSpec<In>[]): ResourceOf<In>[] {
    return rows.map((row) => this.create(row));
  }

  /** Makes a resource depend on those of rows. A backup route is made before the rows of the WAN that it leads to. */
  private addDependencies(resource: TerraformResource, rows: readonly RowSpec[]): void {
    const awaited: string[] = [];
    for (const row of rows) {
      const made = this.made.get(pathOf(row));
      if (made !== undefined) {
        awaited.push(dependable(made.resource));
        continue;
      }
      const waiting = this.waiting.get(pathOf(row)) ?? [];
      waiting.push(resource);
      this.waiting.set(pathOf(row), waiting);
    }
    if (awaited.length > 0) {
      resource.dependsOn = [...(resource.dependsOn ?? []), ...awaited];
    }
  }

  /** The resource of a row that was made before. */
  public of<In extends Menu>(spec: RowSpec<In>): ResourceOf<In> {
    const [resource] = this.madeFor([spec]);
    return resource as ResourceOf<In>;
  }

  /** The resources of the rows in a menu, in the order in which they were made. */
  public in(menu: Menu): TerraformResource[] {
    return [...this.made.values()].filter(({ spec }) => spec.menu === menu).map(({ resource }) => resource);
  }

  /** The resources that depend on no other resource of the gateway. */
  public get first(): TerraformResource[] {
    return [...this.made.values()]
      .filter(({ spec }) => spec.dependsOn.length === 0)
      .map(({ resource }) => resource);
  }

  /** The resources that no other resource of the gateway depends on. */
  public get last(): TerraformResource[] {
    const awaited = new Set([...this.made.values()].flatMap(({ spec }) => spec.dependsOn.map(pathOf)));
    return [...this.made].filter(([place]) => !awaited.has(place)).map(([, { resource }]) => resource);
  }

  /** The resources of rows that were made before. */
  public madeFor(rows: readonly RowSpec[]): TerraformResource[] {
    return rows.map((row) => {
      const resource = this.made.get(pathOf(row))?.resource;
      if (resource === undefined) {
        throw new Error(`${pathOf(row)} has no resource`);
      }
      return resource;
    });
  }

  /** The construct that contains the resource of a path; it is made if it does not exist. */
  public scopeOf(path: readonly string[]): Construct {
    return path
      .slice(0, -1)
      .reduce<Construct>(
        (scope, id) => (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id),
        this.gateway,
      );
  }
}

/** The path of a row's resource below the gateway. */
function pathOf(spec: RowSpec): string {
  return spec.path.join("/");
}

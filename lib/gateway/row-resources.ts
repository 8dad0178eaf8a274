import type {
  ITerraformDependable,
  TerraformMetaArguments,
  TerraformProvider,
  TerraformResource,
} from "cdktf";
import { Construct } from "constructs";
import type { Placed } from "../design/placed";
import { addLifecycle } from "./provider-quirks";

/** `dst-address` becomes `dstAddress`. */
type CamelCase<Name> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** The configuration of a generated resource that holds just a row. */
type ConfigOf<Row> = { readonly [Name in keyof Row as CamelCase<Name>]: Row[Name] };

/** A generated resource class that takes a row of this kind. */
type ResourceClass<Row, Resource extends TerraformResource> = new (
  scope: Construct,
  id: string,
  config: ConfigOf<Row> & TerraformMetaArguments,
) => Resource;

/** What every resource of a gateway takes from the gateway's props. */
export interface RowResourcesOptions {
  readonly provider?: TerraformProvider;
  /** What stands before the gateway as a whole. */
  readonly dependsOn?: ITerraformDependable[];
}

/** Makes the resources of a design's rows, each depending on those of the rows that come before it. */
export class RowResources {
  private readonly made = new Map<Placed, TerraformResource>();

  public constructor(
    private readonly gateway: Construct,
    private readonly options: RowResourcesOptions,
  ) {}

  /** Makes the resource of a row at its place in the construct tree. */
  public create<Row extends object, Resource extends TerraformResource>(
    resourceClass: ResourceClass<Row, Resource>,
    placed: Placed<Row>,
  ): Resource {
    const resource = new resourceClass(this.scopeOf(placed), placed.path.at(-1) ?? "", {
      ...configOf(placed.row),
      provider: this.options.provider,
      dependsOn: placed.after.length > 0 ? this.madeFor(placed.after) : this.options.dependsOn,
    });
    addLifecycle(resource, placed.row);
    this.made.set(placed, resource);
    return resource;
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

  private madeFor(rows: readonly Placed[]): TerraformResource[] {
    return rows.flatMap((row) => this.made.get(row) ?? []);
  }

  private scopeOf(placed: Placed): Construct {
    return placed.path
      .slice(0, -1)
      .reduce<Construct>(
        (scope, id) => (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id),
        this.gateway,
      );
  }
}

function configOf<Row extends object>(row: Row): ConfigOf<Row> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as ConfigOf<Row>;
}

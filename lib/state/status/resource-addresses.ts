/** What `terraform show -json` says of a state. */
export interface StateJson {
  readonly values?: { readonly root_module?: ModuleJson };
}

interface ModuleJson {
  readonly resources?: readonly {
    readonly address: string;
    readonly type: string;
    readonly values?: { readonly id?: unknown };
  }[];
  readonly child_modules?: readonly ModuleJson[];
}

/** The addresses of the routes in a state, by the ids of their rows. */
export function routeAddresses({ values }: StateJson): ReadonlyMap<string, string> {
  return new Map(
    modulesIn(values?.root_module).flatMap(({ resources = [] }) =>
      resources
        .filter(({ type }) => type === "routeros_ip_route")
        .map(({ address, values: { id } = {} }) => [String(id), address]),
    ),
  );
}

const modulesIn = (module: ModuleJson = {}): readonly ModuleJson[] => [
  module,
  ...(module.child_modules ?? []).flatMap(modulesIn),
];

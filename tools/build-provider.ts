import { join } from "node:path";
import { buildGo } from "./build-go";
import { PROVIDER } from "./pinned-provider";
import type { Say } from "./progress";

/** Builds the pinned provider from its Go module into the file `target`. */
export function buildProvider(target: string, say: Say): Promise<void> {
  return buildGo(
    {
      name: `the provider ${PROVIDER.source}`,
      module: join(__dirname, "provider"),
      package: PROVIDER.goModule,
      reason: `the provider ${PROVIDER.source} ${PROVIDER.version} comes from no registry here`,
    },
    target,
    say,
  );
}

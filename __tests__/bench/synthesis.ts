import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack } from "cdktf";
import type * as Library from "../../lib";
import type { EcmpMasqueradeGatewayProps } from "../../lib";
import type * as Design from "../../lib/gateway/gateway-design";
import type { RowSpec } from "../../lib/gateway/row-spec";
import type * as MenuResources from "../../lib/gateway/terraform/menu-resources";
import type * as TerraformValues from "../../lib/gateway/terraform/terraform-values";
import type * as Problems from "../../lib/gateway/validation/description-problems";
import { kindsOf } from "./gateways";
import { published } from "./published";
import type { Subject } from "./subject";

const library = published<typeof Library>("index");
const { designGateway } = published<typeof Design>("gateway/gateway-design");
const { problemsOf } = published<typeof Problems>("gateway/validation/description-problems");
const { classOf, configOf } = published<typeof MenuResources>("gateway/terraform/menu-resources");
const { terraformValues } = published<typeof TerraformValues>("gateway/terraform/terraform-values");

const ID = "gateway";
const MOST_EXPONENT = 1.1;

/** The construct beside the same rows as resources that a program writes out, and what the construct does before any of them. */
export function synthesisSubjects(all: boolean): Subject[] {
  const kinds = kindsOf(library);
  return [
    ...kinds.map(
      ({ name, gateway }): Subject => ({
        name: `synthesis, ${name}`,
        sizes: all && name !== "WANs" ? [100, 200, 400] : [25, 50, 100],
        prepare: (size) => ({
          run: constructed(gateway(size)),
          byHand: writtenByHand(designGateway(gateway(size), ID, terraformValues).rows),
        }),
        bar: {
          exponent: MOST_EXPONENT,
          ...(name === "WANs" ? { times: { size: 100, most: 1.15 } } : {}),
        },
      }),
    ),
    ...kinds.map(
      ({ name, gateway }): Subject => ({
        name: `checks and design, ${name}`,
        sizes: [250, 500, 1000],
        prepare: (size) => {
          const props = gateway(size);
          return {
            run: () => {
              problemsOf(props, ID, terraformValues);
              designGateway(props, ID, terraformValues);
            },
          };
        },
        bar: {},
      }),
    ),
  ];
}

function constructed(props: EcmpMasqueradeGatewayProps): () => void {
  return () =>
    synthesize((stack) => {
      new library.EcmpMasqueradeGateway(stack, ID, props);
    });
}

function writtenByHand(rows: readonly RowSpec[]): () => void {
  const idOf = ({ path }: RowSpec): string => path.join("-");
  const resources = rows.map((row) => ({
    id: idOf(row),
    Resource: classOf(row.menu),
    config: configOf(row.row),
    after: row.dependsOn.map(idOf),
  }));
  return () =>
    synthesize((stack) => {
      const made = new Map<string, InstanceType<(typeof resources)[number]["Resource"]>>();
      for (const { id, Resource, config, after } of resources) {
        const dependsOn = after.flatMap((other) => made.get(other) ?? []);
        made.set(id, new Resource(stack, id, { ...config, dependsOn }));
      }
    });
}

/** As `cdktf synth` does, in a folder that goes again. */
function synthesize(fill: (stack: TerraformStack) => void): void {
  const outdir = mkdtempSync(join(tmpdir(), "bench-"));
  mkdirSync(join(outdir, "stacks"));
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "site");
  new RouterosProvider(stack, "routeros", {});
  fill(stack);
  app.synth();
  rmSync(outdir, { recursive: true });
}

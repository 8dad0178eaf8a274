import fc from "fast-check";
import { EcmpMasqueradeGateway } from "../../lib";
import { anyGateway } from "../design/arbitrary-gateway";
import { routerStack, type Synthesized, synthesize } from "../synth/synthesize";
import { type Resources, Terraform, withTerraform } from "../terraform";

jest.setTimeout(600_000);

const SEED = 20130112; // the article's day
const CONFIGURATIONS = 2000;
/** Terraform takes as long to start as to validate a hundred gateways. */
const BATCH = 250;

class Validator extends Terraform {
  /** What Terraform and the provider's schema have against resources. */
  async complaints(resources: Resources): Promise<unknown[]> {
    this.writeResources(resources);
    const { text } = await this.run("validate", "-json");
    return JSON.parse(text).diagnostics;
  }
}

/** The resources of many stacks as if they were one; each gateway has an id of its own, which begins their names. */
function together(stacks: readonly Synthesized[]): Resources {
  const all: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const { resource } of stacks) {
    for (const [type, byName] of Object.entries(resource)) {
      all[type] = { ...all[type], ...byName };
    }
  }
  return all;
}

test(`${CONFIGURATIONS} random gateways synthesize, and Terraform and the provider take each (seed ${SEED})`, async () => {
  await withTerraform(Validator, async (_, terraform) => {
    const gateways = fc.sample(anyGateway, { seed: SEED, numRuns: CONFIGURATIONS });
    for (let first = 0; first < gateways.length; first += BATCH) {
      const stacks = gateways.slice(first, first + BATCH).map((props, i) => {
        const stack = routerStack();
        new EcmpMasqueradeGateway(stack, `g${first + i}`, props);
        return synthesize(stack);
      });
      expect([first, await terraform.complaints(together(stacks))]).toEqual([first, []]);
    }
  });
});

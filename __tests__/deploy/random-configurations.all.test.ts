import fc from "fast-check";
import { EcmpMasqueradeGateway, type GatewayDescription } from "../../lib";
import { anyGateway } from "../gateway/arbitrary-gateway";
import { newApp, routerStack, type Synthesized } from "../synth/synthesize";
import { type Resources, Terraform, withTerraform } from "../terraform";

const SEED = 20130112; // the article's day
const CONFIGURATIONS = 2000;
/** Terraform's graph grows faster than what is in it, and it takes a while to start. */
const BATCH = 50;
/** More are designed, judged and deployed elsewhere: what a WAN of each kind comes to is the same resources. */
const MOST_WANS = 3;

// CDKTF takes a stack trace for every token and shows none of them here: half of the time.
const { prepareStackTrace } = Error;
beforeAll(() => {
  Error.prepareStackTrace = () => "";
});
afterAll(() => {
  Error.prepareStackTrace = prepareStackTrace;
});

class Validator extends Terraform {
  /** What Terraform and the provider's schema have against resources. */
  async complaints(resources: Resources): Promise<unknown[]> {
    this.writeResources(resources);
    const { text } = await this.run("validate", "-json");
    return JSON.parse(text).diagnostics;
  }
}

/**
 * The resources of many gateways, each in a stack of its own and as that writes them, without a file; each has an id of its
 * own, which begins their names.
 */
function together(gateways: readonly GatewayDescription[], first: number): Resources {
  const all: Record<string, Record<string, Record<string, unknown>>> = {};
  const app = newApp();
  for (const [i, props] of gateways.entries()) {
    const stack = routerStack(app, `site${first + i}`);
    new EcmpMasqueradeGateway(stack, `g${first + i}`, props);
    stack.runAllValidations();
    const { resource }: Synthesized = stack.toTerraform();
    for (const [type, byName] of Object.entries(resource)) {
      all[type] = { ...all[type], ...byName };
    }
  }
  return all;
}

test(`${CONFIGURATIONS} random gateways synthesize, and Terraform and the provider take each (seed ${SEED})`, async () => {
  await withTerraform(Validator, async (_, terraform) => {
    const few = anyGateway.filter(({ wans }) => wans.length <= MOST_WANS);
    const gateways = fc.sample(few, { seed: SEED, numRuns: CONFIGURATIONS });
    let validated = Promise.resolve();
    for (let first = 0; first < gateways.length; first += BATCH) {
      const resources = together(gateways.slice(first, first + BATCH), first);
      await validated;
      validated = terraform.complaints(resources).then((complaints) => {
        expect([first, complaints]).toEqual([first, []]);
      });
    }
    await validated;
  });
});

import { EcmpMasqueradeGateway, type GatewayDescription } from "../../lib";
import { routerStack, synthesize } from "../synth/synthesize";
import type { Resources } from "../terraform";

/** The resources of gateways in one stack as Terraform reads them, without what is only for it. */
export function resourcesOf(...gateways: readonly GatewayDescription[]): Resources {
  const stack = routerStack();
  gateways.forEach((description, i) => {
    new EcmpMasqueradeGateway(stack, i === 0 ? "gateway" : `gateway${i + 1}`, description);
  });
  return Object.fromEntries(
    Object.entries(synthesize(stack).resource).map(([type, byName]) => [
      type,
      Object.fromEntries(
        Object.entries(byName).map(([name, { "//": _, lifecycle, ...attributes }]) => [name, attributes]),
      ),
    ]),
  );
}

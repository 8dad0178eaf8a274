import type { Network } from "./network";
import { LabRouter, type LabRouterOptions } from "./router";

/** Starts the router of a network: its ports carry packets there, and its REST API answers the operator. */
export function startRouterOf(network: Network, options: LabRouterOptions = {}): Promise<LabRouter> {
  return LabRouter.start({
    ...options,
    interfaces: [...network.lans, ...network.wans].map(({ name }) => name),
    namespace: network.router.name,
    socketFile: network.socketFile,
    addresses: [network.managementAddress],
  });
}

/** Where the operator finds the router's REST API. */
export const operatorUrl = (network: Network): string => `https://${network.managementAddress}`;

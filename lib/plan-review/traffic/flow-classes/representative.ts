import { fromNumber, isWithin, toNumber } from "../../../routeros/address-ranges";
import type { Flow } from "../../../simulator";
import type { FlowClass, Group } from "./flow-classes";
import { protocolAndPort, serviceNumber } from "./services";

/** A typical flow: where a class has it, it is followed for the class. */
export interface TypicalFlow {
  readonly inInterface: string;
  readonly srcAddress: string;
  readonly dstAddress: string;
}

/** The usual service of flows: TCP to port 443. */
export const USUAL_SERVICE = serviceNumber(6, 443);

/** A flow of a class. */
export function representativeOf(
  { source, destination, service }: FlowClass,
  { inInterface, srcAddress, dstAddress }: TypicalFlow,
): Flow {
  return {
    inInterface,
    srcAddress: source.ranges.length === 0 ? srcAddress : fromNumber(memberOf(source, toNumber(srcAddress))),
    srcPort: 50000,
    dstAddress: fromNumber(memberOf(destination, toNumber(dstAddress))),
    ...protocolAndPort(memberOf(service, USUAL_SERVICE)),
  };
}

/** Whether a group has a number. */
export function hasMember({ ranges }: Group, number: number): boolean {
  return ranges.some((range) => isWithin(range, number));
}

function memberOf(group: Group, preferred: number): number {
  return hasMember(group, preferred) ? preferred : (group.ranges[0]?.first ?? preferred);
}

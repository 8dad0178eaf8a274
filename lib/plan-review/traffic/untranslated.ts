import { isPrivate } from "../../routeros/ipv4";
import type { Flow, Trace } from "../../simulator";
import type { Distribution } from "./distribution";

/** A part of a flow that leaves by an interface with the private source address that it came with. */
export interface UntranslatedPart {
  readonly interface: string;
  readonly share: number;
  readonly trace: Trace;
}

/** The parts of a flow that leave untranslated although no ISP routes their source address. */
export function untranslatedOf(
  { srcAddress }: Flow,
  { outcomes }: Distribution,
): readonly UntranslatedPart[] {
  return srcAddress === undefined || !isPrivate(srcAddress)
    ? []
    : outcomes.flatMap(({ egress, source, share, trace }) =>
        egress.kind === "out" && source === srcAddress ? [{ interface: egress.interface, share, trace }] : [],
      );
}

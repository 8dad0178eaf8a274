import { isPrivate } from "../../routeros/ipv4";
import type { Flow, Trace } from "../../simulator";
import type { Distribution } from "./distribution";

/** A part of a flow that leaves by an interface with the private source that it came with. */
export interface Untranslated {
  readonly interface: string;
  readonly share: number;
  readonly trace: Trace;
}

/** What leaves untranslated although no ISP routes its source. */
export function untranslatedOf({ srcAddress }: Flow, { outcomes }: Distribution): readonly Untranslated[] {
  return srcAddress === undefined || !isPrivate(srcAddress)
    ? []
    : outcomes.flatMap(({ egress, source, share, trace }) =>
        egress.kind === "out" && source === srcAddress ? [{ interface: egress.interface, share, trace }] : [],
      );
}

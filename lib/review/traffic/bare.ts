import type { Flow, Trace } from "../../routing";
import { isPrivate } from "./addresses";
import type { Distribution } from "./distribution";

/** A part of a flow that leaves by an interface with the private source that it came with. */
export interface Bare {
  readonly interface: string;
  readonly share: number;
  readonly trace: Trace;
}

/** What leaves untranslated although no ISP routes its source. */
export function bareOf({ srcAddress }: Flow, { outcomes }: Distribution): readonly Bare[] {
  return srcAddress === undefined || !isPrivate(srcAddress)
    ? []
    : outcomes.flatMap(({ way, source, share, trace }) =>
        way.kind === "out" && source === srcAddress ? [{ interface: way.interface, share, trace }] : [],
      );
}

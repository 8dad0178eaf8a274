import { addressOf, format, hostOrPrefix, isCidr, prefixOf } from "../../routeros/ipv4";
import { type PlacedValue, type Problem, problem } from "./problem";

/**
 * The problem of a value that is neither a host nor a prefix.
 *
 * @param example what could be meant, as code
 */
export function notAPrefix({ path, value }: PlacedValue, example: string): Problem {
  return isCidr(value)
    ? problem(path, value, "host-bits", {
        id: "write",
        code: `"${format(prefixOf(value))}" or "${addressOf(value)}"`,
      })
    : problem(path, value, "not-a-prefix", { id: "write-such-as", example });
}

/** A host or prefix in one spelling, so that equal ones are equal strings. */
export function asPrefix({ path, value }: PlacedValue): PlacedValue {
  const prefix = hostOrPrefix(value);
  return { path, value: prefix === undefined ? value : format(prefix) };
}

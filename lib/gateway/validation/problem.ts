import { shown } from "../../text/shown";

/**
 * One sentence about one prop, such as
 * `wans[0].gateway: "10.112.0.2" is the router's own address: write the ISP's, such as "10.112.0.1"`.
 *
 * @param prop where the value stands in the description
 * @param value the value as given
 * @param fault what is wrong with it
 * @param remedy what to write instead
 */
export function problem(prop: string, value: unknown, fault: string, remedy: string): string {
  return `${prop}: ${shown(value)} ${fault}: ${remedy}`;
}

/** A value and the prop it was given in. */
export interface Given {
  readonly prop: string;
  readonly value: string;
}

/** A sentence for every value that an earlier prop has too. */
export function repeats(given: readonly Given[], fault: string, remedy: string): string[] {
  const first = new Map<string, string>();
  return given.flatMap(({ prop, value }) => {
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, prop);
      return [];
    }
    return [problem(prop, value, `${fault} ${earlier}`, remedy)];
  });
}

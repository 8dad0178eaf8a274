import { isPlain } from "../../text/plain";

/** What stands in the place of a value that cannot be read, such as a prop whose getter throws. */
export class Unreadable {
  public constructor(public readonly error: unknown) {}
}

/** The props of an object that was written as `{ ... }`, copied; undefined of anything else. */
export function propsOf(given: unknown): Record<string, unknown> | undefined {
  return typeof given === "object" && given !== null && !Array.isArray(given) && isPlain(given)
    ? Object.fromEntries(Object.keys(given).map((name) => [name, read(given, name)]))
    : undefined;
}

/** The items of a list, copied, up to its first hole: of a list of a billion holes that is enough. */
export function itemsOf(list: readonly unknown[]): unknown[] {
  const items: unknown[] = [];
  while (items.length < list.length && items.length in list) {
    items.push(read(list, items.length));
  }
  return items;
}

function read(object: object, name: string | number): unknown {
  try {
    return (object as Record<string, unknown>)[name];
  } catch (error) {
    return new Unreadable(error);
  }
}

/**
 * Options as they were given to a factory, copied, so that the gateway can say what is wrong with them, beside what is
 * wrong with all the rest. A program that TypeScript does not check may have given anything.
 */
export function optionsOf<Options>(given: Options): {
  readonly given: unknown;
  readonly options: Partial<Options>;
} {
  try {
    const options = propsOf(given);
    return { given: options ?? given, options: (options ?? {}) as Partial<Options> };
  } catch (error) {
    return { given: new Unreadable(error), options: {} };
  }
}

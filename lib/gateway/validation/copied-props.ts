import { isPlain } from "../../text/plain";

/** Replaces a value that cannot be read, such as that of a getter that throws. */
export class Unreadable {
  public constructor(public readonly error: unknown) {}
}

/** Copies the props of an object that was written as `{ ... }`; undefined for anything else. */
export function propsOf(given: unknown): Record<string, unknown> | undefined {
  return typeof given === "object" && given !== null && !Array.isArray(given) && isPlain(given)
    ? Object.fromEntries(Object.keys(given).map((name) => [name, read(given, name)]))
    : undefined;
}

/** Copies the items of a list up to its first empty slot. A list of a billion empty slots is cheap this way. */
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
 * Copies the options of a factory, whatever they are. The gateway checks them later, so that one error lists all problems.
 * A JavaScript program may pass anything.
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

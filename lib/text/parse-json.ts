/** How many levels of lists and objects a JSON text may have: far more than any plan or router writes. */
const MOST_LEVELS = 1_000;

/** A JSON text that is nested too deeply to be read. The message is a part of a message. */
export class NestingError extends Error {
  public constructor() {
    super(`it is nested more than ${MOST_LEVELS} levels deep`);
    this.name = "NestingError";
  }
}

/**
 * Reads JSON from outside.
 *
 * @throws SyntaxError where the text is not JSON
 * @throws NestingError where it is nested so deeply that walking through it could exhaust the stack
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  checkLevels(value);
  return value;
}

function checkLevels(value: unknown): void {
  let level: object[] = isObject(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) {
      throw new NestingError();
    }
    const next: object[] = [];
    for (const object of level) {
      for (const member of Object.values(object)) {
        if (isObject(member)) {
          next.push(member);
        }
      }
    }
    level = next;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A refusal in the words of a router: the status, its name, and mostly a `detail` that says what was wrong. */
export class RouterError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly detail?: string,
  ) {
    super(detail ?? reason);
  }

  /** The body of the reply; `error` is the one number among RouterOS' strings. */
  get body(): Record<string, string | number> {
    const error = { error: this.status, message: this.reason };
    return this.detail === undefined ? error : { detail: this.detail, ...error };
  }
}

/** 400 with a detail: what RouterOS answers to nearly every mistake. */
export const badRequest = (detail: string): RouterError => new RouterError(400, "Bad Request", detail);

/** 404 without a detail: no row has that id or name. */
export const notFound = (): RouterError => new RouterError(404, "Not Found");

export const unauthorized = (): RouterError => new RouterError(401, "Unauthorized");

/** The group has `rest-api` and lacks `api`, by which the REST server logs in: every call ends so. */
export const notAllowed = (): RouterError =>
  new RouterError(500, "Internal Server Error", "std failure: not allowed (9)");

/** The group lacks the policy that a command needs. */
export const notEnoughPermissions = (): RouterError =>
  new RouterError(500, "Internal Server Error", "not enough permissions (9)");

export const notImplemented = (): RouterError => new RouterError(501, "Not Implemented");

export const unknownParameter = (name: string): RouterError => badRequest(`unknown parameter ${name}`);

export const noSuchCommand = (word: string): RouterError =>
  badRequest(`no such command or directory (${word})`);

/** The value cannot be read at all. */
export const invalidValue = (argument: string): RouterError =>
  badRequest(`invalid value for argument ${argument}`);

/** The value names nothing that the argument knows: a word, an interface, a table. */
export const noMatch = (argument: string): RouterError =>
  badRequest(`input does not match any value of ${argument}`);

export const outOfRange = (argument: string, least: number | string, most: number | string): RouterError =>
  badRequest(`value of ${argument} out of range (${least}..${most})`);

export const missingArguments = (names: readonly string[]): RouterError =>
  badRequest(`missing value(s) of argument(s) ${names.join(" ")}`);

export const noSuchItem = (): RouterError => badRequest("no such item");

/** What only the lab says: a router takes this, the lab would have to forget it. No script goes on after it. */
export class NotInTheLab extends RouterError {
  constructor(what: string) {
    super(400, "Bad Request", `not implemented by the lab router: ${what}`);
  }
}

export const notInTheLab = (what: string): NotInTheLab => new NotInTheLab(what);

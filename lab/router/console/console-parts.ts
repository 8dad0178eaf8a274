import type { Shown } from "../logins";
import type { VersionedMenu } from "../menus";
import type { Arguments } from "../read-arguments";
import type { Operations } from "../row-operations";
import type { LogLevel } from "../system/log-book";

/** A command that changes no row of a menu: it gets the rows that are named, and the arguments. */
export type OwnCommand = (rows: readonly string[], sent: Arguments) => void;

/** What a console works on: the rows of a router, as one user sees and may change them. */
export interface ConsoleParts {
  readonly menus: ReadonlyMap<string, VersionedMenu>;
  readonly operations: Operations;
  readonly show: Shown;
  readonly transaction: <T>(write: () => T) => T;
  /** Throws what a router answers where the user's policies do not allow a command. */
  readonly permit: (menu: string, command: string) => void;
  /** Writes into the log. */
  readonly log: (level: LogLevel, message: string) => void;
  /** The commands of the router itself, such as `/system/script/run`; undefined for those that work on rows. */
  readonly commandOf: (menu: string, command: string) => OwnCommand | undefined;
}

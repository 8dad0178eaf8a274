import { shown } from "../../text/shown";
import { FAULT_TEXTS } from "./fault-text";
import type { Problem } from "./problem";
import { REMEDY_TEXTS } from "./remedy-text";

/**
 * A problem as one sentence, such as `wans[0].address ("wlan1"): "10.0.0.2" has no prefix length; write "10.0.0.2/24"`.
 *
 * @param show how values are written: shortened, unless they hold tokens
 */
export function problemText(
  { path, name, value, fault, remedy }: Problem,
  show: (value: unknown) => string = shown,
): string {
  const faultText: (value: string, args: never) => string = FAULT_TEXTS[fault.id];
  const what = `${where(path, name, show)}: ${faultText(show(value), fault as never)}`;
  if (remedy === undefined) {
    return what;
  }
  const remedyText: (args: never) => string = REMEDY_TEXTS[remedy.id];
  return `${what}; ${remedyText(remedy as never)}`;
}

/** A warning as one sentence, after the id that a program can silence it by. */
export function warningText(warning: Problem): string {
  return `[gateway:${warning.fault.id}] ${problemText(warning)}`;
}

function where(path: string, name: string | undefined, show: (value: unknown) => string): string {
  return name === undefined ? path : `${path} (${show(name)})`;
}

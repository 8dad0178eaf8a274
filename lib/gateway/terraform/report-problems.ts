import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { printableLine } from "../../text/printable";
import type { Problem } from "../validation/problem";
import { warningText } from "../validation/problem-text";

/**
 * One error for everything that is wrong with the props of a gateway.
 *
 * `problems` has a sentence for each mistake: the prop, the value, what is wrong with it, and what to write instead.
 *
 * @example
 * try {
 *   new EcmpMasqueradeGateway(this, "gateway", props);
 * } catch (error) {
 *   if (error instanceof GatewayProblemsError) {
 *     console.error(error.problems.join("\n"));
 *   }
 * }
 */
export class GatewayProblemsError extends Error {
  /**
   * @param path the gateway's path in the construct tree
   * @param problems a sentence for each mistake
   */
  public constructor(
    path: string,
    public readonly problems: string[],
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      `the gateway "${printableLine(path)}" has ${count}:\n${problems.map((text) => `  - ${text}`).join("\n")}`,
    );
    this.name = "GatewayProblemsError";
  }
}

/** Shows warnings during synthesis. */
export function addWarnings(gateway: IConstruct, warnings: readonly Problem[]): void {
  for (const warning of warnings) {
    Annotations.of(gateway).addWarning(warningText(warning));
  }
}

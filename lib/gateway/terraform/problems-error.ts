import { printableLine } from "../../text/printable";

/**
 * Thrown by a gateway that cannot be built: one error for everything that is wrong with its props.
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
   * @param problems a sentence each: the prop, the value, what to write instead
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

import type { RouterChange } from "../model/router-change";
import type { FlowAssertion } from "./flow-assertion";
import { FlowAssertionsError } from "./flow-assertions-error";

/** Whether an assertion is about a router. */
export function isAbout({ router }: FlowAssertion, { name, sources }: RouterChange): boolean {
  return router === undefined || router === name || `${sources[0]}: ${router}` === name;
}

/**
 * Makes sure that each assertion is about a router of the plans: otherwise it would never be checked.
 *
 * @throws FlowAssertionsError where an assertion names a router that no plan has, or the plans have no router
 */
export function requireRouters(assertions: readonly FlowAssertion[], routers: readonly RouterChange[]): void {
  const known = routers.map(({ name }) => name).join(", ") || "none";
  const withoutRouter = assertions
    .filter(({ router }) => router === undefined && routers.length === 0)
    .map(({ name }) => `"${name}" cannot be checked: the plans contain no RouterOS resources`);
  const misdirected = assertions
    .filter(
      (assertion) => assertion.router !== undefined && !routers.some((router) => isAbout(assertion, router)),
    )
    .map(
      ({ name, router }) =>
        `"${name}" is about router "${router}", which no plan has; the routers of the plans are: ${known}`,
    );
  if (withoutRouter.length + misdirected.length > 0) {
    throw new FlowAssertionsError([...withoutRouter, ...misdirected]);
  }
}

import type { RouterChange } from "../model/router-change";
import type { FlowAssertion } from "./flow-assertion";
import { FlowAssertionsError } from "./flow-assertions-error";

/** Whether a question is for a router. */
export function isFor({ router }: FlowAssertion, { name, source }: RouterChange): boolean {
  return router === undefined || router === name || `${source}: ${router}` === name;
}

/**
 * Sees to it that each question has a router to answer it: one that nobody answers would pass for well answered.
 *
 * @throws QuestionsError where a question names a router that no plan has, or the plans have none at all
 */
export function checkAsked(questions: readonly FlowAssertion[], routers: readonly RouterChange[]): void {
  const known = routers.map(({ name }) => name).join(", ") || "none";
  const unheard = questions
    .filter(({ router }) => router === undefined && routers.length === 0)
    .map(({ name }) => `"${name}" has no router to answer it: the plans hold no resources of RouterOS`);
  const misdirected = questions
    .filter((question) => question.router !== undefined && !routers.some((router) => isFor(question, router)))
    .map(
      ({ name, router }) => `"${name}" asks router "${router}", and the routers of the plans are: ${known}`,
    );
  if (unheard.length + misdirected.length > 0) {
    throw new FlowAssertionsError([...unheard, ...misdirected]);
  }
}

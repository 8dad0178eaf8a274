import type * as Review from "../../lib/plan-review";
import { HASH_SHAPES, SHAPES } from "../plan-review/shapes";
import { published } from "./published";
import type { Subject } from "./subject";

const { formatMarkdown, readPlan, review } = published<typeof Review>("plan-review");

const DOINGS = ["made", "changed", "removed"] as const;

/** What the quick run looks at: the construct's own rows, and the longest chain that users have. */
const QUICK: readonly string[] = ["WANs of one gateway, made", "mangle rules, changed"];

/** Reviews of large plans, by what these are made of and what they do to that. */
export function reviewSubjects(all: boolean): Subject[] {
  const subjects = SHAPES.flatMap((shape) =>
    DOINGS.map(
      (doing): Subject => ({
        name: `review, ${shape.name}, ${doing}`,
        sizes: all ? [2500, 5000, 10_000] : [500, 1000, 2000],
        prepare: (size) => {
          const text = JSON.stringify(shape[doing](size));
          return { run: () => formatMarkdown(review([readPlan(text, "plan.json")])) };
        },
        // Some more than linear is left to what the machine does besides, such as memory that is not reached at once.
        bar: { exponent: 1.15, ...(all ? { ms: { size: 5000, most: 2000 } } : {}) },
      }),
    ),
  );
  const hashes = HASH_SHAPES.map(
    ({ name, sizes, plan }): Subject => ({
      name: `review, ${name}`,
      sizes,
      prepare: (size) => {
        const text = JSON.stringify(plan(size));
        return { run: () => formatMarkdown(review([readPlan(text, "plan.json")])) };
      },
      bar: { ms: { size: sizes.at(-1) ?? 0, most: 2000 } },
    }),
  );
  return all
    ? [...subjects, ...hashes]
    : subjects.filter(({ name }) => QUICK.some((quick) => name.endsWith(quick)));
}

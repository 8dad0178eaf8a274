import { type MeasuredStatus, readStatus } from "./read-status";
import type { NamedRouter } from "./router-file";

/** What came of reading one router. */
export type RouterReading =
  | { readonly name: string; readonly status: MeasuredStatus }
  | { readonly name: string; readonly error: string };

/** How many routers are read at once. */
const MOST_AT_ONCE = 16;

/** Reads the status of routers, several at once; gives them in the order of the list. */
export async function readRouterStatuses(routers: readonly NamedRouter[]): Promise<readonly RouterReading[]> {
  const readings: RouterReading[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < routers.length; i = next++) {
      readings[i] = await readingOf(routers[i] as NamedRouter);
    }
  };
  await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, routers.length) }, work));
  return readings;
}

async function readingOf({ name, client }: NamedRouter): Promise<RouterReading> {
  try {
    return { name, status: await readStatus(client) };
  } catch (error) {
    return { name, error: (error as Error).message };
  }
}

import type { LabUser } from "./lab-router-options";
import type { Values } from "./menus/menu";
import { exactly } from "./menus/users";

/** What adds rows as by hand. */
interface Rows {
  rows(path: string): readonly Values[];
  add(path: string, row: Values): string;
  set(path: string, id: string, row: Values): void;
}

/** Users of an earlier run stay; those named now have the password that they are named with. */
export function keepUsers(router: Rows, users: readonly LabUser[]): void {
  for (const { policy, group, ...user } of users) {
    const row = { ...user, group: group ?? user.name };
    if (policy !== undefined) {
      keep(router, "/user/group", { name: row.group, policy: exactly(policy) });
    }
    keep(router, "/user", row);
  }
}

function keep(router: Rows, path: string, row: Values): void {
  const known = router.rows(path).find((other) => other["name"] === row["name"])?.[".id"];
  if (known === undefined) {
    router.add(path, row);
  } else {
    router.set(path, known, row);
  }
}

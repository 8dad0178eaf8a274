import type { LabRouter } from "../../lab/router";
import type { Deployment } from "./deployment";

/** The paths of the writes whose replies were lost, since a number of requests: they have no status in the log. */
export function lostWrites(router: LabRouter, since = 0): string[] {
  return router.requests
    .slice(since)
    .filter(({ method, status }) => method !== "GET" && status === undefined)
    .map(({ path }) => path.replace("/rest", ""));
}

/** The rows of a gateway whose ownership comment stands on another row too. */
export function twice(router: LabRouter) {
  return ["/ip/firewall/nat", "/ip/firewall/mangle", "/ip/route", "/ip/dns/static"].flatMap((menu) =>
    router
      .rows(menu)
      .filter(
        ({ comment }, _, all) =>
          comment !== undefined && all.filter((row) => row.comment === comment).length > 1,
      )
      .map((row) => ({ menu, row })),
  );
}

/** The recovery in docs/troubleshooting.md of a row made twice: the copy that the state does not know goes. */
export function removeUnknownCopies(router: LabRouter, terraform: Deployment): void {
  const known = terraform.idsInState();
  for (const { menu, row } of twice(router)) {
    if (known[terraform.addressOf(row.comment ?? "")] !== row[".id"]) {
      router.remove(menu, row[".id"] ?? "");
    }
  }
}

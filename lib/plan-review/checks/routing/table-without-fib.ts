import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { hasNoFib, tableNamed } from "../../model/routing-tables";
import { known, resourcesOf } from "../../model/values";

/** Tables that are not in the forwarding table, although marks, routing rules or routes use them. [manual: policy routing] */
export const tableWithoutFib: StateCheck = ({ snapshot }: View) => {
  const tables = snapshot.enabled("/routing/table").filter(hasNoFib);
  if (tables.length === 0) {
    return [];
  }
  const users = ["/ip/firewall/mangle", "/routing/rule", "/ip/route"].flatMap((menu) =>
    snapshot.enabled(menu),
  );
  return tables.flatMap((table): Finding[] => {
    const name = known(table, "name") ?? "";
    const using = users.filter((row) => tableNamed(row) === name);
    return using.length === 0
      ? []
      : [
          {
            id: "table-without-fib",
            severity: "error",
            verdict: "fail",
            subject: name,
            resources: resourcesOf([table, ...using]),
            message: `Routing table ${name} has fib = false, so RouterOS never looks up its routes: packets that are sent there are routed by the next rule or by main.`,
            remediation: `Set fib = true on the routing table ${name}.`,
          },
        ];
  });
};

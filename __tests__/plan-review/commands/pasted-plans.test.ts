import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabRouter, Values } from "../../../lab/router";
import { readPlan } from "../../../lib/plan-review";
import { commandsOf } from "../../../lib/plan-review/commands/commands";
import { type RouterChange, routersOf } from "../../../lib/plan-review/model/router-change";
import { staysBehind } from "../../../lib/plan-review/plan/resource-change";
import { ORDERED_MENUS } from "../../../lib/routeros/menus";
import { providerResource } from "../../../lib/routeros/provider-resources";
import { sampled } from "../../tier";
import { CASES, caseFile } from "../cases";
import { hasMenu, routerBefore, writtenValues } from "./router-of-plan";

const GOLDEN = join(__dirname, "../golden/plans");

const PLANS: readonly (readonly [name: string, file: string])[] = [
  ...readdirSync(GOLDEN).map((file) => [file.replace(".plan.json", ""), join(GOLDEN, file)] as const),
  ...CASES.map((name) => [name, caseFile(name, "case.plan.json")] as const),
];

/** Plans that the router refuses, and the words in which it does; the apply ends in the same words. */
const REFUSED: Readonly<Record<string, string>> = {
  "04-pcc-remainder-off-by-one": "line 11: invalid value for argument per-connection-classifier",
  "rename-wan": "line 4: failure: already have such address",
  "swap-wans": "line 2: failure: already have such address",
};

/** Plans with what the lab does not have. */
const NOT_IN_THE_LAB: Readonly<Record<string, string>> = {
  "17-vrf-wan": "VRFs",
  canary: "scripts of DHCP clients",
  "stack-half-by-hand": "rules made by hand",
  "stack-two-dhcp-script": "scripts of DHCP clients",
};

test.each(Object.entries(REFUSED))(
  "the router refuses the commands of %s as it refuses the apply",
  async (name, text) => {
    const file = PLANS.find(([plan]) => plan === name)?.[1] ?? "";
    await expect(pasted(file)).rejects.toThrow(text);
  },
);

test.each(
  sampled(
    PLANS.filter(([name]) => !(name in REFUSED || name in NOT_IN_THE_LAB)),
    20,
  ),
)("pasted, the commands of %s make the rows that the plan makes", async (_, file) => {
  for (const { menu, made, planned } of await pasted(file)) {
    expect([menu, made]).toEqual([menu, planned]);
  }
});

interface Compared {
  readonly menu: string;
  readonly made: readonly Values[];
  readonly planned: readonly Values[];
}

/** Pastes the commands of a plan into a router that has what the plan finds there. */
async function pasted(file: string): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  for (const change of routersOf([readPlan(readFileSync(file, "utf8"), "plan.json")])) {
    const router = await routerBefore(change);
    try {
      router.run(
        filledIn(commandsOf(change))
          .filter((line) => isServed(router, line))
          .join("\n"),
      );
      for (const [menu, rows] of expectedRows(router, change)) {
        compared.push({ menu, made: rowsOf(router, menu, rows), planned: inOrder(menu, rows) });
      }
    } finally {
      await router.close();
    }
  }
  return compared;
}

/** The commands with a value in place of those that the plan does not show. */
const filledIn = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (/^# \/.*=\.\.\./.test(line) ? line.slice(2).replaceAll("=...", "=secret") : line));

/** The lab lacks some menus, so their commands are left out here. */
function isServed(router: LabRouter, line: string): boolean {
  return line.startsWith("#") || hasMenu(router, line.split(" ")[0] ?? "");
}

/** What the plan leaves on the router by menu, in the order in which the model puts rules. */
function expectedRows(router: LabRouter, change: RouterChange): ReadonlyMap<string, readonly Values[]> {
  const rows = new Map<string, Values[]>();
  const order = new Map(
    [...ORDERED_MENUS].flatMap((menu) =>
      change.after.router.rows(menu).map((row, i): [string, number] => [row.reference.id, i]),
    ),
  );
  const sorted = [...change.changes].sort(
    (a, b) => (order.get(a.address) ?? 0) - (order.get(b.address) ?? 0),
  );
  for (const each of sorted) {
    const { menu, kind } = providerResource(each.type) ?? { menu: "", kind: "other" };
    if (!hasMenu(router, menu) || each.mode === "data" || kind === "move") {
      continue;
    }
    const left = [...(staysBehind(each) ? [each.before] : []), each.after];
    const values = left.flatMap((side) => (side === undefined ? [] : [writtenValues(each, side)]));
    rows.set(menu, [...(rows.get(menu) ?? []), ...values]);
  }
  return rows;
}

/** The rows of the lab, with the fields that any row of the plan has there. */
function rowsOf(router: LabRouter, menu: string, expected: readonly Values[]): readonly Values[] {
  const names = new Set(expected.flatMap((row) => Object.keys(row)));
  const ports = new Set(menu === "/interface/ethernet" ? expected.map(({ name }) => name) : []);
  const rows = router
    .rows(menu)
    .filter((row) => row["dynamic"] !== "true" && row["builtin"] !== "true")
    .filter((row) => ports.size === 0 || ports.has(row["name"]))
    .map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))));
  return inOrder(menu, rows);
}

/** What a row means that does not show a field, and what the router works out. */
const IMPLIED: Readonly<Record<string, string>> = {
  "add-default-route": "yes",
  "address-list-timeout": "none-dynamic",
  disabled: "false",
  log: "false",
  pvid: "1",
  vrf: "main",
};

/** What a router leaves out of the reply for a disabled route. */
const HIDDEN = ["check-gateway", "distance", "routing-table", "scope", "target-scope"];

function inOrder(menu: string, rows: readonly Values[]): readonly Values[] {
  const plain = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([name, value]) => IMPLIED[name] !== value && name !== "network")
        .filter(([name]) => !(menu === "/ip/route" && row["disabled"] === "true" && HIDDEN.includes(name)))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
  return ORDERED_MENUS.has(menu)
    ? plain
    : plain.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabRouter, Values } from "../../../lab/router";
import { readPlan } from "../../../lib/plan-review";
import { commandsOf } from "../../../lib/plan-review/commands/commands";
import { isChanged, type RouterChange, routersOf } from "../../../lib/plan-review/model/router-change";
import { undoneMenus, undoScript } from "../../../lib/plan-review/undo/undo-script";
import { isArgument } from "../../../lib/routeros/arguments";
import { ORDERED_MENUS } from "../../../lib/routeros/menus";
import type { Resources } from "../../terraform";
import { sampled } from "../../tier";
import { CASES, caseFile } from "../cases";
import { plan } from "../plans";
import { hasMenu, routerBefore } from "./router-of-plan";

const GOLDEN = join(__dirname, "../golden/plans");
const VERSION = "7.20.4";

const PLANS: readonly (readonly [name: string, file: string])[] = [
  ...readdirSync(GOLDEN).map((file) => [file.replace(".plan.json", ""), join(GOLDEN, file)] as const),
  ...CASES.map((name) => [name, caseFile(name, "case.plan.json")] as const),
];

/** Plans that a router cannot undo as a whole, and one of the reasons. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
  "18-ipv6-two-pd": "neither a comment nor another field tells the new row from others",
  "44-ipsec-masquerade": "neither a comment nor another field tells the new row from others",
  "add-wan-before-other-rules": "the order of the rules is not put back",
  "move-rule": "the order of the rules is not put back",
  rsc: "the router does not have its row now",
  "stack-access-point-static": "the router does not have its row now",
  "stack-cap": "the router does not have its row now",
  "stack-firewall-44-rules": "another row has chain=forward action=drop too",
  "stack-ipv6-beside": "neither a comment nor another field tells the new row from others",
  "stack-pppoe-home": "another row has chain=forward action=reject protocol=tcp dst-port=443 too",
  "stack-switch-vlans": "neither a comment nor another field tells the new row from others",
  "stack-wireguard-peerings": "neither a comment nor another field tells the new row from others",
};

test.each(sampled(PLANS, 8))(
  "whatever part of %s was carried out, the script undoes it",
  async (name, file) => {
    const impossible: string[] = [];
    for (const change of routersOf([readPlan(readFileSync(file, "utf8"), "plan.json")]).filter(isChanged)) {
      impossible.push(...(await undonePartly(change)));
    }
    const reason = IMPOSSIBLE[name];
    expect(impossible.join()).toEqual(reason === undefined ? "" : expect.stringContaining(reason));
  },
);

/** Undoes each part of a plan, beside rows of others, and gives what cannot be undone. */
async function undonePartly(change: RouterChange): Promise<readonly string[]> {
  const router = await routerBefore(change);
  try {
    const menus = undoneMenus(change);
    router.add("/ip/firewall/mangle", { chain: "input", action: "accept" });
    const undo = undoScript(change, rowsOf(router, menus), VERSION);
    const before = contentOf(router, menus);
    const saved = router.save();
    const commands = commandsOf(change).filter((line) => !line.startsWith("#"));
    for (let k = 0; undo.impossible.length === 0 && k <= commands.length; k += 1) {
      router.load(saved);
      for (const command of commands.slice(0, k)) {
        runOrRefuse(router, command);
      }
      router.run(undo.text);
      expect([k, commands[k - 1], contentOf(router, menus)]).toEqual([k, commands[k - 1], before]);
    }
    return undo.impossible;
  } finally {
    await router.close();
  }
}

/** Some plans have commands that a router refuses, which ends the apply there. */
function runOrRefuse(router: LabRouter, command: string): void {
  try {
    router.run(command);
  } catch (error) {
    expect(String(error)).toMatch(/line 1/);
  }
}

function rowsOf(router: LabRouter, menus: readonly string[]): ReadonlyMap<string, readonly Values[]> {
  return new Map(menus.filter((menu) => hasMenu(router, menu)).map((menu) => [menu, router.rows(menu)]));
}

/** What was written, in the order of the rows where it matters. */
function contentOf(router: LabRouter, menus: readonly string[]) {
  return [...rowsOf(router, menus)].map(([menu, rows]) => {
    const texts = rows
      .filter((row) => row["dynamic"] !== "true")
      .map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([field]) => isArgument(menu, field))
            .sort(),
        ),
      );
    return [menu, ORDERED_MENUS.has(menu) ? texts : texts.sort()];
  });
}

const ROUTE = { dst_address: "10.9.0.0/16", gateway: "10.0.0.1" };
const RULE = { chain: "input", action: "accept" };

/** The script of a plan for a router whose rows are those before it, with ids in their order. */
function scriptOf(before: Resources, after: Resources, rows: Readonly<Record<string, readonly Values[]>>) {
  const [change] = routersOf([plan(before, after)]);
  return undoScript(change as RouterChange, new Map(Object.entries(rows)), VERSION);
}

describe("what cannot be undone is said", () => {
  test("a sensitive value", () => {
    const was = { name: "dsl", interface: "ether1", password: "geheim" };
    const { impossible, text } = scriptOf(
      { routeros_interface_pppoe_client: { dsl: was } },
      {},
      { "/interface/pppoe-client": [{ ".id": "*1", name: "dsl", interface: "ether1", password: "geheim" }] },
    );
    expect(impossible).toEqual([
      "routeros_interface_pppoe_client.dsl: its password is sensitive and is never written",
    ]);
    expect(text).not.toContain("geheim");
  });

  test("two rows with one comment", () => {
    const { impossible } = scriptOf(
      { routeros_ip_route: { a: { ...ROUTE, comment: "x" } } },
      {},
      {
        "/ip/route": [
          { ".id": "*1", "dst-address": "10.9.0.0/16", gateway: "10.0.0.1", comment: "x" },
          { ".id": "*2", "dst-address": "10.8.0.0/16", gateway: "10.0.0.1", comment: "x" },
        ],
      },
    );
    expect(impossible).toEqual(["routeros_ip_route.a: two rows have comment=x"]);
  });

  test("a new row that another one equals in all that tells rows apart", () => {
    const { impossible } = scriptOf(
      {},
      { routeros_ip_firewall_filter: { a: RULE } },
      { "/ip/firewall/filter": [{ ".id": "*1", ...RULE }] },
    );
    expect(impossible).toEqual([
      "routeros_ip_firewall_filter.a: another row has chain=input action=accept too",
    ]);
  });
});

test("a rule goes back before the rule that followed it, or last where that is gone", () => {
  const { text } = scriptOf(
    { routeros_ip_firewall_filter: { a: { ...RULE, comment: "a" } } },
    {},
    {
      "/ip/firewall/filter": [
        { ".id": "*1", ...RULE, comment: "a" },
        { ".id": "*2", chain: "input", action: "drop" },
      ],
    },
  );
  const add = "/ip/firewall/filter add chain=input action=accept comment=a";
  expect(text).toContain(
    `:if ([:len [/ip/firewall/filter find comment=a]] = 0) do={ :do { ${add} place-before=*2 } on-error={ ${add} } }`,
  );
});

test("the script disarms the timed row first, and that of the startup last", () => {
  const lines = scriptOf({}, { routeros_ip_route: { a: { ...ROUTE, comment: "a" } } }, {}).text.split("\n");
  expect(lines[0]).toContain("/system/scheduler remove [find name=routeros-state-guard]");
  expect(lines[1]).toContain(":do { /ip/route remove [find comment=a] } on-error={ :log error ");
  expect(lines.at(-1)).toContain("/system/scheduler remove [find name=routeros-state-guard-startup]");
});

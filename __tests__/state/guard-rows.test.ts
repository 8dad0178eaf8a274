import { armedRows, guardRowsIn, isUndone, problemsOfArmed } from "../../lib/state/guard/guard-rows";
import { menusThatDiffer } from "../../lib/state/guard/rows-differ";

const rows = armedRows(":log info a\n:log info b", 180, "7f");
const [script, startup, timed] = rows;
const shown = { ...timed?.fields, interval: "3m", disabled: "false", "next-run": "2026-12-01 10:00:00" };

test("rows that read back as they were written are armed", () => {
  expect(timed && problemsOfArmed(timed, [shown])).toEqual([]);
  const lines = { ...script?.fields, source: ":log info a\r\n:log info b", invalid: "false" };
  expect(script && problemsOfArmed(script, [lines])).toEqual([]);
  expect(startup && problemsOfArmed(startup, [{ ...startup.fields }])).toEqual([]);
});

test.each([
  [{ ...shown, disabled: "true" }, "is disabled"],
  [{ ...shown, interval: "30m" }, "has another interval"],
  [{ ...shown, "on-event": "other" }, "has another on-event"],
  [{ ...timed?.fields }, "has no next run"],
  [{ name: "other" }, "is missing"],
])("%j: it %s", (row, problem) => {
  const found = (timed && problemsOfArmed(timed, [row as Record<string, string>])) ?? [];
  expect(found).toContainEqual(`/system/scheduler routeros-state-guard ${problem}`);
});

test("a script that is not valid is not armed", () => {
  const problems = script && problemsOfArmed(script, [{ ...script.fields, invalid: "true" }]);
  expect(problems).toEqual(["/system/script routeros-state-guard is not valid for this version of RouterOS"]);
});

test("a script that ran says so in its comment", () => {
  const ran = { name: "routeros-state-guard", comment: "routeros-state guard: undone" };
  expect([isUndone([ran]), isUndone([{ ...script?.fields } as never])]).toEqual([true, false]);
  expect(guardRowsIn([ran, { name: "backup" }])).toEqual([ran]);
});

test("rows differ in what was written, and in the order where it matters", () => {
  const rules: readonly Record<string, string>[] = [
    { ".id": "*1", chain: "input", bytes: "1" },
    { ".id": "*2", chain: "forward" },
  ];
  const differ = (menu: string, now: readonly Record<string, string>[]) =>
    menusThatDiffer(new Map([[menu, rules]]), new Map([[menu, now]]));
  expect(
    differ("/ip/firewall/filter", [{ ".id": "*7", chain: "input", bytes: "9" }, rules[1] ?? {}]),
  ).toEqual([]);
  expect(differ("/ip/firewall/filter", [...rules].reverse())).toEqual(["/ip/firewall/filter"]);
  expect(differ("/ip/firewall/filter", [{ chain: "input", dynamic: "true" }, ...rules])).toEqual([]);
  expect(differ("/ip/firewall/filter", rules.slice(1))).toEqual(["/ip/firewall/filter"]);
});

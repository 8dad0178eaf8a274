import { argumentsOf, isArgument, isShownOnly, KNOWN_VERSIONS } from "../../lib/routeros/arguments";
import { MENU_OF } from "../../lib/routeros/menus";

/** What `add` and `set` take beside the fields of a row; `dynamic` is never written here. */
const NO_FIELDS = ["copy-from", "numbers", "place-before", "dynamic"];

const MENUS = [...new Set(Object.values(MENU_OF))];

const fieldsOf = (menu: string, version: string): readonly string[] =>
  ["add", "set"].flatMap((command) => argumentsOf(menu, command, version) ?? []);

test("the arguments of every menu that Terraform's resources stand for are known", () => {
  expect(MENUS.filter((menu) => fieldsOf(menu, "7.24").length === 0)).toEqual([]);
});

test.each(KNOWN_VERSIONS)(
  "every argument of RouterOS %s is a field that can be written, and none is only shown",
  (version) => {
    for (const menu of MENUS) {
      const fields = fieldsOf(menu, version).filter((field) => !NO_FIELDS.includes(field));
      const wrong = fields.filter((field) => !isArgument(menu, field) || isShownOnly(menu, field));
      expect([menu, wrong]).toEqual([menu, []]);
    }
  },
);

test.each(["bytes", "packets", "dynamic", "invalid", ".id"])("%s is only shown", (field) => {
  expect([isShownOnly("/ip/firewall/nat", field), isArgument("/ip/firewall/nat", field)]).toEqual([
    true,
    false,
  ]);
});

test("a field that no version is known to have is neither", () => {
  expect([isShownOnly("/ip/route", "of-tomorrow"), isArgument("/ip/route", "of-tomorrow")]).toEqual([
    false,
    false,
  ]);
});

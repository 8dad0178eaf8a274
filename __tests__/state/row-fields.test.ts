import { versions } from "../../lab/router/data/commands.json";
import { isArgument, isShownOnly } from "../../lib/routeros/arguments";
import { MENU_OF } from "../../lib/routeros/menus";

type Commands = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What `add` and `set` take beside the fields of a row; `dynamic` is never written here. */
const NO_FIELDS = ["copy-from", "numbers", "place-before", "dynamic"];

const MENUS = new Set(Object.values(MENU_OF));

test.each(Object.entries(versions as Readonly<Record<string, Commands>>))(
  "every argument of RouterOS %s is a field that can be written, and none is only shown",
  (_, menus) => {
    const served = Object.keys(menus).filter((menu) => MENUS.has(`/${menu}`));
    expect(served.length).toBeGreaterThan(10);
    for (const menu of served) {
      const { add = [], set = [] } = menus[menu] ?? {};
      const fields = [...new Set([...add, ...set])].filter((field) => !NO_FIELDS.includes(field));
      const wrong = fields.filter(
        (field) => !isArgument(`/${menu}`, field) || isShownOnly(`/${menu}`, field),
      );
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

import { LabRouter } from "../../lab/router";
import { LAB_MENUS } from "../../lab/router/menus";
import { argumentsOf as argumentsIn, commandsIn, KNOWN_VERSIONS } from "../../lib/routeros/arguments";
import { sampled } from "../tier";
import { addExamples } from "./example-rows";
import { RestClient } from "./rest-client";

/** Other menus say themselves what they take, or take nothing. */
const DUMPED = LAB_MENUS.filter(
  ({ commands, path }) => commands === undefined && commandsIn(`/${path}`).length > 0,
);
const paths = DUMPED.map((menu) => menu.path);
/** Arguments of every list that say which row or where, and not what. */
const ADDRESSING = ["numbers", "copy-from", "place-before"];

const argumentsOf = (version: string, menu: string, command: string): string[] =>
  (argumentsIn(`/${menu}`, command, version) ?? []).filter((name) => !ADDRESSING.includes(name));

/** Every argument that any version takes in a menu, and one that none does. */
const everyArgument = (menu: string): string[] => [
  ...new Set(
    KNOWN_VERSIONS.flatMap((version) => ["add", "set"].flatMap((c) => argumentsOf(version, menu, c))),
  ),
  "frobnicate",
];

describe("the arguments of every menu", () => {
  test("every menu whose rows change takes what devices take, but for those that say it themselves", () => {
    const others = LAB_MENUS.filter((menu) => !DUMPED.includes(menu) && menu.commands === undefined);
    expect(others.map(({ path }) => path)).toEqual(["system/resource"]);
  });

  test.each(DUMPED)("$path declares what some version takes, and nothing else", (menu) => {
    const taken = everyArgument(menu.path).filter((name) => name !== "frobnicate");
    const declared = Object.keys(menu.properties);
    const unused = declared.filter((name) => !taken.includes(name));
    expect(taken.filter((name) => !declared.includes(name))).toEqual([]);
    // The four tables of the firewall share one list of matchers.
    if (!menu.path.startsWith("ip/firewall/")) {
      expect(unused).toEqual([]);
    }
  });

  describe.each(sampled([...KNOWN_VERSIONS].reverse(), 1))("RouterOS %s", (version) => {
    let client: RestClient;
    beforeAll(async () => {
      client = new RestClient(await LabRouter.start({ version }));
      addExamples(client.router);
    });
    afterAll(() => client.router.close());

    test.each(sampled(paths, 6))("%s takes exactly what devices of the version take", async (menu) => {
      for (const command of ["add", "set"]) {
        if (argumentsIn(`/${menu}`, command, version) === undefined) {
          continue;
        }
        const known = new Set<string>();
        for (const name of everyArgument(menu)) {
          const id = command === "set" ? client.router.rows(menu).at(-1)?.[".id"] : undefined;
          const where = id === undefined ? {} : { ".id": id };
          const { body } = await client.post(`/${menu}/${command}`, { ...where, [name]: "?" });
          if (body.detail !== `unknown parameter ${name}`) {
            known.add(name);
          }
        }
        expect([...known].sort()).toEqual(argumentsOf(version, menu, command).sort());
      }
    });

    test("a command that the version's menu lacks is no command", async () => {
      for (const menu of paths) {
        for (const command of ["add", "set", "remove", "move", "enable", "disable", "unset"]) {
          if (argumentsIn(`/${menu}`, command, version) !== undefined) {
            continue;
          }
          const { body } = await client.post(`/${menu}/${command}`, {});
          expect([menu, body.detail]).toEqual([menu, `no such command or directory (${command})`]);
        }
      }
    });
  });
});

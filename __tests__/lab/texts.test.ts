import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabRouter, RouterError } from "../../lab/router";
import { LAB_MENUS } from "../../lab/router/menus";
import type { LabMenu } from "../../lab/router/menus/menu";
import { sampled } from "../tier";
import { addExamples } from "./example-rows";
import { RestClient, refusal } from "./rest-client";

/** What programs, shells and configuration files read otherwise than as a text. */
const ODD_TEXTS: readonly string[] = [
  "a b",
  "'; touch /tmp/owned; '",
  '"; include "/etc/passwd"; "',
  "$(touch /tmp/owned)",
  "`touch /tmp/owned`",
  "-f",
  "--conf-file=/etc/passwd",
  "#",
  "\\",
  "a,b=c",
  "__proto__",
  "constructor",
  "Grüße \u{1f600}",
  "x".repeat(10_000),
];

/** What no text may hold. */
const UNPRINTABLE = ["\n", "\r", "\u0000", "\t", "\u001b[2J", "\u007f", "\u0085", "\ud800"];

/** What no script holds either; it has lines and tabs. */
const NEVER = UNPRINTABLE.filter((text) => !/^[\n\r\t]$/.test(text));

/** A row for each menu that other tests have none for. */
const MORE: readonly [string, Record<string, string>][] = [
  ["ipv6/firewall/nat", { chain: "dstnat", action: "redirect", protocol: "udp" }],
  ["interface/bridge/vlan", { bridge: "bridge1", "vlan-ids": "10" }],
];

let router: LabRouter;
let rows: ReturnType<LabRouter["save"]>;
beforeAll(async () => {
  router = await LabRouter.start({ version: "7.24" });
  addExamples(router);
  for (const [menu, row] of MORE) {
    router.add(menu, row);
  }
  rows = router.save();
});
afterAll(() => router.close());

const last = (menu: LabMenu) => router.rows(menu.path).at(-1);

/** Sets one argument of the menu's last row; gives back what a refusal says. */
function refusalOf(menu: LabMenu, name: string, value: string): string | undefined {
  try {
    router.set(menu.path, menu.singleton === true ? undefined : last(menu)?.[".id"], { [name]: value });
    return undefined;
  } catch (error) {
    if (error instanceof RouterError) {
      return error.detail;
    }
    throw error;
  }
}

const menus = LAB_MENUS.filter(({ properties }) => Object.keys(properties).length > 0);

test("every menu that takes arguments has a row", () => {
  expect(menus.filter((menu) => last(menu) === undefined)).toEqual([]);
});

describe.each(
  sampled(
    menus.map((menu) => [menu.path, menu] as const),
    8,
  ),
)("%s", (path, menu) => {
  const names = Object.keys(menu.properties);

  test("no argument takes a control character", () => {
    const before = router.rows(path);
    for (const name of names) {
      const mayHaveLines = menu.properties[name]?.type.multiline === true;
      for (const odd of mayHaveLines ? NEVER : UNPRINTABLE) {
        const detail = refusalOf(menu, name, `a${odd}b`);
        expect(detail).toMatch(new RegExp(`^(invalid value for argument|unknown parameter) ${name}$`));
      }
    }
    expect(router.rows(path)).toEqual(before);
  });

  test("every argument takes an odd text as it is, or refuses it", () => {
    const before = last(menu);
    for (const [name, { hidden = false }] of Object.entries(menu.properties)) {
      for (const odd of ODD_TEXTS) {
        const stored = refusalOf(menu, name, odd) === undefined && !hidden;
        expect([name, last(menu)?.[name]]).toEqual([name, stored ? odd : before?.[name]]);
        router.load(rows);
      }
    }
  });
});

test("an odd text comes back over REST as it went there", async () => {
  const client = new RestClient(router);
  for (const odd of ODD_TEXTS) {
    const { status, body } = await client.put("/interface/list", { name: odd, comment: odd });
    expect([status, body]).toEqual([201, expect.objectContaining({ name: odd, comment: odd })]);
    expect((await client.get(`/interface/list/${body[".id"]}`)).body).toEqual(body);
  }
  for (const odd of UNPRINTABLE) {
    const reply = await client.put("/interface/list", { name: `a${odd}b` });
    expect(reply).toEqual(refusal("invalid value for argument name"));
  }
});

test("a state file with a control character in a row is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-texts-"));
  const stateFile = join(folder, "state.json");
  const record = { id: "*1", values: { name: "a\ndhcp-script=/tmp/x", address: "192.0.2.1" } };
  const state = { version: "7.24", rows: { "ip/dns/static": [record] }, nextIds: {} };
  writeFileSync(stateFile, JSON.stringify(state));
  try {
    const starting = LabRouter.start({ version: "7.24", stateFile });
    await expect(starting).rejects.toThrow("holds rows of /ip/dns/static that no router stores");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

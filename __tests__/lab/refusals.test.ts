import fc from "fast-check";
import { LabRouter } from "../../lab/router";
import { LAB_MENUS } from "../../lab/router/menus";
import { runs } from "../tier";
import { addExamples, EXAMPLES, WITHOUT_TIME } from "./example-rows";
import { RestClient } from "./rest-client";

const SEED = 20130112; // the article's day

/** What is no value of any argument, since it is no text. */
const NO_TEXT: readonly unknown[] = [true, null, [], {}, 1.5];

/** What no argument reads that asks more of a text than to be one: no word, number, address, time or name. */
const NO_SENSE: readonly unknown[] = [...NO_TEXT, "?!,;", "-1", "999.1.1.1", "\u0000"];

/** Arguments that take any text. */
const FREE = new Set(
  `ac-name address-list chain cname comment connection-mark content dhcp-agent-circuit-id dhcp-agent-remote-id
   dhcpv6-agent-circuit-id dhcpv6-agent-remote-id domain dst-address-list host-uniq jump-target list log-prefix
   mx-exchange name new-connection-mark new-packet-mark ns packet-mark password regexp region-name service-name
   src-address-list srv-target text time tls-host use-doh-server user`.split(/\s+/),
);

const listMenus = LAB_MENUS.filter((menu) => EXAMPLES.some(([path]) => path === menu.path));

let client: RestClient;
beforeAll(async () => {
  client = new RestClient(await LabRouter.start());
  addExamples(client.router);
});
afterAll(() => client.router.close());

const everything = () => {
  return JSON.stringify(WITHOUT_TIME.map(({ path }) => [path, client.router.rows(path)]));
};

/** A body that is right but for one argument, which is unknown or has a value that it cannot have. */
const spoiled = fc
  .constantFrom(...listMenus)
  .chain((menu) => fc.tuple(fc.constant(menu.path), argumentName(Object.keys(menu.properties))))
  .chain(([path, name]) =>
    fc.record({
      path: fc.constant(path),
      name: fc.constant(name),
      value: fc.constantFrom(...(FREE.has(name) ? NO_TEXT : NO_SENSE)),
      shuffle: fc.boolean(),
    }),
  );

const argumentName = (known: readonly string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 4 }, fc.stringMatching(/^x-[a-z]{1,8}$/));

const bodyOf = (wrong: { path: string; name: string; value: unknown; shuffle: boolean }) => {
  const example = without(EXAMPLES.find(([menu]) => menu === wrong.path)?.[1] ?? {}, wrong.name);
  return wrong.shuffle
    ? { [wrong.name]: wrong.value, ...example }
    : { ...example, [wrong.name]: wrong.value };
};

const without = (row: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));

test("whatever is refused leaves every row as it was, and no id is used up", async () => {
  const before = everything();
  await fc.assert(
    fc.asyncProperty(spoiled, fc.constantFrom("PUT", "PATCH", "POST"), async (wrong, method) => {
      const id = client.router.rows(wrong.path).at(-1)?.[".id"];
      const path = { PUT: "", PATCH: `/${id}`, POST: "/add" }[method];
      const { status, body } = await client.send(method, `/${wrong.path}${path}`, bodyOf(wrong));
      expect([status, body?.error, typeof body?.detail]).toEqual([400, 400, "string"]);
      expect(everything()).toBe(before);
    }),
    { numRuns: runs(60, 300), seed: SEED },
  );
  const next = await client.added("/ip/firewall/raw", { chain: "output" });
  expect(next).toBe("*2");
});

test("a command over several rows that fails on the last leaves the first alone", async () => {
  const { router } = client;
  const [a, b] = ["10.1.0.1/24", "10.2.0.1/24"].map((address) =>
    router.add("/ip/address", { address, interface: "Local" }),
  );
  const before = everything();
  const both = { numbers: `${a},${b}`, address: "10.3.0.1/24" };
  const reply = await client.post("/ip/address/set", both);
  expect(reply.body.detail).toBe("failure: already have such address");
  expect(everything()).toBe(before);
});

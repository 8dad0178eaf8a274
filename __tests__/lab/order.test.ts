import { labRouter, refusal } from "./rest-client";

const client = labRouter();
const RULES = "/ip/firewall/mangle";

const order = async (): Promise<string> =>
  (await client().get(RULES)).body.map((row: { comment: string }) => row.comment).join("");

const add = (comment: string, more: Record<string, string> = {}): Promise<string> =>
  client().added(RULES, { chain: "forward", comment, ...more });

beforeEach(async () => {
  for (const comment of ["a", "b", "c", "d"]) {
    await add(comment);
  }
});

test("rules stay in the order in which they came", async () => {
  expect(await order()).toBe("abcd");
});

test("place-before puts a new rule in front of another", async () => {
  await add("x", { "place-before": "*2" });
  expect(await order()).toBe("axbcd");
});

test.each<[string, Record<string, string>, string]>([
  ["one rule to the front", { numbers: "*3", destination: "*1" }, "cabd"],
  ["one rule down", { numbers: "*1", destination: "*4" }, "bcad"],
  ["several, in the order named", { numbers: "*4,*3", destination: "*1" }, "dcab"],
  ["one to the end", { numbers: "*1" }, "bcda"],
  ["one before itself", { numbers: "*2", destination: "*2" }, "abcd"],
  ["by .id, as the manual has it", { ".id": "*4", destination: "*2" }, "adbc"],
])("move takes %s", async (_what, sent, result) => {
  expect(await client().post(`${RULES}/move`, sent)).toEqual({ status: 200, body: [] });
  expect(await order()).toBe(result);
});

test.each<[string, string, Record<string, string>, string]>([
  ["no such rule", "/move", { numbers: "*9", destination: "*1" }, "no such item"],
  ["no such place", "/move", { numbers: "*1", destination: "*9" }, "no such item"],
  ["nothing to move", "/move", { destination: "*1" }, "missing value(s) of argument(s) numbers"],
  ["an unknown word", "/move", { numbers: "*1", place: "*2" }, "unknown parameter place"],
  ["a place that is not there", "/add", { chain: "forward", "place-before": "*9" }, "no such item"],
])("a move with %s is refused", async (_what, command, sent, detail) => {
  expect(await client().post(`${RULES}${command}`, sent)).toEqual(refusal(detail));
  expect(await order()).toBe("abcd");
});

test("routes and addresses have no order to choose", async () => {
  const route = { gateway: "10.0.0.1", "place-before": "*80000001" };
  expect(await client().put("/ip/route", route)).toEqual(refusal("unknown parameter place-before"));
  expect(await client().post("/ip/route/move", {})).toEqual(refusal("no such command or directory (move)"));
});

test("set leaves a rule where it is; a copy goes to the end", async () => {
  await client().patch(`${RULES}/*2`, { comment: "B" });
  await client().post(`${RULES}/add`, { "copy-from": "*1" });
  expect(await order()).toBe("aBcda");
});

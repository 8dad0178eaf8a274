import { Balancing, HashPolicy } from "../../lib";
import { article, resourcesOf, synthesizeGateway } from "./synthesize";

const everything = {
  ...article,
  balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L3 }),
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: "block" as never }],
};

/** The lifecycle of every resource, by its comment; the singleton has none. */
function lifecycles(lifecycle: Parameters<typeof synthesizeGateway>[0]): Map<unknown, unknown> {
  const resources = resourcesOf(synthesizeGateway({ ...everything, ...lifecycle }));
  return new Map(
    Object.values(resources).map(({ comment, lifecycle }) => [comment ?? "settings", lifecycle]),
  );
}

test("every resource takes the lifecycle", () => {
  const all = [...lifecycles({ lifecycle: { preventDestroy: true } }).values()];
  expect(all).toHaveLength(2 * 7 + 1 + 1 + 2);
  expect(all).toEqual(all.map(() => expect.objectContaining({ prevent_destroy: true })));
});

test("what is to be ignored adds to what the provider makes necessary", () => {
  const plain = lifecycles({});
  const asked = lifecycles({ lifecycle: { ignoreChanges: ["comment"] } });
  expect(asked.get("gateway/wlan1/address")).toEqual({ ignore_changes: ["comment"] });
  const blackhole = "gateway/wlan1/pin-blackhole:203.0.113.80";
  expect(plain.get(blackhole)).toEqual({ ignore_changes: ["blackhole"] });
  expect(asked.get(blackhole)).toEqual({ ignore_changes: ["blackhole", "comment"] });
  const { ignore_changes: ignored } = plain.get("settings") as { ignore_changes: string[] };
  expect(asked.get("settings")).toEqual({ ignore_changes: [...ignored, "comment"] });
});

test("to ignore all is to ignore all", () => {
  const all = [...lifecycles({ lifecycle: { ignoreChanges: "all" } }).values()];
  expect(all).toEqual(all.map(() => ({ ignore_changes: "all" })));
});

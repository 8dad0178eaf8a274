import { isEarlier, menusIn, recoveredState } from "../../lib/state/guard/recovered-state";

const instance = (id: string, comment: string) => ({ attributes: { id, comment } });
const state = (serial: number, instances: readonly object[], lineage = "l") =>
  JSON.stringify({
    version: 4,
    serial,
    lineage,
    resources: [{ mode: "managed", type: "routeros_ip_route", name: "r", module: "module.m", instances }],
  });
const rows = new Map([
  [
    "/ip/route",
    [
      { ".id": "*1", comment: "a" },
      { ".id": "*9", comment: "b" },
    ],
  ],
]);

test("a row that was added again gives its resource its new id", () => {
  const before = state(3, [instance("*1", "a"), { ...instance("*2", "b"), index_key: "k" }]);
  const { text, found, missing } = recoveredState(before, state(7, []), rows);
  expect(found).toEqual([{ address: 'module.m.routeros_ip_route.r["k"]', id: "*9" }]);
  expect(missing).toEqual([]);
  expect(JSON.parse(text)).toEqual(
    JSON.parse(state(8, [instance("*1", "a"), { ...instance("*9", "b"), index_key: "k" }])),
  );
});

test("a row of another resource is not taken, and a resource without a row is named", () => {
  const before = state(3, [instance("*9", "b"), instance("*2", "b"), instance("*3", "c")]);
  expect(recoveredState(before, state(3, []), rows).missing).toEqual([
    "module.m.routeros_ip_route.r",
    "module.m.routeros_ip_route.r",
  ]);
});

test("only an earlier state of the same lineage is one to go back to", () => {
  expect(isEarlier(state(3, []), state(3, []))).toBe(true);
  expect(isEarlier(state(4, []), state(3, []))).toBe(false);
  expect(isEarlier(state(3, []), state(4, [], "other"))).toBe(false);
  expect(menusIn(state(3, []))).toEqual(["/ip/route"]);
});

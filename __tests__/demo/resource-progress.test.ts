import { ResourceProgress } from "../../demo/resource-progress";

const paths = new Map([["routeros_route.a_1", "gateway/a"]]);

test.each([
  [
    "article  routeros_route.a_1 (gateway/a): Creation complete after 0s [id=*1]",
    "1 of 3 created: gateway/a",
  ],
  ["routeros_route.a_1: Destruction complete after 0s", "1 of 3 removed: gateway/a"],
  ["routeros_route.a_1: Modifications complete after 1s [id=*1]", "1 of 3 changed: gateway/a"],
  ["routeros_route.other: Creation complete after 0s", "1 of 3 created: routeros_route.other"],
  ["routeros_route.a_1: Creating...", undefined],
  ["Apply complete! Resources: 3 added, 0 changed, 0 destroyed.", undefined],
])("%s", (line, said) => {
  const progress = new ResourceProgress(() => paths);
  expect(progress.read("         Plan: 2 to add, 1 to change, 0 to destroy.")).toBe(
    "planned: 2 to add, 1 to change, 0 to destroy",
  );
  expect(progress.read(line)).toBe(said);
});

test("a total that is known beforehand", () => {
  const progress = new ResourceProgress(() => paths, 2);
  expect(progress.read("routeros_route.a_1: Creation complete after 0s")).toBe("1 of 2 created: gateway/a");
});

test("at the end of a command that has succeeded, whatever was not heard of is done too", () => {
  const progress = new ResourceProgress(() => paths, 3);
  progress.read("routeros_route.a_1: Destruction complete after 0s");
  expect(progress.end()).toBe("3 of 3 removed");
  expect(progress.end()).toBeUndefined();
});

test("at the end there is nothing to add where all was heard of, or nothing was to be done", () => {
  const progress = new ResourceProgress(() => paths, 1);
  progress.read("routeros_route.a_1: Destruction complete after 0s");
  expect([progress.end(), new ResourceProgress(() => paths).end()]).toEqual([undefined, undefined]);
});

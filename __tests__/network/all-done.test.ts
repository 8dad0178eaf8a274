import { allDone } from "../../lab/network/all-done";

test("a failure is thrown only when nothing goes on any more: what cleans up would miss it", async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let failure: string | undefined;
  const all = allDone([Promise.reject(new Error("no such network")), slow]).catch((error) => {
    failure = String(error);
  });
  await new Promise((resume) => setImmediate(resume));
  expect(failure).toBeUndefined();
  finish();
  await all;
  expect(failure).toBe("Error: no such network");
});

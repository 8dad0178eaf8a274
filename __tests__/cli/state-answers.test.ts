import { answersFrom } from "../../lib/cli/state/answers";
import type { StackReading } from "../../lib/cli/state/read-both";
import { type Planned, stackOf } from "../state/stacks";

const comment = "gateway/wan/default-route";
const waiting = (name: string): Planned => ({
  type: "routeros_ip_route",
  name,
  configured: { gateway: "10.0.0.1", comment },
});

/** Two resources that wait for a row, on a router with two rows. */
const reading = {
  stack: stackOf(waiting("wan1"), waiting("wan2")),
  rows: new Map([["/ip/route", ["*8", "*9"].map((id) => ({ ".id": id, gateway: "10.0.0.1", comment }))]]),
} as unknown as StackReading;

const answer = (name: string, id: string) => `routeros_ip_route.${name}=${id}`;

test("each resource gets the row that it is given", () => {
  expect([...answersFrom([answer("wan1", "*8"), answer("wan2", "*9")], reading).values()]).toEqual([
    "*8",
    "*9",
  ]);
});

test("one row is not given to two resources, but two may both be created", () => {
  expect(() => answersFrom([answer("wan1", "*8"), answer("wan2", "*8")], reading)).toThrow(
    "/ip/route *8 is already given to another resource",
  );
  expect(() => answersFrom([answer("wan1", "create"), answer("wan2", "create")], reading)).not.toThrow();
});

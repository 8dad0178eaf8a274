import { mean, textOf } from "../../lib/state/fields";

test.each([
  ["disabled", undefined, "no"],
  ["disabled", "false", "no"],
  ["disabled", "true", "yes"],
  ["check-gateway", undefined, "none"],
  ["servers", "", undefined],
  ["fib", "", "yes"],
  ["blackhole", undefined, "no"],
  ["ttl", "1d", "24h"],
  ["ttl", "1d00:10:00", "24h10m"],
  ["timeout", "1500ms", "1s500ms"],
  ["dst-address", "203.0.113.80", "203.0.113.80/32"],
  ["dst-address", "!203.0.113.80", "!203.0.113.80/32"],
  ["connection-state", "new,established", "established,new"],
])("of %s, %p and %p mean the same", (field, one, other) => {
  expect([mean(field, one, other), mean(field, other, one)]).toEqual([true, true]);
});

test.each([
  ["connection-mark", undefined, "no-mark"],
  ["disabled", "true", undefined],
  ["fib", "", undefined],
  ["ttl", "1d", "1h"],
  ["dst-address", "203.0.113.80", "203.0.113.80/24"],
  ["servers", "9.9.9.9,1.1.1.1", "1.1.1.1,9.9.9.9"],
  ["comment", "no", undefined],
  ["name", "1d", "24h"],
])("of %s, %p and %p do not mean the same", (field, one, other) => {
  expect([mean(field, one, other), mean(field, other, one)]).toEqual([false, false]);
});

test("values of Terraform are written in RouterOS' words", () => {
  expect([
    textOf("disabled", false),
    textOf("passthrough", true),
    textOf("fib", true),
    textOf("distance", 1),
    textOf("servers", ["9.9.9.9", "1.1.1.1"]),
  ]).toEqual(["no", "yes", "", "1", "9.9.9.9,1.1.1.1"]);
});

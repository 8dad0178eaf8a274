import { ipv6Range, networkOf, parsePrefix } from "../values/address-values";
import { anyText, listOf, nonEmptyText, oneOf, textOrEmpty, yesOrNo } from "../values/basic";
import { nameIn } from "../values/reference-values";
import { interval } from "../values/time";
import type { ValueType } from "../values/type";
import type { BuiltinRow, LabMenu, Property } from "./menu";

/** Every policy that a group can have, in the order of the console's own list. */
export const POLICIES = [
  "local",
  "telnet",
  "ssh",
  "ftp",
  "reboot",
  "read",
  "write",
  "policy",
  "test",
  "winbox",
  "password",
  "web",
  "sniff",
  "sensitive",
  "api",
  "romon",
  "rest-api",
] as const;

export type Policy = (typeof POLICIES)[number];

const isPolicy = (word: string): word is Policy => (POLICIES as readonly string[]).includes(word);

/** The policies that a value of `policy` grants: all that are not denied by a `!`. */
export const granted = (policy: string): ReadonlySet<Policy> => new Set(policy.split(",").filter(isPolicy));

/** The same policies, with every other one denied by name. */
export const exactly = (policy: string): string =>
  [policy, ...POLICIES.filter((other) => !granted(policy).has(other)).map((other) => `!${other}`)].join(",");

/** Every policy in its place: granted, or denied by a `!`, as a router shows it. */
const shown = (allowed: ReadonlySet<Policy>): string =>
  POLICIES.map((policy) => (allowed.has(policy) ? policy : `!${policy}`)).join(",");

const policies: ValueType = listOf(oneOf(...POLICIES, ...POLICIES.map((policy) => `!${policy}`)), {
  emptyIsValue: true,
});

const DENIES_ALL = shown(new Set());

const builtinGroup = (id: string, name: string, ...denied: readonly Policy[]): BuiltinRow => ({
  id,
  values: {
    name,
    policy: shown(new Set(POLICIES.filter((policy) => !denied.includes(policy)))),
    skin: "default",
  },
  fixed: {},
  called: "default group",
});

const comment: Property = { type: anyText };
const name: Property = { type: nonEmptyText, required: true };

/** `/user/group`: what users may do. */
export const userGroups: LabMenu = {
  path: "user/group",
  firstId: 4,
  properties: {
    comment,
    name,
    policy: { type: policies, default: DENIES_ALL },
    skin: { type: oneOf("default"), default: "default" },
  },
  builtin: [
    builtinGroup("*1", "read", "ftp", "write", "policy"),
    builtinGroup("*2", "write", "ftp", "policy"),
    builtinGroup("*3", "full"),
  ],
  unique: { by: ["name"], error: "failure: group with the same name already exists" },
  // A `set` grants and denies only what it names, and leaves the rest.
  settle: (values, _written, before) => {
    const { policy } = values;
    if (policy === undefined) {
      return values;
    }
    const allowed = new Set(granted(before["policy"] ?? ""));
    for (const word of policy.split(",")) {
      const named = word.replace(/^!/, "");
      if (isPolicy(named)) {
        allowed[word.startsWith("!") ? "delete" : "add"](named);
      }
    }
    return { ...values, policy: shown(allowed) };
  },
};

/** A network of either family that a user may come from; a bare address is one host. */
const origin: ValueType = {
  read: (value, argument, world) => {
    const prefix = parsePrefix(value);
    return prefix === undefined
      ? ipv6Range.read(value, argument, world)
      : `${networkOf(prefix.address, prefix.length)}/${prefix.length}`;
  },
};

/** `/user`: who may log in, and from where. */
export const users: LabMenu = {
  path: "user",
  firstId: 1,
  properties: {
    address: { type: listOf(origin, { emptyIsValue: true }), default: "" },
    comment,
    disabled: { type: yesOrNo, default: "false" },
    group: { type: nameIn("user/group"), required: true },
    "inactivity-policy": { type: oneOf("lockscreen", "logout", "none"), default: "none" },
    "inactivity-timeout": { type: interval(), default: "10m" },
    name,
    password: { type: textOrEmpty, hidden: true },
  },
  fixed: { expired: "false" },
  unique: { by: ["name"], error: "failure: user with the same name already exists" },
};

import {
  anyText,
  listOf,
  nonEmptyText,
  oneOf,
  scriptText,
  textOrEmpty,
  unsupported,
  yesOrNo,
} from "../values/basic";
import { dateOf, timeOf } from "../values/date";
import { date, interval, startTime } from "../values/time";
import type { LabMenu, Property } from "./menu";
import type { Policy } from "./users";

/** `/system/resource`: read-only; clients read the version there. */
export const resource: LabMenu = {
  path: "system/resource",
  singleton: true,
  properties: {},
  fixed: {
    "architecture-name": "x86_64",
    "board-name": "CHR",
    cpu: "lab",
    "cpu-count": "1",
    "cpu-load": "0",
    platform: "MikroTik",
    "free-memory": "134217728",
    "total-memory": "268435456",
    "free-hdd-space": "67108864",
    "total-hdd-space": "134217728",
  },
};

/** `/system/identity`. */
export const identity: LabMenu = {
  path: "system/identity",
  singleton: true,
  properties: { name: { type: nonEmptyText, default: "MikroTik" } },
};

/** The policies that a script can have, in the order in which a router shows them. */
export const SCRIPT_POLICIES = [
  "ftp",
  "reboot",
  "read",
  "write",
  "policy",
  "test",
  "password",
  "sniff",
  "sensitive",
  "romon",
] as const satisfies readonly Policy[];

const ALL_POLICIES = SCRIPT_POLICIES.join(",");

const words = listOf(oneOf(...SCRIPT_POLICIES), { emptyIsValue: true });

const policy: Property = {
  type: {
    read: (value, argument, world) => {
      const named = words.read(value, argument, world).split(",");
      return SCRIPT_POLICIES.filter((each) => named.includes(each)).join(",");
    },
    emptyIsValue: true,
  },
  default: ALL_POLICIES,
};

const sameName = { by: ["name"], error: "failure: already have item with such name" };

/** `/system/script`: scripts by name, with what they may do. */
export const scripts: LabMenu = {
  path: "system/script",
  firstId: 1,
  isScript: true,
  properties: {
    comment: { type: anyText },
    "dont-require-permissions": { type: yesOrNo, default: "false" },
    name: { type: nonEmptyText, required: true },
    owner: { type: textOrEmpty },
    policy,
    source: { type: scriptText, default: "" },
  },
  fixed: { invalid: "false" },
  unique: sameName,
};

/** `/system/scheduler`: when scripts run. A row without a start begins when it is added. */
export const scheduler: LabMenu = {
  path: "system/scheduler",
  firstId: 1,
  isScript: true,
  properties: {
    comment: { type: anyText },
    days: { type: unsupported },
    disabled: { type: yesOrNo, default: "false" },
    interval: { type: interval(), default: "0s" },
    name: { type: nonEmptyText, required: true },
    "on-event": { type: scriptText, default: "" },
    policy,
    "start-date": { type: date },
    "start-time": { type: startTime },
  },
  unique: sameName,
  settle: (values, _written, _before, world) => ({
    ...values,
    "start-date": values["start-date"] ?? dateOf(world.now()),
    "start-time": values["start-time"] ?? timeOf(world.now()),
  }),
};

/** `/system/clock`: the time of the router, in UTC. Tests move it, requests do not. */
export const clock: LabMenu = {
  path: "system/clock",
  singleton: true,
  properties: {
    date: { type: unsupported },
    time: { type: unsupported },
    "time-zone-autodetect": { type: yesOrNo, default: "true" },
    "time-zone-name": { type: unsupported },
  },
  fixed: { "dst-active": "false", "gmt-offset": "+00:00", "time-zone-name": "UTC" },
};

/** `/system/device-mode`: what the device lets anybody do. Only somebody beside it changes that. */
export const deviceMode: LabMenu = {
  path: "system/device-mode",
  singleton: true,
  commands: {},
  properties: {},
  fixed: { flagged: "false", "flagging-enabled": "true" },
};

/** `/log`: what happened; commands add to it, and nothing changes it. */
export const log: LabMenu = { path: "log", commands: {}, properties: {} };

import { nonEmptyText } from "../values/basic";
import type { LabMenu } from "./menu";

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

import type { LabMenu } from "./menu";

/** `/ip/firewall/connection`: the connections that the kernel tracks; they can be looked at and removed. */
export const connections: LabMenu = {
  path: "ip/firewall/connection",
  live: true,
  commands: { remove: ["numbers"] },
  properties: {},
};

import { listedValues } from "../../../lib/routeros/listed-values";
import { anyText, integer, listOf, nonEmptyText, oneOf, yesOrNo } from "../values/basic";
import { interfaceName } from "../values/reference-values";
import { routeTables } from "../values/route-tables";
import type { ValueType } from "../values/type";
import type { LabMenu } from "./menu";

const no = { type: yesOrNo, default: "false" };
const yes = { type: yesOrNo, default: "true" };

/** The empty script is none. */
const script: ValueType = { read: (value) => value, multiline: true };

/** `/ip/dhcp-client`: clients that get an address, and default routes in the tables that they name. */
export const dhcpClients: LabMenu = {
  path: "ip/dhcp-client",
  firstId: 1,
  actions: ["release", "renew"],
  properties: {
    "add-default-route": {
      type: oneOf(...listedValues("/ip/dhcp-client", "add-default-route")),
      default: "yes",
    },
    "allow-reconfigure": no,
    "check-gateway": { type: oneOf(...listedValues("/ip/dhcp-client", "check-gateway")), default: "none" },
    comment: { type: anyText },
    "default-route-distance": { type: integer(1, 255), default: "1" },
    "default-route-tables": { type: routeTables, default: "default" },
    "dhcp-options": {
      type: listOf(oneOf(...listedValues("/ip/dhcp-client", "dhcp-options")), { emptyIsValue: true }),
      default: "hostname,clientid",
    },
    // Exports of RouterOS 7 leave it out of clients that run; the manual still says yes.
    disabled: no,
    dscp: { type: integer(0, 63), default: "0" },
    interface: { type: interfaceName, required: true },
    name: { type: nonEmptyText },
    script: { type: script },
    "use-broadcast": { type: oneOf(...listedValues("/ip/dhcp-client", "use-broadcast")), default: "both" },
    "use-peer-dns": yes,
    "use-peer-ntp": yes,
    "vlan-priority": { type: integer(0, 7), default: "0" },
  },
  fixed: { dynamic: "false" },
  unique: { by: ["interface"], error: "failure: already have such interface" },
};

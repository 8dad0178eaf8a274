import { listedValues } from "../../../lib/routeros/listed-values";
import { MAIN_TABLE, ROUTE_DEFAULTS } from "../../../lib/routeros/route-fields";
import { missingArguments } from "../errors";
import { address, destination } from "../values/address-values";
import { anyText, flag, integer, listOf, nonEmptyText, oneOf, unsupported, yesOrNo } from "../values/basic";
import { gateway, interfaceName, nameIn, tableName } from "../values/reference-values";
import { interval } from "../values/time";
import { type LabMenu, rowCheck } from "./menu";

const comment = { type: anyText };
const disabled = { type: yesOrNo, default: "false" };

/** `/ip/route`; connected routes are not kept but derived. A second copy of a route is taken, as routers do. */
export const routes: LabMenu = {
  path: "ip/route",
  firstId: 0x80000001,
  derivedIds: { ids: /^\*(2018|801[0-9A-F]{5}$)/, called: "dynamic route" },
  properties: {
    blackhole: { type: flag },
    "check-gateway": { type: oneOf("arp", "bfd", "none", "ping") },
    comment,
    disabled: { type: yesOrNo },
    distance: { type: integer(1, 255), default: ROUTE_DEFAULTS.distance },
    "dst-address": { type: destination, default: ROUTE_DEFAULTS["dst-address"] },
    gateway: { type: gateway },
    "pref-src": { type: address },
    "routing-table": { type: tableName, default: MAIN_TABLE, emptyRestores: true },
    scope: { type: integer(0, 255), default: ROUTE_DEFAULTS.scope },
    "suppress-hw-offload": { type: yesOrNo },
    "target-scope": { type: integer(0, 255), default: ROUTE_DEFAULTS["target-scope"] },
    "vrf-interface": { type: interfaceName },
  },
  checks: [
    rowCheck(
      (values) => values["gateway"] !== undefined || values["blackhole"] !== undefined,
      () => missingArguments(["gateway"]),
    ),
  ],
};

/** `/routing/table`; `main` is always there. */
export const tables: LabMenu = {
  path: "routing/table",
  // Exports show removed tables as `*400` and up, which are these ids.
  firstId: 0x400,
  properties: { comment, disabled, fib: { type: flag }, name: { type: nonEmptyText, required: true } },
  fixed: { dynamic: "false", invalid: "false" },
  builtin: [
    {
      id: "*0",
      values: { fib: "", name: MAIN_TABLE },
      fixed: { dynamic: "true", invalid: "false" },
      called: "dynamic table",
    },
  ],
  unique: { by: ["name"], error: "failure: already have routing table with such name" },
};

/** The stages of the routing decision. */
export const STAGES: readonly string[] = listedValues("/routing/rule", "chain");

/** `/routing/rule`: consulted in order. */
export const rules: LabMenu = {
  path: "routing/rule",
  firstId: 1,
  properties: {
    action: {
      type: oneOf(...listedValues("/routing/rule", "action")),
      default: "lookup",
    },
    chain: { type: oneOf(...STAGES) },
    comment,
    disabled,
    "dst-address": { type: destination },
    interface: { type: interfaceName },
    "min-prefix": { type: integer(0, 32) },
    realm: { type: integer(0, 4_294_967_295) },
    "routing-mark": { type: tableName },
    "src-address": { type: destination },
    table: { type: nameIn("routing/table", "local"), default: MAIN_TABLE, emptyRestores: true },
    vrf: { type: unsupported },
  },
};

/** `/routing/nexthop`: the gateways of routes. It is read-only. */
export const nextHops: LabMenu = { path: "routing/nexthop", commands: {}, properties: {} };

/** `/routing/settings`: how gateways are probed and in which order rules are asked. */
export const routingSettings: LabMenu = {
  path: "routing/settings",
  singleton: true,
  properties: {
    "check-gateway-ping-count": { type: integer(0, 65_535), default: "2" },
    "check-gateway-ping-interval": { type: interval("100ms", "10m"), default: "10s" },
    "check-gateway-ping-timeout": { type: interval("1ms", "1s"), default: "1s" },
    "connected-in-chain": { type: unsupported },
    "dynamic-in-chain": { type: unsupported },
    "policy-rules": {
      type: listOf(oneOf(...STAGES)),
      default: "mangle,vrf-lookup,vrf-unreach,local,user,main",
    },
    "single-process": { type: yesOrNo, default: "false" },
  },
};

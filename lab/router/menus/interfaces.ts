import { listedValues } from "../../../lib/routeros/listed-values";
import { mac } from "../values/address-values";
import { anyText, form, integer, listOf, nonEmptyText, oneOf, wordOr, yesOrNo } from "../values/basic";
import { interfaceList, interfaceName } from "../values/reference-values";
import { interval } from "../values/time";
import { AMONG_INTERFACES, INTERFACE_MENUS } from "./interface-kinds";
import type { LabMenu, Property } from "./menu";

const name: Property = { type: nonEmptyText, required: true };
const comment: Property = { type: anyText };
const disabled: Property = { type: yesOrNo, default: "false" };
const mtu: Property = { type: integer(68, 65_535), default: "1500" };
const l2mtu: Property = { type: integer(68, 65_535) };
const autoOnOff = oneOf(...listedValues("/interface/ethernet", "rx-flow-control"));

/** `/interface/ethernet`: the ports, which exist from the start; a client cannot add one. */
export const ethernet: LabMenu = {
  path: "interface/ethernet",
  ...AMONG_INTERFACES,
  properties: {
    advertise: { type: listOf(form(/^[\w.-]+$/)) },
    arp: {
      type: oneOf(...listedValues("/interface/ethernet", "arp")),
      default: "enabled",
    },
    "arp-timeout": { type: wordOr(["auto"], interval()), default: "auto" },
    "auto-negotiation": { type: yesOrNo, default: "true" },
    "cable-settings": {
      type: oneOf(...listedValues("/interface/ethernet", "cable-settings")),
      default: "default",
    },
    "combo-mode": { type: oneOf(...listedValues("/interface/ethernet", "combo-mode")) },
    comment,
    "disable-running-check": { type: yesOrNo },
    "full-duplex": { type: yesOrNo, default: "true" },
    disabled,
    "fec-mode": { type: oneOf(...listedValues("/interface/ethernet", "fec-mode")) },
    l2mtu,
    "loop-protect": {
      type: oneOf(...listedValues("/interface/ethernet", "loop-protect")),
      default: "default",
    },
    "loop-protect-disable-time": { type: interval(), default: "5m" },
    "loop-protect-send-interval": { type: interval("1s"), default: "5s" },
    "mac-address": { type: mac },
    "mdix-enable": { type: yesOrNo },
    mtu,
    name,
    "orig-mac-address": { type: mac },
    "rx-flow-control": { type: autoOnOff, default: "off" },
    "sfp-ignore-rx-los": { type: yesOrNo },
    "sfp-rate-select": { type: oneOf(...listedValues("/interface/ethernet", "sfp-rate-select")) },
    "sfp-shutdown-temperature": { type: integer(0, 255) },
    speed: { type: form(/^[\w.-]+$/) },
    "tx-flow-control": { type: autoOnOff, default: "off" },
  },
};

/** `/interface`: the interfaces of every kind. */
export const interfaces: LabMenu = {
  path: "interface",
  viewOf: INTERFACE_MENUS,
  properties: { comment, disabled, l2mtu, mtu, name },
  unique: AMONG_INTERFACES.unique,
};

const builtinList = (id: string, listName: string, says: string) => ({
  id,
  values: { comment: says, exclude: "", include: "", name: listName },
  fixed: { builtin: "true", dynamic: "false" },
  called: "builtin list",
});

/** `/interface/list`, with the four lists that every router has. */
export const lists: LabMenu = {
  path: "interface/list",
  firstId: 0x2000010,
  properties: {
    comment,
    exclude: { type: listOf(interfaceList, { emptyIsValue: true }), default: "" },
    include: { type: listOf(interfaceList, { emptyIsValue: true }), default: "" },
    name,
  },
  fixed: { builtin: "false", dynamic: "false" },
  builtin: [
    builtinList("*2000000", "all", "contains all interfaces"),
    builtinList("*2000001", "none", "contains no interfaces"),
    builtinList("*2000002", "dynamic", "contains dynamic interfaces"),
    builtinList("*2000003", "static", "contains static interfaces"),
  ],
  unique: { by: ["name"], error: "failure: already have interface list with such name" },
};

/** `/interface/list/member`: which interface is in which list. */
export const listMembers: LabMenu = {
  path: "interface/list/member",
  firstId: 1,
  properties: {
    comment,
    disabled,
    interface: { type: interfaceName, required: true },
    list: { type: interfaceList, required: true },
  },
  fixed: { dynamic: "false" },
  unique: { by: ["interface", "list"], error: "failure: already have such entry" },
};

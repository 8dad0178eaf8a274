import { badRequest, invalidValue, missingArguments } from "../errors";
import { anyAddress, isIPv6 } from "../values/address-values";
import { anyText, form, integer, oneOf, yesOrNo } from "../values/basic";
import { interval } from "../values/time";
import type { ValueType } from "../values/type";
import { type LabMenu, rowCheck, type Values } from "./menu";

/** What a record of each type cannot do without, and what else belongs to it. */
const FIELDS: Readonly<Record<string, { needs: readonly string[]; takes?: readonly string[] }>> = {
  A: { needs: ["address"] },
  AAAA: { needs: ["address"] },
  CNAME: { needs: ["cname"] },
  FWD: { needs: ["forward-to"] },
  MX: { needs: ["mx-exchange"], takes: ["mx-preference"] },
  NS: { needs: ["ns"] },
  NXDOMAIN: { needs: [] },
  SRV: { needs: ["srv-target"], takes: ["srv-port", "srv-priority", "srv-weight"] },
  TXT: { needs: ["text"] },
};

const fieldsOf = (values: Values) => FIELDS[values["type"] ?? "A"] ?? { needs: [] };

const foreignField = (values: Values): string | undefined => {
  const own = [...fieldsOf(values).needs, ...(fieldsOf(values).takes ?? [])];
  const all = Object.values(FIELDS).flatMap((fields) => [...fields.needs, ...(fields.takes ?? [])]);
  return all.find((field) => values[field] !== undefined && !own.includes(field));
};

/** An IPv6 address without a type makes a record AAAA. */
function settleType(values: Values): Values {
  const six = isIPv6(values["address"] ?? "") && values["type"] === undefined;
  return six ? { ...values, type: "AAAA" } : values;
}

/** An address, or the name of a row of `/ip/dns/forwarders`, which is not served: any name is taken. */
const forwarder: ValueType = {
  read: (value, argument, world) =>
    /^[\d.]+$|:/.test(value)
      ? anyAddress.read(value, argument, world)
      : form(/^[A-Za-z0-9][\w.-]*$/).read(value, argument, world),
};

/** `/ip/dns/static`. */
export const dnsStatic: LabMenu = {
  path: "ip/dns/static",
  firstId: 1,
  properties: {
    address: { type: anyAddress },
    "address-list": { type: anyText },
    cname: { type: anyText },
    comment: { type: anyText },
    disabled: { type: yesOrNo, default: "false" },
    "forward-to": { type: forwarder },
    "match-subdomain": { type: yesOrNo },
    "mx-exchange": { type: anyText },
    "mx-preference": { type: integer(0, 65_535) },
    name: { type: anyText },
    ns: { type: anyText },
    regexp: { type: anyText },
    "srv-port": { type: integer(0, 65_535) },
    "srv-priority": { type: integer(0, 65_535) },
    "srv-target": { type: anyText },
    "srv-weight": { type: integer(0, 65_535) },
    text: { type: anyText },
    ttl: { type: interval(), default: "1d" },
    type: { type: oneOf(...Object.keys(FIELDS)), default: "A" },
  },
  fixed: { dynamic: "false" },
  unique: {
    by: ["name", "regexp", "type", ...Object.values(FIELDS).flatMap((fields) => fields.needs)],
    error: "failure: entry already exists",
  },
  checks: [
    rowCheck(
      (values) => (values["name"] === undefined) !== (values["regexp"] === undefined),
      (values) =>
        values["name"] === undefined
          ? missingArguments(["name"])
          : badRequest("failure: name and regexp can not be used together"),
    ),
    rowCheck(
      (values) => fieldsOf(values).needs.every((field) => values[field] !== undefined),
      (values) => missingArguments(fieldsOf(values).needs.filter((field) => values[field] === undefined)),
    ),
    rowCheck(
      (values) => foreignField(values) === undefined,
      (values) =>
        badRequest(`failure: ${foreignField(values)} can not be used with type ${values["type"] ?? "A"}`),
    ),
    rowCheck(
      (values) =>
        values["address"] === undefined || isIPv6(values["address"]) === (values["type"] === "AAAA"),
      () => invalidValue("address"),
    ),
  ],
  settle: settleType,
};

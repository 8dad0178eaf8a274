import { invalidValue, noMatch, outOfRange } from "../errors";
import type { ValueType } from "../values/type";

const PROTOCOLS = [
  "dccp",
  "ddp",
  "egp",
  "encap",
  "etherip",
  "ggp",
  "gre",
  "hmp",
  "icmp",
  "icmpv6",
  "idpr-cmtp",
  "igmp",
  "ipencap",
  "ipip",
  "ipsec-ah",
  "ipsec-esp",
  "ipv6-encap",
  "ipv6-frag",
  "ipv6-nonxt",
  "ipv6-opts",
  "ipv6-route",
  "iso-tp4",
  "l2tp",
  "ospf",
  "pim",
  "pup",
  "rdp",
  "rspf",
  "rsvp",
  "sctp",
  "st",
  "tcp",
  "udp",
  "udp-lite",
  "vmtp",
  "vrrp",
  "xns-idp",
  "xtp",
];

/** The protocols that have ports. */
export const WITH_PORTS = ["tcp", "udp", "udp-lite", "dccp", "sctp"];

/** An IP protocol by name or number. */
export const protocol: ValueType = {
  read: (value, argument) => {
    if (/^\d{1,3}$/.test(value)) {
      if (Number(value) > 255) {
        throw outOfRange(argument, 0, 255);
      }
      return String(Number(value));
    }
    if (!PROTOCOLS.includes(value)) {
      throw noMatch(argument);
    }
    return value;
  },
};

/** Ports and ranges of ports: `80,443,8000-8080`. */
export const portList: ValueType = {
  read: (value, argument) => {
    for (const part of value.split(",")) {
      const [from, to = from, ...more] = part.split("-");
      if (from === undefined || to === undefined || more.length > 0) {
        throw invalidValue(argument);
      }
      if (!/^\d{1,9}$/.test(from) || !/^\d{1,9}$/.test(to)) {
        throw invalidValue(argument);
      }
      if (Number(from) > 65_535 || Number(to) > 65_535) {
        throw outOfRange(argument, 0, 65_535);
      }
      if (Number(from) > Number(to)) {
        throw invalidValue(argument);
      }
    }
    return value;
  },
};

const CLASSIFIER_FIELDS = [
  "both-addresses",
  "both-addresses-and-ports",
  "both-ports",
  "dst-address",
  "dst-address-and-port",
  "dst-port",
  "src-address",
  "src-address-and-port",
  "src-port",
];

/** `both-addresses:3/0`: the packets whose hash leaves this remainder. */
export const classifier: ValueType = {
  read: (value, argument) => {
    const match = /^([a-z-]+):(\d{1,9})\/(\d{1,9})$/.exec(value);
    if (match === null) {
      throw invalidValue(argument);
    }
    const [, fields = "", denominator, remainder] = match;
    if (!CLASSIFIER_FIELDS.includes(fields)) {
      throw noMatch(argument);
    }
    if (Number(denominator) < 1 || Number(remainder) >= Number(denominator)) {
      throw invalidValue(argument);
    }
    return value;
  },
};

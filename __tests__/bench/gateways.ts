import type * as Library from "../../lib";
import type { EcmpMasqueradeGatewayProps, Lan } from "../../lib";
import { fromNumber, toNumber } from "../../lib/routeros/address-ranges";

/** What a gateway can have many of, and a gateway of three WANs with so many. */
export interface Kind {
  readonly name: string;
  readonly gateway: (count: number) => EcmpMasqueradeGatewayProps;
}

const many = <Item>(count: number, make: (i: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i));

const later = (address: string, by: number): string => fromNumber(toNumber(address) + by);

const lan = (i: number): Lan => ({ interface: `vlan${i}`, address: `${later("10.0.0.1", i * 256)}/24` });

const host = (i: number): string => later("203.0.112.1", i);

const LANS = [lan(0)];
const wanOf = (i: number): string => `wan${i % 3}`;

/** The kinds of which a gateway can have many, in the words of one copy of the library: none takes another's WANs. */
export function kindsOf({ Balancing, ClassifyBy, Wan, Otherwise }: typeof Library): readonly Kind[] {
  const wan = (i: number): Library.Wan =>
    Wan.static({
      name: `wan${i}`,
      interface: `ether${i}`,
      address: `${later("172.16.0.2", i * 4)}/30`,
      gateway: later("172.16.0.1", i * 4),
    });
  const WANS = many(3, wan);
  return [
    { name: "WANs", gateway: (count) => ({ lans: LANS, wans: many(count, wan) }) },
    { name: "LANs", gateway: (count) => ({ lans: many(count, lan), wans: WANS }) },
    {
      name: "LANs with a table of their own",
      gateway: (count) => ({ lans: many(count, lan), wans: WANS, routingTable: "office" }),
    },
    {
      name: "pins",
      gateway: (count) => ({
        lans: LANS,
        wans: WANS,
        policies: many(count, (i) => ({ name: `pin${i}`, to: [host(i)], via: [[wanOf(i)]] })),
      }),
    },
    {
      name: "blocked pins",
      gateway: (count) => ({
        lans: LANS,
        wans: WANS,
        policies: many(count, (i) => ({
          name: `pin${i}`,
          to: [host(i)],
          via: [[wanOf(i)]],
          otherwise: Otherwise.BLOCK,
        })),
      }),
    },
    {
      name: "port forwards",
      gateway: (count) => ({
        lans: LANS,
        wans: WANS,
        portForwards: many(count, (i) => ({
          name: `forward${i}`,
          ports: String(1024 + i),
          to: later("10.0.0.2", i % 250),
        })),
      }),
    },
    {
      name: "DNS records",
      gateway: (count) => ({
        lans: LANS,
        wans: WANS,
        dns: { staticRecords: many(count, (i) => ({ name: `host${i}.example`, address: host(i) })) },
      }),
    },
    {
      name: "DNS domains",
      gateway: (count) => ({
        lans: LANS,
        wans: WANS,
        dns: {
          domains: many(count, (i) => ({ domain: `isp${i}.example`, server: host(i), wan: wanOf(i) })),
        },
      }),
    },
    {
      name: "management sources",
      gateway: (count) => ({ lans: LANS, wans: WANS, management: { sources: many(count, host) } }),
    },
    {
      name: "exceptions",
      gateway: (count) => ({
        lans: LANS,
        wans: WANS,
        balancing: Balancing.perConnectionClassifier({
          by: ClassifyBy.BOTH_ADDRESSES,
          exclude: many(count, host),
        }),
      }),
    },
  ];
}

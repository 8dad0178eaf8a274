import { review } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { changed, findingsOfChange, of } from "./findings-in";
import { articleResources, plan } from "./plans";

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The article's gateway with firewall rows: `filter`, `nat`, and other types by their names. */
const router = (more: Readonly<Record<string, Rows>>, wans = 2): Resources =>
  articleResources(
    wans,
    Object.fromEntries(
      Object.entries(more).map(([type, rows]) => [
        ["filter", "nat", "raw", "addr_list"].includes(type)
          ? `routeros_ip_firewall_${type}`
          : `routeros_${type}`,
        rows,
      ]),
    ) as Resources,
  );

const reached = (before: Resources, after: Resources): readonly string[] =>
  of(findingsOfChange(before, after), "newly-reachable").map(
    ({ severity, verdict, subject }) => `${severity} ${verdict} ${subject}`,
  );

const established = { chain: "input", action: "accept", connection_state: "established,related" };
const fromLan = { chain: "input", action: "accept", in_interface: "Local" };
const dropInput = { chain: "input", action: "drop" };
const dropForward = {
  chain: "forward",
  action: "drop",
  in_interface: "!Local",
  connection_nat_state: "!dstnat",
};
const guarded = { established, lan: fromLan };
const walled = { ...guarded, zz: dropInput };
const forward = (wan: string, more: object = {}) => ({
  chain: "dstnat",
  action: "dst-nat",
  protocol: "tcp",
  dst_port: "3389",
  in_interface: wan,
  to_addresses: "192.168.0.20",
  ...more,
});
const ssh = { chain: "input", action: "accept", protocol: "tcp", dst_port: "22" };

test.each<[string, Resources, Resources, readonly string[]]>([
  [
    "a new forward",
    router({}),
    router({ nat: { rdp: forward("wlan1"), rdp2: forward("wlan2") } }),
    ["warning fail tcp 3389 192.168.0.20"],
  ],
  [
    "a forward to another host",
    router({ nat: { rdp: forward("wlan1") } }),
    router({ nat: { rdp: forward("wlan1", { to_addresses: "192.168.0.66" }) } }),
    ["warning fail tcp 3389 192.168.0.66"],
  ],
  [
    "a forward that another WAN has already",
    router({ nat: { rdp: forward("wlan1") } }),
    router({ nat: { rdp: forward("wlan1"), rdp2: forward("wlan2") } }),
    [],
  ],
  [
    "a forward that the filter drops",
    router({ filter: { drop: { ...dropForward, connection_nat_state: undefined } } }),
    router({
      filter: { drop: { ...dropForward, connection_nat_state: undefined } },
      nat: { rdp: forward("wlan1") },
    }),
    [],
  ],
  [
    "a port that a rule accepts from anywhere",
    router({ filter: { ...guarded, ssh: { ...ssh, src_address: "10.0.0.0/8" }, zz: dropInput } }),
    router({ filter: { ...guarded, ssh, zz: dropInput } }),
    ["warning fail tcp 22 router"],
  ],
  [
    "a drop that goes",
    router({ filter: walled }),
    router({ filter: { established, lan: fromLan } }),
    ["warning fail tcp router"],
  ],
  [
    "a service that is disabled",
    router({
      filter: { ...guarded, ssh: { ...ssh, src_address: "10.0.0.0/8" }, zz: dropInput },
      ip_service: { ssh: { numbers: "ssh", port: 22, disabled: true } },
    }),
    router({
      filter: { ...guarded, ssh, zz: dropInput },
      ip_service: { ssh: { numbers: "ssh", port: 22, disabled: true } },
    }),
    [],
  ],
  [
    "a resolver that begins to answer",
    router({ ip_dns: { dns: { allow_remote_requests: false } } }),
    router({ ip_dns: { dns: { allow_remote_requests: true } } }),
    ["warning fail tcp 53 router", "warning fail udp 53 router"],
  ],
  [
    "a LAN whose drop goes",
    router({ filter: { drop: dropForward } }),
    router({ filter: { odd: { chain: "forward", action: "accept", protocol: "gre" } } }),
    ["warning fail tcp 192.168.0.9"],
  ],
  [
    "a WAN that the drop does not name",
    router({
      filter: { a: { ...dropInput, in_interface: "wlan1" }, b: { ...dropInput, in_interface: "wlan2" } },
    }),
    router(
      { filter: { a: { ...dropInput, in_interface: "wlan1" }, b: { ...dropInput, in_interface: "wlan2" } } },
      3,
    ),
    ["warning fail tcp router"],
  ],
  ["a further WAN of an open router", router({}), router({}, 3), []],
  ["a first plan", {}, router({ nat: { rdp: forward("wlan1") } }), []],
  [
    "a forward for a list that is filled elsewhere",
    router({}),
    router({ nat: { rdp: forward("wlan1", { src_address_list: "support" }) } }),
    ["note unknown unknown"],
  ],
  [
    "a forward for one host of the Internet",
    router({}),
    router({ nat: { rdp: forward("wlan1", { src_address: "203.0.113.7" }) } }),
    [],
  ],
])("%s", (_, before, after, expected) => {
  expect(reached(before, after)).toEqual(expected);
});

test("the finding names the host, the service, each WAN and the rule", () => {
  const after = router({ nat: { rdp: forward("wlan1"), rdp2: forward("wlan2") } });
  expect(of(findingsOfChange(router({}), after), "newly-reachable")).toEqual([
    expect.objectContaining({
      message: "The Internet can newly reach 192.168.0.20 on tcp 3389 by wlan1 and wlan2.",
      resources: ["routeros_ip_firewall_nat.rdp", "routeros_ip_firewall_nat.rdp2"],
    }),
  ]);
});

test("services that are too many to try are counted", () => {
  const many = Object.fromEntries(
    Array.from({ length: 2_000 }, (_, i) => [`f${i}`, forward("wlan1", { dst_port: String(10_000 + i) })]),
  );
  const { findings } = review([plan(changed({}), router({ nat: many }))]);
  expect(of(findings, "newly-reachable").filter(({ subject }) => subject === "left out")).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(/^\d+ services that rules name were not tried from the Internet/),
    }),
  ]);
});

import { type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { type Reason, reasonsWith, wlan1, wlan2 } from "./synthesize";

type Case = [what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason];

const lan = { interface: "Local", address: "192.168.0.1/24" };
const withWan1 = (options: Partial<typeof wlan1> & { renamedFrom?: string; routerName?: string }) => ({
  wans: [Wan.static({ ...wlan1, ...options }), Wan.static(wlan2)],
});
const reserved = { fault: { id: "reserved-name" }, remedy: { id: "write-another-name" } } as const;

test.each<Case>([
  [
    "a WAN's name with a space",
    withWan1({ name: "wan 1" }),
    { path: "wans[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a WAN's name that is empty",
    withWan1({ name: "" }),
    { path: "wans[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a WAN's name that the gateway uses",
    withWan1({ name: "dns" }),
    { path: "wans[0].name", fault: { id: "reserved-name" }, remedy: { id: "write-another-name" } },
  ],
  [
    "a WAN's name twice",
    withWan1({ name: "wlan2" }),
    {
      path: "wans[1].name",
      fault: { id: "duplicate", earlier: "wans[0].name" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a WAN with the name of a LAN",
    { lans: [{ ...lan, name: "wlan1" }] },
    {
      path: "wans[0].name",
      fault: { id: "duplicate", earlier: "lans[0].name" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a LAN whose interface cannot name it",
    { lans: [{ interface: "bridge LAN" }] },
    { path: "lans[0].interface", fault: { id: "illegal-name" }, remedy: { id: "add-legal-name" } },
  ],
  [
    "a LAN's name with a slash",
    { lans: [{ ...lan, name: "a/b" }] },
    { path: "lans[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a gateway's name with a space",
    { name: "my gw" },
    { path: "name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a comment with an equals sign",
    { comment: "owner=me" },
    { path: "comment", fault: { id: "illegal-comment" }, remedy: { id: "write-legal-comment" } },
  ],
  [
    "renamedFrom that is still a name",
    withWan1({ renamedFrom: "wlan2" }),
    {
      path: "wans[0].renamedFrom",
      fault: { id: "current-name", of: "wans[1].name" },
      remedy: { id: "write-former-name" },
    },
  ],
  [
    "renamedFrom twice",
    {
      wans: [Wan.static({ ...wlan1, renamedFrom: "old" }), Wan.static({ ...wlan2, renamedFrom: "old" })],
    },
    {
      path: "wans[1].renamedFrom",
      fault: { id: "duplicate", earlier: "wans[0].renamedFrom" },
      remedy: { id: "remove-one" },
    },
  ],
  [
    "renamedFrom that is no name",
    withWan1({ renamedFrom: "a b" }),
    { path: "wans[0].renamedFrom", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "routerName that is no name",
    withWan1({ routerName: "a b" }),
    { path: "wans[0].routerName", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "routerName of another WAN",
    withWan1({ routerName: "wlan2" }),
    {
      path: "wans[0].routerName",
      fault: { id: "router-names-of-wan", mark: "wlan2_conn", table: "to_wlan2", wan: "wlan2" },
      remedy: { id: "write-another-router-name" },
    },
  ],

  ...["pins", "settings"].map(
    (name): Case => [
      `a LAN named ${name}`,
      { lans: [{ ...lan, name }] },
      { path: "lans[0].name", ...reserved },
    ],
  ),
  ...["dns", "pins", "settings"].map(
    (name): Case => [
      `a WAN renamed from ${name}`,
      withWan1({ renamedFrom: name }),
      { path: "wans[0].renamedFrom", ...reserved },
    ],
  ),
  ...["constructor", "toString"].map(
    (name): Case => [`a WAN named ${name}`, withWan1({ name }), { path: "wans[0].name", ...reserved }],
  ),
  [
    "two LANs on one interface",
    { lans: [lan, { interface: "Local", address: "192.168.1.1/24" }] },
    {
      path: "lans[1].interface",
      fault: { id: "duplicate", earlier: "lans[0].interface" },
      remedy: { id: "add-name" },
    },
  ],
  [
    "routerName of a LAN",
    withWan1({ routerName: "Local" }),
    {
      path: "wans[0].routerName",
      fault: { id: "comments-of-lan", lan: "lans[0]" },
      remedy: { id: "write-another-router-name" },
    },
  ],
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test("refuses an id that cannot begin a comment, unless a comment is given", () => {
  expect(reasonsWith({}, "my gateway")).toEqual([
    { path: "id", fault: { id: "illegal-id" }, remedy: { id: "add-comment" } },
  ]);
  expect(reasonsWith({ comment: "site-7/gateway" }, "my gateway")).toEqual([]);
});

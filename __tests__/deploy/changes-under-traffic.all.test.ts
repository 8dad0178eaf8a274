import {
  Balancing,
  ClassifyBy,
  type EcmpMasqueradeGatewayProps,
  HealthCheck,
  Otherwise,
  Wan,
} from "../../lib";
import { readPlan, review } from "../../lib/plan-review";
import { article, wlan1, wlan2, wlan3 } from "../synth/synthesize";
import { withTerraform } from "../terraform";
import { Deployment } from "./deployment";

const wans = (...all: Parameters<typeof Wan.static>[0][]) => ({ wans: all.map((wan) => Wan.static(wan)) });
const otherLine = { address: "10.9.0.2/24", gateway: "10.9.0.1" };
const forward = { name: "web", ports: "80", to: "192.168.0.7" };

type Props = Partial<EcmpMasqueradeGatewayProps>;

/** What docs/wans.md says to open no window, from the article's gateway and back to it. */
const WITHOUT: readonly [string, Props][] = [
  ["a WAN more", wans(wlan1, wlan2, wlan3)],
  ["another WAN instead", wans(wlan1, wlan3)],
  ["another gateway", wans(wlan1, { ...wlan2, gateway: "10.111.0.9" })],
  ["another address", wans(wlan1, { ...wlan2, address: "10.111.0.9/24" })],
  ["another tier", wans(wlan1, { ...wlan2, tier: 2 })],
  ["another check", { healthCheck: HealthCheck.arp() }],
  [
    "a pin",
    { policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK }] },
  ],
  [
    "policies by source",
    {
      policies: [
        { name: "camera", from: ["192.168.0.9"], via: [["wlan2"]], otherwise: Otherwise.BLOCK },
        { name: "all", from: ["Local"], via: [["wlan2"], ["wlan1"]], otherwise: Otherwise.NEXT },
        { name: "bank", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK },
      ],
    },
  ],
  ["a forward", { portForwards: [forward] }],
  ["a classifier", { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }) }],
  ["pinned connections", { stickyConnections: true }],
  ["routing by source", { sourceRouting: true }],
];

/** What it says to open one, and which. */
const WITH: readonly [string, Props, string[]][] = [
  ["another interface", wans(wlan1, { ...wlan2, interface: "ether9" }), ["unmasqueraded wlan2"]],
  ["another line", wans(wlan1, { ...wlan2, ...otherLine }), ["mark-into-empty-table to_wlan2"]],
  ["a WAN disabled", wans(wlan1, { ...wlan2, disabled: true }), ["mark-into-empty-table to_wlan2"]],
  [
    "other WANs altogether",
    wans(wlan3, { ...otherLine, name: "fibre", interface: "ether9" }),
    ["without-route LAN Local", "without-route the router"],
  ],
  ["a table of its own", { routingTable: "office" }, ["without-route LAN Local"]],
  [
    "a name of its own",
    { name: "site" },
    ["mark-into-empty-table to_wlan1", "mark-into-empty-table to_wlan2"],
  ],
];

/** The windows that the review announces for a plan. */
const windowsOf = (json: string): string[] =>
  review([readPlan(json, "plan.json")])
    .findings.filter(({ id, since }) => since === "new" && id.startsWith("transient-"))
    .map(({ id, subject }) => `${id.replace("transient-", "")} ${subject}`)
    .sort();

/** A deployment of the article's gateway, on a router with a port to spare. */
const withArticle = (use: (terraform: Deployment) => Promise<void>) =>
  withTerraform(
    Deployment,
    async (_, terraform) => {
      terraform.writeGateway(article);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      await use(terraform);
    },
    { interfaces: ["Local", "wlan1", "wlan2", "wlan3"] },
  );

test("the changes that docs/wans.md calls safe open no window, there and back", async () => {
  await withArticle(async (terraform) => {
    for (const [name, props] of WITHOUT) {
      for (const next of [{ ...article, ...props }, article]) {
        terraform.writeGateway(next);
        expect([name, windowsOf(await terraform.plannedJson())]).toEqual([name, []]);
        expect(await terraform.applyPlanned()).toMatchObject({ ok: true });
      }
    }
  });
});

test("those that it warns of open the windows that it names", async () => {
  await withArticle(async (terraform) => {
    for (const [name, props, windows] of WITH) {
      terraform.writeGateway({ ...article, ...props });
      expect([name, windowsOf(await terraform.plannedJson())]).toEqual([name, windows]);
    }
  });
});

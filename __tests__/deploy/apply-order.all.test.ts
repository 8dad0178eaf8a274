import {
  Balancing,
  ClassifyBy,
  type EcmpMasqueradeGatewayProps,
  HealthCheck,
  Otherwise,
  Wan,
} from "../../lib";
import { readPlan } from "../../lib/plan-review";
import { routersOf } from "../../lib/plan-review/model/router-change";
import { ApplyOrder } from "../../lib/plan-review/transient/apply-order";
import type { Operation } from "../../lib/plan-review/transient/operations";
import { article, wlan1, wlan2, wlan3 } from "../synth/synthesize";
import { withTerraform } from "../terraform";
import { Deployment } from "./deployment";

/** A deployment that can be asked in which order Terraform will apply the plan that was made last. */
class GraphedDeployment extends Deployment {
  /** The operations, each with all that Terraform does before it. */
  public async applyGraph(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const { text } = await this.run("graph", "-plan=plan");
    const after = new Map<string, string[]>();
    const edges = text.replace(/ \(destroy deposed \w+\)/g, " (destroy)");
    for (const [, later = "", earlier = ""] of edges.matchAll(/"\[root\] ([^"]+)" -> "\[root\] ([^"]+)"/g)) {
      after.set(later, [...(after.get(later) ?? []), earlier]);
    }
    const before = (node: string, found = new Set<string>()): Set<string> => {
      for (const other of (after.get(node) ?? []).filter((candidate) => !found.has(candidate))) {
        before(other, found.add(other));
      }
      return found;
    };
    return new Map([...after.keys()].map((node) => [node, before(node)]));
  }
}

/** An operation as Terraform's graph calls it. */
const nodeOf = ({ kind, change: { address } }: Operation) =>
  kind === "delete" ? `${address} (destroy)` : address;

const gateway = (props: Partial<EcmpMasqueradeGatewayProps>) => ({ ...article, ...props });
const wans = (one: object, two: object) => ({
  wans: [Wan.static({ ...wlan1, ...one }), Wan.static({ ...wlan2, ...two })],
});
const by = (...targets: string[]) => ({ healthCheck: HealthCheck.recursive({ targets }) });
const classifier = { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }) };
const pin = { name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK };

/** Changes that remove rows beside others that they depended on, or that depended on them. */
const CHANGES: readonly [string, Partial<EcmpMasqueradeGatewayProps>, Partial<EcmpMasqueradeGatewayProps>][] =
  [
    [
      "a WAN is another kind",
      {},
      { wans: [Wan.static(wlan1), Wan.dhcp({ name: wlan2.name, interface: wlan2.interface })] },
    ],
    ["targets go", wans(by("9.9.9.9", "8.8.8.8"), by("1.1.1.1", "8.8.4.4")), {}],
    ["targets come, and a WAN is disabled", {}, wans(by("9.9.9.9"), { ...by("1.1.1.1"), disabled: true })],
    ["one WAN comes and one goes", {}, { wans: [Wan.static(wlan1), Wan.static(wlan3)] }],
    ["the gateway leaves its own table", { routingTable: "office" }, {}],
    ["a classifier goes, and a gateway changes", classifier, wans({ gateway: "10.112.0.9" }, {})],
    [
      "masquerade and a blocked pin go, and an address changes",
      { policies: [pin] },
      wans({ masquerade: false, address: "10.112.0.3/24" }, {}),
    ],
  ];

/** Holds the review's order of a plan against Terraform's. */
async function compareOrders(terraform: GraphedDeployment, json: string): Promise<void> {
  const [change] = routersOf([readPlan(json, "plan.json")]);
  if (change === undefined) {
    throw new Error("the plan has no router");
  }
  const order = new ApplyOrder(change.changes, change.dependencies);
  const graph = await terraform.applyGraph();
  const nodes = order.operations.map(nodeOf);
  expect(nodes.length).toBeGreaterThan(0);
  for (const operation of order.operations) {
    const node = nodeOf(operation);
    const said = [...order.upTo(operation)].map(nodeOf).filter((other) => other !== node);
    const done = nodes.filter((other) => graph.get(node)?.has(other));
    expect([node, said.sort()]).toEqual([node, done.sort()]);
  }
}

test.each(CHANGES)("the review's order is Terraform's own: %s", async (_, before, after) => {
  await withTerraform(GraphedDeployment, async (_router, terraform) => {
    terraform.writeGateway(gateway(before));
    expect(await terraform.apply()).toMatchObject({ ok: true });
    terraform.writeGateway(gateway(after));
    await compareOrders(terraform, await terraform.plannedJson());
  });
});

test.each([false, true])(
  "it is when an address is replaced and its WAN moved, the new one first: %p",
  async (createBeforeDestroy) => {
    await withTerraform(GraphedDeployment, async (_router, terraform) => {
      const lifecycle = { createBeforeDestroy };
      terraform.writeGateway({ ...article, lifecycle });
      expect(await terraform.apply()).toMatchObject({ ok: true });
      const address = terraform.addressOf("gateway/wlan1/address");
      terraform.writeGateway(gateway({ ...wans({ interface: "ether9" }, {}), lifecycle }));
      await compareOrders(terraform, await terraform.plannedJson(`-replace=${address}`));
    });
  },
);

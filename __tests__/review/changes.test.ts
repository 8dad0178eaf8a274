import {
  Balancing,
  ClassifyBy,
  EcmpMasqueradeGateway,
  type GatewayDescription,
  HealthCheck,
  Wan,
} from "../../lib";
import { type Finding, readPlan, review } from "../../lib/review";
import { Deployment } from "../deploy/deployment";
import { articleGateway } from "../routing/article";
import { withTerraform } from "../terraform";

jest.setTimeout(120_000);

const wlan = (i: number, more = {}) =>
  Wan.static({
    name: `wlan${i}`,
    interface: `wlan${i}`,
    address: `10.${113 - i}.0.2/24`,
    gateway: `10.${113 - i}.0.1`,
    ...more,
  });

const at = (i: number) => ({ address: `10.${113 - i}.0.2/24`, gateway: `10.${113 - i}.0.1` });

/** What the plan brings that is not a note, in short; and for moved connections, how many. */
const brought = (findings: readonly Finding[]): string[] => [
  ...new Set(
    findings
      .filter(
        ({ since, severity, verdict }) => since === "plan" && severity !== "note" && verdict !== "holds",
      )
      .map(({ id, sentence }) =>
        id === "flows-move"
          ? `${id} ${/^(?:At least )?(\S+) (?:of the )?open/.exec(sentence)?.[1]?.toLowerCase() ?? "unknown"}`
          : id,
      ),
  ),
];

/** The changes of the article's gateway, planned by the real provider on a lab router that it stands on. */
const CHANGES: readonly [string, Partial<GatewayDescription>, string[]][] = [
  ["nothing", {}, []],
  ["a third WAN", { wans: [wlan(1), wlan(2), wlan(3)] }, ["flows-move 1/3"]],
  ["one WAN less", { wans: [wlan(1)] }, ["failure-loses-traffic", "flows-move 1/2"]],
  ["the other order", { wans: [wlan(2), wlan(1)] }, []],
  ["another name", { wans: [wlan(1), wlan(2, { name: "fiber" })] }, ["value-still-taken"]],
  [
    "another name, and the state told of it",
    { wans: [wlan(1), wlan(2, { name: "fiber", renamedFrom: "wlan2" })] },
    [],
  ],
  [
    "another gateway in the same network",
    { wans: [wlan(1), wlan(2, { gateway: "10.111.0.254" })] },
    ["flows-move unknown"],
  ],
  [
    "another address",
    { wans: [wlan(1), wlan(2, { address: "10.111.0.3/24" })] },
    ["address-update-refused", "flows-move 1/2"],
  ],
  [
    "another interface",
    { wans: [wlan(1), wlan(2, { interface: "ether9" })] },
    ["address-update-refused", "flows-move 1/2", "window-unmasqueraded"],
  ],
  [
    "no check on one WAN",
    { wans: [wlan(1), wlan(2, { healthCheck: HealthCheck.none() })] },
    ["failure-loses-traffic", "health-unchecked"],
  ],
  ["a classifier", { balancing: Balancing.classifier({ by: ClassifyBy.SOURCE_ADDRESS }) }, []],
  [
    "addresses swapped",
    { wans: [wlan(1, at(2)), wlan(2, at(1))] },
    ["two-applies-needed", "address-update-refused", "flows-move all", "window-mark-into-empty-table"],
  ],
];

test("what changes of a gateway that stands bring", async () => {
  await withTerraform(Deployment, async (_, terraform) => {
    const write = (more: Partial<GatewayDescription>) =>
      terraform.write((stack) => {
        new EcmpMasqueradeGateway(stack, "gateway", articleGateway(2, more));
      });
    write({});
    expect(await terraform.apply()).toMatchObject({ ok: true });
    for (const [name, more, expected] of CHANGES) {
      write(more);
      const report = review([readPlan(await terraform.plannedJson(), "plan.json")], {
        operator: "192.168.0.50",
      });
      expect([name, brought(report.findings)]).toEqual([name, expected]);
      const [router] = report.routers;
      const path = report.findings.find(({ id }) => id === "operator-path");
      expect([name, router?.isChanged, path?.verdict]).toEqual([
        name,
        !["nothing", "the other order"].includes(name) && !name.includes("told"),
        "holds",
      ]);
    }
  });
});

test("a state that is not the router's is told by its rows", async () => {
  await withTerraform(Deployment, async (_, terraform) => {
    terraform.writeGateway(articleGateway(2));
    expect(await terraform.apply()).toMatchObject({ ok: true });
    await withTerraform(Deployment, async (other) => {
      // Rows of another gateway, which carry the same ids.
      other.add("/ip/firewall/nat", {
        chain: "dstnat",
        action: "dst-nat",
        protocol: "tcp",
        "dst-port": "80",
        "to-addresses": "192.168.0.7",
      });
      other.add("/ip/firewall/nat", { chain: "dstnat", action: "accept", comment: "camera" });
      terraform.pointAt(other);
      const { findings } = review([readPlan(await terraform.plannedJson(), "plan.json")]);
      expect(findings.filter(({ id }) => id === "state-of-another-device")).toMatchObject([
        { severity: "error" },
      ]);
    });
  });
});

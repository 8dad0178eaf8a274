import { Wan } from "../../lib";
import { readPlan, review } from "../../lib/plan-review";
import { article, wlan1, wlan2 } from "../synth/synthesize";
import { withTerraform } from "../terraform";
import { Deployment } from "./deployment";

const gatewayWith = (...wans: Parameters<typeof Wan.static>[0][]) => ({
  ...article,
  wans: wans.map((wan) => Wan.static(wan)),
});
const before = gatewayWith(wlan1, wlan2);
const otherPort = { ...wlan2, interface: "ether9" };
const otherLine = { ...otherPort, address: "10.9.0.2/24", gateway: "10.9.0.1" };

/** The windows of a plan, as the review announces them; what happens to a WAN that is out anyway is none. */
const windowsOf = (json: string): string[] =>
  review([readPlan(json, "plan.json")])
    .findings.filter(({ id, since }) => since === "new" && id.startsWith("transient-"))
    .map(({ id, subject, reason }) => {
      const isSure = reason?.kind === "transient-fault" && reason.fault.isInEveryOrder;
      return `${id} ${subject}: in ${isSure ? "every" : "some"} order`;
    })
    .filter((window) => !window.startsWith("transient-mark-into-empty-table to_wlan2"));

/** Applies one gateway after another, and gives the windows of their plans. */
async function windowsOnTheWay(
  ...steps: ((terraform: Deployment) => Promise<string>)[]
): Promise<string[][]> {
  const windows: string[][] = [];
  await withTerraform(
    Deployment,
    async (_, terraform) => {
      terraform.writeGateway(before);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      for (const step of steps) {
        windows.push(windowsOf(await step(terraform)));
        expect(await terraform.applyPlanned()).toMatchObject({ ok: true });
        expect(await terraform.isSettled()).toBe(true);
      }
    },
    { interfaces: ["Local", "wlan1", "wlan2", "ether9"] },
  );
  return windows;
}

const to = (gateway: typeof before) => (terraform: Deployment) => {
  terraform.writeGateway(gateway);
  return terraform.plannedJson();
};

describe.each([
  ["with its address", otherPort],
  ["with another address", otherLine],
])("a WAN that moves to another interface %s", (_, moved) => {
  test("in one plain apply is unmasqueraded for a moment, which the review announces", async () => {
    expect(await windowsOnTheWay(to(gatewayWith(wlan1, moved)))).toEqual([
      ["transient-unmasqueraded wlan2: in every order"],
    ]);
  });

  test("is not, where its address is replaced: that goes before the masquerade rule is changed", async () => {
    const replacing = (terraform: Deployment) => {
      const address = terraform.addressOf("gateway/wlan2/address");
      terraform.writeGateway(gatewayWith(wlan1, moved));
      return terraform.plannedJson(`-replace=${address}`);
    };
    expect(await windowsOnTheWay(replacing)).toEqual([[]]);
  });

  test("is not, where it is disabled before, and enabled as it moves", async () => {
    const off = gatewayWith(wlan1, { ...wlan2, disabled: true });
    expect(await windowsOnTheWay(to(off), to(gatewayWith(wlan1, moved)))).toEqual([[], []]);
  });
});

test("a WAN that another one comes for before it goes leaves no window", async () => {
  const other = { ...otherLine, name: "fibre" };
  expect(await windowsOnTheWay(to(gatewayWith(wlan1, wlan2, other)), to(gatewayWith(wlan1, other)))).toEqual([
    [],
    [],
  ]);
});

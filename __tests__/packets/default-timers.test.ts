import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { until } from "./until";

jest.setTimeout(120_000);

const wans = WANS.slice(0, 2);

test("with RouterOS' own timers a dead gateway leaves after two probes, 10 s apart, that waited 1 s each", async () => {
  // A version without a way to hurry them.
  const lab = await PacketLab.up(wans, { version: "7.20" });
  try {
    await lab.deploy(gatewayOf(wans));
    const { gateway } = lab.network.wan("wlan1");
    await lab.network.wan("wlan1").inflict("dead-gateway");
    const took = await until("wlan1 leaves", () => lab.inactive().includes(gateway), 40_000);
    // The first probe comes up to 10 s after the death.
    expect(took).toBeGreaterThan(10_500);
    expect(took).toBeLessThan(22_500);
    expect((await lab.fromLan(200)).byWan).toEqual(new Map([["wlan2", 200]]));
  } finally {
    await lab.down();
  }
});

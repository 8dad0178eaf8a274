import { Network } from "../../lab/network";
import { startRouterOf } from "../../lab/networked-router";
import type { LabRouter } from "../../lab/router";
import { runState } from "../cli/run-state";
import { until } from "../until";

let network: Network;
let router: LabRouter;

beforeAll(async () => {
  network = await Network.up({
    wans: [
      { name: "cable", routerAddress: "10.112.0.2/24", gateway: "10.112.0.1", addressing: "dhcp" },
      { name: "fibre", routerAddress: "10.111.0.2/24", gateway: "10.111.0.1" },
    ],
    lans: [{ name: "Local", routerAddress: "192.168.0.1/24" }],
  });
  router = await startRouterOf(network, { version: "7.24" });
  router.add("/ip/address", { address: "10.111.0.2/24", interface: "fibre" });
  router.add("/ip/route", { gateway: "10.111.0.1", "check-gateway": "ping" });
  router.add("/ip/dhcp-client", {
    interface: "cable",
    "check-gateway": "ping",
    "default-route-tables": "main:1",
  });
});

afterAll(async () => {
  await router.close();
  await network.down();
});

const lease = () => router.rows("/ip/dhcp-client")[0];

const status = async () => {
  const { httpUrl, username, password } = router;
  const environment = { ROS_HOSTURL: httpUrl, ROS_USERNAME: username, ROS_PASSWORD: password };
  return runState(["status"], environment);
};

test("a lease that is lost is shown by the next status, without waiting for a gateway check", async () => {
  await until("the router has a lease", () => lease()?.["status"] === "bound");
  await router.settled();
  expect(await status()).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^ *cable +up, lease bound 10\.112\.0\.2\/24 +ping answers +active/m),
  });

  await network.wan("cable").stopLending();
  router.run("/ip/dhcp-client/release [find interface=cable]");
  await until("the router has lost its lease", () => lease()?.["status"] !== "bound");
  await router.settled();
  const { status: exit, out } = await status();
  expect(exit).toBe(1);
  expect(out).toMatch(/^ *cable +up, lease searching\.\.\. +none +none/m);
  expect(out).toMatch(/^ *fibre +up +ping answers +active .* 100\.0 %/m);
  expect(out).toContain("down: cable: it has no lease (searching...)");
});

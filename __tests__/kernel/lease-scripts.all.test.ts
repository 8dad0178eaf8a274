import { eventually } from "../until";
import { end, lendingIn } from "./isp-dhcp";
import { networkWithRouter } from "./small-network";

const network = networkWithRouter();
const lend = lendingIn(network);

let before = 0;
beforeEach(() => {
  before = network().lab.rows("/log").length;
});
const logged = (): readonly (string | undefined)[] =>
  network()
    .lab.rows("/log")
    .slice(before)
    .map((row) => row["message"]);

/** Writes the gateway of a lease into the route to a probe target, and touches no other row. */
const SCRIPT = `:if ($bound = 1) do={
  /ip/route/set [find comment="target"] gateway=($"gateway-address" . "%" . $interface) disabled=no
  :log info "$interface bound"
} else={
  /ip/route/set [find comment="target"] disabled=yes
  :log info "$interface lost"
}`;

test("a lease script points a route at the gateway of the lease, and packets take it", async () => {
  const { lab, isp1, router } = network();
  lab.add("/ip/route", {
    "dst-address": "198.51.100.7",
    gateway: "192.0.2.1",
    disabled: "yes",
    comment: "target",
  });
  lab.add("/ip/dhcp-client", { interface: "wlan1", "add-default-route": "no", script: SCRIPT });
  const reaches = () => router.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.7");
  const target = () => lab.rows("/ip/route").find((row) => row["comment"] === "target");

  const server = await lend(isp1, "10.112.0.9", "10.112.0.1");
  await eventually(logged, (messages) => expect(messages).toEqual(["wlan1 bound"]));
  await lab.settled();
  expect(target()).toMatchObject({ gateway: "10.112.0.1%wlan1", active: "true" });
  expect(reaches()).toBe(true);

  await end(server);
  isp1.ip("link set uplink down");
  await eventually(logged, (messages) => expect(messages).toEqual(["wlan1 bound", "wlan1 lost"]));
  await lab.settled();
  expect(target()).toMatchObject({ disabled: "true" });
});

test("a lease that is renewed runs nothing, and another one runs the script again", async () => {
  const { lab, isp1 } = network();
  const id = lab.add("/ip/dhcp-client", {
    interface: "wlan1",
    script:
      ':log info "$bound $[:len $"lease-address"] $[:len $"gateway-address"] $[:len $"server-address"]"',
  });
  const server = await lend(isp1, "10.112.0.9", "10.112.0.1");
  await eventually(logged, (messages) => expect(messages).toEqual(["1 10 10 10"]));
  lab.run(`/ip/dhcp-client/renew ${id}`);
  await end(server);
  await lend(isp1, "10.112.0.100", "10.112.0.1");
  lab.run(`/ip/dhcp-client/release ${id}`);
  // A loss that ends at once is none to the data plane.
  const runs = () => logged().filter((message) => message !== "0 0 0 0");
  await eventually(runs, (messages) => expect(messages).toEqual(["1 10 10 10", "1 12 10 10"]));
});

test("a script that may not do something, or that the router cannot read, is logged and costs nothing else", async () => {
  const { lab, isp1 } = network();
  lab.add("/ip/dhcp-client", { interface: "wlan1", script: "/user/add name=x group=full" });
  await lend(isp1, "10.112.0.9", "10.112.0.1");
  await eventually(logged, (messages) =>
    expect(messages).toEqual([
      "executing script from DHCP client (wlan1) failed, please check it manually: line 1: not enough permissions (9)",
    ]),
  );
  expect(lab.rows("/ip/dhcp-client")[0]).toMatchObject({ status: "bound" });
});

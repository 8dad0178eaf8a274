import { providersIn, readStack } from "../../lib/state/stack";
import { type Planned, planOf, stackOf, stackWritten, WRITINGS } from "./stacks";

const route = { dst_address: "0.0.0.0/0", gateway: "10.112.0.1", check_gateway: "ping", disabled: false };

describe.each(WRITINGS)("a stack of %s", (_name, writing) => {
  const stackOf = stackWritten(writing);

  test("a resource that waits for its row says its fields in RouterOS' words, and has no id", () => {
    const { resources } = stackOf({
      type: "routeros_ip_route",
      configured: route,
      unset: ["pref_src", "active"],
    });
    expect(resources).toEqual([
      expect.objectContaining({
        address: "routeros_ip_route.it",
        configured: {
          "dst-address": "0.0.0.0/0",
          gateway: "10.112.0.1",
          "check-gateway": "ping",
          disabled: "no",
        },
        unset: ["pref-src"],
        unknown: [],
        stored: {},
      }),
    ]);
    expect(resources[0]).not.toHaveProperty("id");
  });

  test("while a change waits to be applied, what the state holds is what counts", () => {
    const [resource] = stackOf({
      type: "routeros_ip_route",
      configured: { ...route, gateway: "10.112.0.9" },
      state: { id: "*80000001", ...route },
    }).resources;
    expect([resource?.id, resource?.configured["gateway"], resource?.stored["gateway"]]).toEqual([
      "*80000001",
      "10.112.0.9",
      "10.112.0.1",
    ]);
  });

  test("of a flag the state is not stored: the provider takes the reply to a creation for a no", () => {
    const [table] = stackOf({
      type: "routeros_routing_table",
      configured: { name: "to_wlan1", fib: true },
      state: { id: "*400", name: "to_wlan1", fib: false },
    }).resources;
    expect(table?.stored).toEqual({ name: "to_wlan1", fib: "" });
  });

  test("a resource that has left the configuration is still what the state holds", () => {
    const [resource] = stackOf({ type: "routeros_ip_route", state: { id: "*80000001", ...route } }).resources;
    expect([resource?.configured, resource?.stored["gateway"]]).toEqual([{}, "10.112.0.1"]);
  });

  test("what only the apply will know is named; what is secret is left out", () => {
    const [client] = stackOf({
      type: "routeros_interface_pppoe_client",
      configured: { name: "pppoe", interface: undefined, password: "hush" },
      unknown: ["interface"],
      secret: ["password"],
    }).resources;
    expect(client).toMatchObject({
      unknown: ["interface"],
      configured: { name: "pppoe" },
      secret: ["password"],
    });
    expect(JSON.stringify(client)).not.toContain("hush");
  });

  const secretive = { id: "*1", name: "pppoe", user: "hush", password: "hush" };
  test.each<[where: string, planned: Planned]>([
    [
      "of a resource that leaves",
      { type: "routeros_interface_pppoe_client", state: secretive, secret: ["user"] },
    ],
    [
      "that only the state marks",
      {
        type: "routeros_interface_pppoe_client",
        configured: { name: "pppoe", user: "hush", password: "hush" },
        state: secretive,
        secretInState: ["user"],
      },
    ],
    [
      "in another menu",
      {
        type: "routeros_interface_wireguard_peer",
        configured: { name: "pppoe", preshared_key: "hush" },
        state: { id: "*1", name: "pppoe", preshared_key: "hush", private_key: "hush" },
      },
    ],
  ])("a secret %s is left out", (_, planned) => {
    const [resource] = stackOf(planned).resources;
    expect(resource).toMatchObject({ id: "*1", stored: { name: "pppoe" } });
    expect(JSON.stringify(resource)).not.toContain("hush");
  });

  test("an attribute whose variable is null is one that the stack does not say", () => {
    const [resource] = stackOf({
      type: "routeros_ip_route",
      configured: { ...route, pref_src: null },
    }).resources;
    expect(resource).toMatchObject({ unset: ["pref-src"], unknown: [] });
    expect(resource?.configured).not.toHaveProperty("pref-src");
  });

  test("a comment that holds a brace after a dollar sign is what the change says it is", () => {
    const configured = { name: "a", comment: "${gateway}" };
    expect(stackOf({ type: "routeros_routing_table", configured }).resources).toMatchObject([
      { configured: { comment: "${gateway}" } },
    ]);
  });
});

test("resources of other menus and of modules are not looked at, and configured not to be", () => {
  const { resources, skipped } = stackOf(
    { type: "routeros_system_script", configured: { name: "x" } },
    { type: "routeros_ip_route", name: "inner", configured: route, module: "module.m" },
    { type: "other_thing", configured: {} },
  );
  expect([resources, skipped]).toEqual([[], ["routeros_system_script.it", "routeros_ip_route.inner"]]);
});

test("of several routers, one is read", () => {
  const plan = planOf([
    { type: "routeros_ip_route", name: "a", configured: route, provider: "routeros.a" },
    { type: "routeros_ip_route", name: "b", configured: route, provider: "routeros.b" },
  ]);
  expect(providersIn(plan)).toEqual(["routeros.a", "routeros.b"]);
  expect(readStack(plan, "routeros.b").resources.map(({ address }) => address)).toEqual([
    "routeros_ip_route.b",
  ]);
});

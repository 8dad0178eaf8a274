import type { LabRouter } from "../../lab/router";
import { type Resources, Terraform, withTerraform } from "../terraform";
import { RestClient } from "./rest-client";

async function applied(terraform: Terraform, resources: Resources): Promise<void> {
  terraform.writeResources(resources);
  const run = await terraform.apply();
  if (!run.ok) {
    throw new Error(run.text);
  }
  // Fields which the provider's schema lacks would be warned about here.
  expect(run.text).not.toContain("not found in the schema");
}

const table = "${routeros_routing_table.t.name}";

/** One resource of each kind that a gateway and its neighbours use. */
const everything = (change: {
  readonly comment: string;
  readonly mark: string;
  readonly hash: string;
}): Resources => ({
  routeros_ip_address: { wan: { address: "10.112.0.2/24", interface: "wlan1", disabled: false } },
  routeros_routing_table: { t: { name: `to_${change.mark}`, comment: change.comment } },
  routeros_ip_route: {
    main: { gateway: "10.112.0.1", check_gateway: "ping", disabled: false, comment: change.comment },
    marked: {
      gateway: "10.112.0.1",
      check_gateway: "none",
      routing_table: table,
      depends_on: ["routeros_ip_address.wan"],
    },
    disabled: {
      gateway: "10.112.0.1",
      disabled: true,
      distance: 7,
      routing_table: table,
      comment: change.comment,
    },
  },
  routeros_interface_bridge: { b: { name: "bridge1", comment: change.comment } },
  routeros_interface_bridge_port: {
    p: {
      bridge: "${routeros_interface_bridge.b.name}",
      interface: "Local",
      disabled: false,
      comment: change.comment,
    },
  },
  routeros_interface_vlan: {
    v: {
      name: "users",
      interface: "${routeros_interface_bridge.b.name}",
      vlan_id: 10,
      comment: change.comment,
    },
  },
  routeros_interface_pppoe_client: {
    p: {
      name: "pppoe-out1",
      interface: "wlan1",
      user: change.mark,
      password: "secret",
      disabled: false,
      comment: change.comment,
    },
  },
  routeros_ip_pool: {
    p: { name: "users", ranges: ["192.168.0.100-192.168.0.199"], comment: change.comment },
  },
  routeros_ip_dhcp_server: {
    s: {
      name: "lan",
      interface: "${routeros_interface_vlan.v.name}",
      address_pool: "${routeros_ip_pool.p.name}",
      disabled: false,
      comment: change.comment,
    },
  },
  routeros_ip_dhcp_server_network: {
    n: {
      address: "192.168.0.0/24",
      gateway: "192.168.0.1",
      dns_server: ["192.168.0.1"],
      comment: change.comment,
    },
  },
  routeros_ip_dhcp_client: {
    c: {
      interface: "wlan2",
      add_default_route: "yes",
      default_route_tables: [`${table}:1`, "main:2"],
      check_gateway: "ping",
      use_peer_dns: false,
      use_peer_ntp: false,
      disabled: false,
      comment: change.comment,
    },
  },
  routeros_ip_firewall_nat: {
    n: {
      chain: "srcnat",
      action: "masquerade",
      out_interface: "wlan1",
      disabled: false,
      comment: change.comment,
    },
  },
  routeros_ip_firewall_mangle: {
    input: {
      chain: "input",
      action: "mark-connection",
      in_interface: "wlan1",
      connection_mark: "no-mark",
      new_connection_mark: change.mark,
      passthrough: true,
      disabled: false,
    },
    output: {
      chain: "output",
      action: "mark-routing",
      connection_mark: change.mark,
      new_routing_mark: table,
      passthrough: false,
    },
  },
  routeros_ip_firewall_filter: {
    f: { chain: "input", action: "accept", connection_state: "established,related", comment: change.comment },
  },
  routeros_ip_firewall_raw: { r: { chain: "prerouting", action: "accept", comment: change.comment } },
  routeros_ipv6_firewall_filter: {
    f6: {
      chain: "input",
      action: "drop",
      in_interface: "wlan1",
      protocol: "udp",
      dst_port: "53",
      disabled: false,
      comment: change.comment,
    },
  },
  routeros_ip_firewall_addr_list: {
    l: { list: "local", address: "192.168.0.0-192.168.1.255", comment: change.comment },
  },
  routeros_interface_list: { l: { name: "WAN", comment: change.comment } },
  routeros_interface_list_member: {
    m: { list: "${routeros_interface_list.l.name}", interface: "wlan1", comment: change.comment },
  },
  routeros_routing_rule: {
    r: { action: "lookup", table, src_address: "10.0.0.0/8", comment: change.comment },
  },
  routeros_ip_settings: { s: { ipv4_multipath_hash_policy: change.hash } },
  routeros_ip_dns: {
    d: { servers: ["192.0.2.1", "192.0.2.2"], allow_remote_requests: change.hash === "l4" },
  },
  routeros_ip_dns_record: {
    a: { name: "a.example", type: "A", address: "192.0.2.1", comment: change.comment },
    fwd: { regexp: ".*isp", type: "FWD", forward_to: "192.0.2.1", comment: change.comment },
  },
  routeros_system_identity: { i: { name: change.mark } },
  routeros_system_script: {
    s: {
      name: "undo",
      source: `:log info ${change.mark}\n`,
      policy: ["write", "read"],
      comment: change.comment,
    },
  },
  routeros_system_scheduler: {
    timed: {
      name: "guard",
      on_event: `:log info "${change.mark}"\n:log info b`,
      interval: change.hash === "l4" ? "10m" : "1h",
      policy: ["read", "write"],
      disabled: false,
      comment: change.comment,
    },
    boot: { name: "guard-boot", on_event: "undo", start_time: "startup", policy: ["read", "write"] },
  },
});

test("the provider creates, reads, updates and deletes everything, and finds nothing left to do", async () => {
  await withTerraform(Terraform, async (router, terraform) => {
    await applied(terraform, everything({ comment: "one", mark: "wlan1", hash: "l4" }));
    expect(await terraform.isSettled()).toBe(true);
    expect(router.rows("/ip/route")[0]).toMatchObject({ dynamic: "false", comment: "one" });
    expect(router.rows("/ip/settings")[0]).toMatchObject({ "ipv4-multipath-hash-policy": "l4" });

    await applied(terraform, everything({ comment: "two", mark: "uplink", hash: "l3" }));
    expect(await terraform.isSettled()).toBe(true);
    expect(router.rows("/ip/firewall/mangle").map((row) => row["new-routing-mark"])).toEqual([
      undefined,
      "to_uplink",
    ]);
    expect(router.rows("/ip/dhcp-client")[0]).toMatchObject({
      comment: "two",
      "default-route-tables": expect.stringMatching(/^(to_uplink:1,main:2|main:2,to_uplink:1)$/),
    });
    expect(router.rows("/system/identity")).toEqual([{ name: "uplink" }]);
    expect(router.rows("/system/script")).toMatchObject([{ source: ":log info uplink\n", comment: "two" }]);
    expect(router.rows("/system/scheduler").map(({ name, interval }) => [name, interval])).toEqual(
      expect.arrayContaining([
        ["guard", "1h"],
        ["guard-boot", "0s"],
      ]),
    );

    expect(await terraform.destroy()).toMatchObject({ ok: true });
    expect(router.rows("/ip/route")).toEqual([]);
    expect([...router.rows("/system/script"), ...router.rows("/system/scheduler")]).toEqual([]);
    expect(router.rows("/routing/table").map((row) => row["name"])).toEqual(["main"]);
  });
});

test.each([
  ["7.12.2", ""],
  ["7.20.4", ""],
  ["7.24", "unknown parameter vrf"],
])("RouterOS %s and an address that changes in place: %s", async (version, complaint) => {
  const address = { address: "10.112.0.2/24", interface: "wlan1" };
  const changeInPlace = async (router: LabRouter, terraform: Terraform) => {
    await applied(terraform, { routeros_ip_address: { wan: address } });
    terraform.writeResources({ routeros_ip_address: { wan: { ...address, comment: "x" } } });
    const { ok, text } = await terraform.apply();
    expect([ok, text]).toEqual([complaint === "", expect.stringContaining(complaint)]);
    expect(router.rows("/ip/address")[0]?.["comment"]).toBe(complaint === "" ? "x" : undefined);
  };
  await withTerraform(Terraform, changeInPlace, { version });
});

test("a blackhole written as true is planned for ever, and written as false it is one all the same", async () => {
  await withTerraform(Terraform, async (router, terraform) => {
    await applied(terraform, { routeros_ip_route: { b: { gateway: "", blackhole: true } } });
    expect(await terraform.isSettled()).toBe(false);
    await applied(terraform, { routeros_ip_route: { b: { gateway: "", blackhole: false } } });
    expect(await terraform.isSettled()).toBe(true);
    expect(router.rows("/ip/route")[0]).toMatchObject({ blackhole: "" });
  });
});

test("place_before and move_items put rules where they belong", async () => {
  const rule = (comment: string, more = {}) => ({ chain: "forward", action: "accept", comment, ...more });
  await withTerraform(Terraform, async (router, terraform) => {
    const order = () => router.rows("/ip/firewall/mangle").map((row) => row["comment"]);
    const foreign = router.add("/ip/firewall/mangle", rule("foreign"));
    const rules = { routeros_ip_firewall_mangle: { a: rule("a", { place_before: foreign }) } };
    await applied(terraform, rules);
    expect(order()).toEqual(["a", "foreign"]);
    // By `resource_name` the provider asks for `/restip/firewall/...`, which no router has.
    const sequence = [foreign, "${routeros_ip_firewall_mangle.a.id}"];
    await applied(terraform, {
      ...rules,
      routeros_move_items: { m: { resource_path: "/ip/firewall/mangle", sequence } },
    });
    expect(order()).toEqual(["foreign", "a"]);
    expect(await terraform.isSettled()).toBe(true);
  });
});

test.each<[string, string, Record<string, unknown>]>([
  ["/ip/firewall/filter", "routeros_ip_firewall_filter", { chain: "forward", action: "accept" }],
  ["/ip/firewall/nat", "routeros_ip_firewall_nat", { chain: "srcnat", action: "accept" }],
  ["/ip/firewall/raw", "routeros_ip_firewall_raw", { chain: "prerouting", action: "accept" }],
  ["/ipv6/firewall/filter", "routeros_ipv6_firewall_filter", { chain: "input", action: "accept" }],
  ["/routing/rule", "routeros_routing_rule", { action: "lookup", table: "main" }],
])("a changed sequence moves the rows of %s in place", async (menu, resource, row) => {
  const names = ["a", "b", "c"];
  const ordered = (...sequence: string[]): Resources => ({
    [resource]: Object.fromEntries(names.map((name) => [name, { ...row, comment: name }])),
    routeros_move_items: {
      m: { resource_path: menu, sequence: sequence.map((name) => `\${${resource}.${name}.id}`) },
    },
  });
  await withTerraform(Terraform, async (router, terraform) => {
    const order = () => router.rows(menu).map((each) => each["comment"]);
    for (const sequence of [
      ["a", "b", "c"],
      ["c", "a", "b"],
    ]) {
      await applied(terraform, ordered(...sequence));
      expect(order()).toEqual(sequence);
      expect(await terraform.isSettled()).toBe(true);
    }
    // By hand, the other way round: the next plan sees it, and puts it right.
    const [first, , last] = router.rows(menu);
    expect(await moved(router, menu, first?.[".id"] ?? "", last?.[".id"] ?? "")).toBe(200);
    expect(order()).toEqual(["a", "c", "b"]);
    expect(await terraform.isSettled()).toBe(false);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(order()).toEqual(["c", "a", "b"]);
  });
});

/** Moves a row before another one over REST; gives back the status. */
async function moved(router: LabRouter, menu: string, id: string, destination: string): Promise<number> {
  return (await new RestClient(router).post(`${menu}/move`, { numbers: id, destination })).status;
}

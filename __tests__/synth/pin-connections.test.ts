import { resourcesOf, synthesizeGateway } from "./synthesize";

describe("stickyConnections", () => {
  const resources = resourcesOf(synthesizeGateway({ name: "site7", stickyConnections: true }));
  const byComment = (part: string) =>
    Object.fromEntries(
      Object.values(resources)
        .filter(({ comment }) => String(comment).includes(part))
        .map(({ depends_on: _, comment, ...row }) => [comment, row]),
    );

  test("marks a connection by the WAN that it leaves through, and has the LANs' packets follow", () => {
    expect({ ...byComment("wlan1/mark-egress"), ...byComment("wlan1/mark-lan-routing") }).toEqual({
      "site7/wlan1/mark-egress": {
        chain: "postrouting",
        out_interface: "wlan1",
        connection_state: "new",
        connection_mark: "no-mark",
        action: "mark-connection",
        new_connection_mark: "site7_wlan1_conn",
        passthrough: true,
        disabled: false,
      },
      "site7/wlan1/mark-lan-routing": {
        chain: "prerouting",
        in_interface_list: "site7_lans",
        connection_mark: "site7_wlan1_conn",
        dst_address: "!10.112.0.0/24",
        dst_address_type: "!local",
        action: "mark-routing",
        new_routing_mark: "site7_to_wlan1",
        passthrough: false,
        disabled: false,
      },
    });
  });

  test("lists the LANs, whole before any table", () => {
    const lans = [{ interface: "Local", address: "192.168.0.1/24" }, { interface: "Guests" }];
    const two = synthesizeGateway({ lans, stickyConnections: true });
    expect(
      Object.values(two.resource.routeros_interface_list ?? {}).map(({ name, comment, depends_on }) => ({
        name,
        comment,
        depends_on,
      })),
    ).toEqual([
      {
        name: "lans",
        comment: "gateway/lists/lans",
        depends_on: ["routeros_ip_address.gateway_Local_address_4FD28AD5"],
      },
    ]);
    const members = Object.entries(two.resource.routeros_interface_list_member ?? {});
    const [guests, local] = members.map(([, { "//": _, depends_on: __, ...member }]) => member);
    expect([local, guests]).toEqual([
      { list: "lans", interface: "Local", disabled: false, comment: "gateway/lists/lans:Local" },
      { list: "lans", interface: "Guests", disabled: false, comment: "gateway/lists/lans:Guests" },
    ]);
    const [, [last = ""] = []] = members;
    for (const table of Object.values(two.resource.routeros_routing_table ?? {})) {
      expect(table.depends_on).toEqual([`routeros_interface_list_member.${last}`]);
    }
  });

  test("adds two rules per WAN, a list and a member per LAN, and takes nothing away", () => {
    const plain = resourcesOf(synthesizeGateway({ name: "site7" }));
    expect(Object.keys(resources)).toEqual(expect.arrayContaining(Object.keys(plain)));
    expect(Object.keys(resources).length - Object.keys(plain).length).toBe(6);
  });
});

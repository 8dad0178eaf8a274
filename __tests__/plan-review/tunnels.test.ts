import { changed, findingsIn, found, of } from "./findings-in";
import { articleResources } from "./plans";

describe("WireGuard", () => {
  const wg = { wg: { name: "wg0", listen_port: "13231" } };
  const byDistance = changed({ routeros_ip_route: { wlan2_default: { distance: 2 } } });
  const tunnel = (resources = byDistance) => ({ ...resources, routeros_interface_wireguard: wg });

  test("answers peers of the second WAN from the first one's address", () => {
    const [finding, ...more] = of(findingsIn(tunnel()), "wireguard-source-address");
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "warning",
      subject: "wg0",
      message: expect.stringContaining("peers that dial wlan2 get answers from another address (10.112.0.2)"),
      remediation: expect.stringContaining("sends UDP port 13231 of wlan2 to 10.112.0.2"),
    });
  });

  test("answers rightly where what comes in by the second WAN is translated to that address", () => {
    const translated = (to_addresses: string) =>
      changed({
        routeros_ip_route: { wlan2_default: { distance: 2 } },
        routeros_ip_firewall_nat: {
          wg: {
            chain: "dstnat",
            in_interface: "wlan2",
            protocol: "udp",
            dst_port: "13231",
            action: "dst-nat",
            to_addresses,
          },
        },
      });
    expect(found(tunnel(translated("10.112.0.2")), "wireguard-source-address")).toEqual([]);
    expect(found(tunnel(translated("192.168.0.1")), "wireguard-source-address")).toHaveLength(1);
  });

  test("answers half of the peers of each WAN rightly under ECMP", () => {
    const [finding] = of(findingsIn(tunnel(articleResources())), "wireguard-source-address");
    expect(finding?.message).toContain("wlan1 (1/2 of the peers) and wlan2 (1/2 of the peers)");
    expect(finding?.remediation).toMatch(/^Set pref_src = "10\.112\.0\.2" on the default routes in main/);
  });

  test("is not dialled where the router knows the end point of every peer, nor by a WAN that drops it", () => {
    const peers = (...ends: (string | undefined)[]) => ({
      ...tunnel(),
      routeros_interface_wireguard_peer: Object.fromEntries(
        ends.map((endpoint_address, i) => [
          `p${i}`,
          { interface: "wg0", public_key: `${i}`, ...(endpoint_address && { endpoint_address }) },
        ]),
      ),
    });
    expect(found(peers("192.0.2.1"), "wireguard-source-address")).toEqual([]);
    expect(found(peers("192.0.2.1", undefined), "wireguard-source-address")).toHaveLength(1);
    const drop = { chain: "input", in_interface: "wlan2", action: "drop" };
    const closed = { ...tunnel(), routeros_ip_firewall_filter: { drop } };
    expect(found(closed, "wireguard-source-address")).toEqual([]);
  });
});

describe("IPsec beside masquerade", () => {
  const site = { peer: "hq", src_address: "192.168.0.0/24", dst_address: "10.20.0.0/16", tunnel: true };
  const tunnel = (rules: Record<string, Record<string, unknown> | null>, policy: object = site) => ({
    ...changed({ routeros_ip_firewall_nat: rules }),
    routeros_ip_ipsec_policy: { site: { ...policy } },
  });

  test("loses its packets to the masquerade of every WAN", () => {
    expect(found(tunnel({}), "ipsec-translated")).toEqual([
      "fail warning ip_firewall_nat.wlan1",
      "fail warning ip_firewall_nat.wlan2",
    ]);
  });

  test("keeps them with ipsec-policy, and by a rule that accepts them first", () => {
    const none = { ipsec_policy: "out,none" };
    expect(found(tunnel({ wlan1: none, wlan2: none }), "ipsec-translated")).toEqual([]);
    expect(found(tunnel({ wlan1: none }), "ipsec-translated")).toEqual([
      "fail warning ip_firewall_nat.wlan2",
    ]);
    const first = { chain: "srcnat", action: "accept", dst_address: "10.20.0.0/16" };
    const behind = { depends_on: ["routeros_ip_firewall_nat.accept"] };
    expect(found(tunnel({ accept: first, wlan1: behind, wlan2: behind }), "ipsec-translated")).toEqual([]);
  });

  test("leaves the masquerade of everything else alone", () => {
    const none = { ipsec_policy: "out,none" };
    expect(found(tunnel({ wlan1: none, wlan2: none }), "wan-unmasqueraded")).toEqual([]);
    expect(found(tunnel({}, { ...site, src_address: "10.66.0.0/16" }), "ipsec-translated")).toEqual([]);
  });
});

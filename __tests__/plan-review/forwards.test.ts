import { changed, findingsIn, found, of } from "./findings-in";

const forward = (more: Record<string, unknown>) => ({
  chain: "dstnat",
  action: "dst-nat",
  protocol: "tcp",
  dst_port: "443",
  to_addresses: "192.168.0.10",
  ...more,
});

const site = (rules: Record<string, Record<string, unknown>>) => changed({ routeros_ip_firewall_nat: rules });

describe("LAN hosts that dial the public address of a forward", () => {
  test("get no answer without hairpin NAT", () => {
    const web = forward({ dst_address: "10.112.0.2" });
    const [finding] = of(findingsIn(site({ web })), "hairpin-missing");
    expect(finding).toMatchObject({
      severity: "warning",
      subject: "Local",
      resources: ["routeros_ip_firewall_nat.web"],
      message: expect.stringContaining("connect to 10.112.0.2 tcp 443"),
      remediation: expect.stringContaining("src-address=192.168.0.0/24, dst-address=192.168.0.0/24"),
    });
  });

  test("get one with it", () => {
    const web = forward({ dst_address: "10.112.0.2" });
    const lan = {
      chain: "srcnat",
      action: "masquerade",
      src_address: "192.168.0.0/24",
      dst_address: "192.168.0.0/24",
      out_interface: "Local",
    };
    expect(found(site({ web, lan }), "hairpin-missing")).toEqual([]);
  });

  test("are not forwarded by a rule for what comes in by a WAN", () => {
    const web = forward({ in_interface: "wlan1" });
    expect(found(site({ web }), "hairpin-missing")).toEqual([]);
  });
});

describe("a forward to a host", () => {
  const target = (to_addresses: string) => site({ web: forward({ in_interface: "wlan1", to_addresses }) });

  test("of no network of the router leaves by a WAN, and no mark would help", () => {
    const findings = findingsIn(target("192.168.7.10"));
    expect(of(findings, "forward-target-outside")).toMatchObject([
      {
        severity: "warning",
        verdict: "unknown",
        subject: "192.168.7.10",
        message: expect.stringContaining(
          "so its packets leave by wlan1 or wlan2 unless the router has an address or route for it outside the plan",
        ),
        remediation: expect.stringContaining("(192.168.0.0/24)"),
      },
    ]);
    expect(of(findings, "forward-reply-path")).toEqual([]);
  });

  test("that a route leads to, or that is public, is in order", () => {
    expect(found(target("192.168.0.10"), "forward-target-outside")).toEqual([]);
    expect(found(target("8.8.4.4"), "forward-target-outside")).toEqual([]);
    const routed = changed({
      routeros_ip_firewall_nat: { web: forward({ in_interface: "wlan1", to_addresses: "192.168.7.10" }) },
      routeros_ip_route: { branch: { dst_address: "192.168.7.0/24", gateway: "192.168.0.2" } },
    });
    expect(found(routed, "forward-target-outside")).toEqual([]);
  });

  test("is unknown where the plan has no LAN", () => {
    const web = forward({ in_interface: "wlan1", to_addresses: "192.168.7.10" });
    const resources = changed({ routeros_ip_firewall_nat: { web }, routeros_ip_address: { Local: null } });
    expect(found(resources, "forward-target-outside")).toEqual(["unknown note ip_firewall_nat.web"]);
  });
});

import { IpDns } from "@cdktf/provider-routeros/lib/ip-dns";
import { IpSettings } from "@cdktf/provider-routeros/lib/ip-settings";
import { TerraformStack } from "cdktf";
import { Balancing, HashPolicy } from "../../lib";
import { gatewayOf, routerStack, synthesize, synthesizeGateway } from "./synthesize";

/** The attributes a configuration may set, as the bindings know them from the provider's schema. */
function attributesOf(singleton: typeof IpDns | typeof IpSettings): string[] {
  const attributes = (
    new singleton(routerStack(), "one", {}) as unknown as {
      synthesizeAttributes(): Record<string, unknown>;
    }
  ).synthesizeAttributes();
  return Object.keys(attributes).filter((name) => !name.startsWith("___") && name !== "id");
}

test("of the IP settings only the hash policy is managed", () => {
  const { resource } = synthesizeGateway({ balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }) });
  const [{ "//": _, ...settings } = {}] = Object.values(resource.routeros_ip_settings ?? {});
  expect(settings).toEqual({
    ipv4_multipath_hash_policy: "l4",
    lifecycle: {
      ignore_changes: attributesOf(IpSettings).filter((name) => name !== "ipv4_multipath_hash_policy"),
    },
  });
});

test("the default routes wait for the hash policy, so that no flow is spread twice", () => {
  const { resource } = synthesizeGateway({ balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L3 }) });
  const [settings] = Object.keys(resource.routeros_ip_settings ?? {});
  const defaultRoutes = Object.values(resource.routeros_ip_route ?? {}).filter((route) =>
    String(route.comment).endsWith("/default-route"),
  );
  expect(defaultRoutes).toHaveLength(2);
  for (const route of defaultRoutes) {
    expect(route.depends_on).toContain(`routeros_ip_settings.${settings}`);
  }
});

test("of the resolver only the servers are managed", () => {
  const { resource } = synthesizeGateway({ dns: { servers: ["9.9.9.9", "1.1.1.1"] } });
  const [{ "//": _, ...dns } = {}] = Object.values(resource.routeros_ip_dns ?? {});
  expect(dns).toEqual({
    servers: ["9.9.9.9", "1.1.1.1"],
    lifecycle: { ignore_changes: attributesOf(IpDns).filter((name) => name !== "servers") },
  });
});

test("an attribute that is set by hand is not ignored, so that it takes effect on a resolver that stands already", () => {
  const gateway = gatewayOf({
    dns: { servers: ["9.9.9.9"] },
    balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
  });
  gateway.dns?.addOverride("allow_remote_requests", true);
  if (gateway.ipSettings !== undefined) {
    gateway.ipSettings.rpFilter = "loose";
  }
  const { resource } = synthesize(TerraformStack.of(gateway));
  const ignored = (type: string) =>
    Object.values(resource[type] ?? {}).flatMap(
      ({ lifecycle }) => (lifecycle as { ignore_changes: string[] }).ignore_changes,
    );
  expect(ignored("routeros_ip_dns")).not.toContain("allow_remote_requests");
  expect(ignored("routeros_ip_dns")).toContain("use_doh_server");
  expect(ignored("routeros_ip_settings")).not.toContain("rp_filter");
  expect(ignored("routeros_ip_settings")).toContain("accept_redirects");
});

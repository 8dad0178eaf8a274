import { Lazy, type TerraformResource, type TerraformResourceLifecycle } from "cdktf";

/* Workarounds for terraform-routeros/routeros 1.99.1. Each has a test that fails when the provider is fixed. */

/** The optional attributes of the device-wide settings. The provider would reset those that the gateway does not set. */
const SINGLETON_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  routeros_ip_settings: [
    "accept_redirects",
    "accept_source_route",
    "allow_fast_path",
    "arp_timeout",
    "icmp_errors_use_inbound_interface_address",
    "icmp_rate_limit",
    "icmp_rate_mask",
    "ip_forward",
    "ipv4_multipath_hash_policy",
    "max_neighbor_entries",
    "route_cache",
    "rp_filter",
    "secure_redirects",
    "send_redirects",
    "tcp_syncookies",
    "tcp_timestamps",
  ],
  routeros_ip_dns: [
    "address_list_extra_time",
    "allow_remote_requests",
    "cache_max_ttl",
    "cache_size",
    "doh_max_concurrent_queries",
    "doh_max_server_connections",
    "doh_timeout",
    "max_concurrent_queries",
    "max_concurrent_tcp_sessions",
    "max_udp_packet_size",
    "mdns_repeat_ifaces",
    "query_server_timeout",
    "query_total_timeout",
    "servers",
    "use_doh_server",
    "verify_doh_cert",
    "vrf",
  ],
};

/**
 * Sets the lifecycle of a resource: what the user wants, and what the provider needs so that an apply is followed by an
 * empty plan.
 *
 * - The plan of a device-wide setting resets every attribute that the configuration leaves out, so these are ignored.
 *   They are determined at synthesis, so that a setter or an override still takes effect.
 * - The provider always reads the flag of a blackhole as `false`, because RouterOS answers with an empty value.
 */
export function addLifecycle(
  resource: TerraformResource,
  row: object,
  wanted: TerraformResourceLifecycle | undefined,
): void {
  const ignored = ignoredBecauseOfProvider(resource, row);
  if (ignored === undefined || wanted?.ignoreChanges === "all") {
    resource.lifecycle = wanted;
    return;
  }
  const alsoIgnored = wanted?.ignoreChanges ?? [];
  const produce = () => [...new Set([...ignored(), ...alsoIgnored])];
  resource.lifecycle = { ...wanted, ignoreChanges: Lazy.listValue({ produce }) };
}

function ignoredBecauseOfProvider(resource: TerraformResource, row: object): (() => string[]) | undefined {
  const optional = SINGLETON_ATTRIBUTES[resource.terraformResourceType];
  if (optional !== undefined) {
    return () => optional.filter((attribute) => !attributesOf(resource).includes(attribute));
  }
  return "blackhole" in row ? () => ["blackhole"] : undefined;
}

/** The attributes that the configuration of a resource sets, in Terraform's spelling, including overrides. */
function attributesOf(resource: TerraformResource): string[] {
  const { resource: byType } = resource.toTerraform();
  const configuration = byType[resource.terraformResourceType][resource.friendlyUniqueId];
  return Object.keys(configuration).filter((name) => configuration[name] !== undefined);
}

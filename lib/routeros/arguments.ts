/**
 * What a row of RouterOS can hold, menu by menu, for the menus of `MENU_OF`.
 *
 * `ARGUMENTS` are the arguments of `add` and `set` in any of 16 versions from 7.9.2 to 7.24, from the
 * /console/inspect dumps that tikoci/restraml publishes (public domain). `SHOWN_ONLY` are the attributes that
 * the schema of the provider 1.99.1 calls computed and that are no argument.
 */

/**
 * What can be written to a row.
 */
const ARGUMENTS: Readonly<Record<string, string>> = {
  "/interface/bridge": `
    add-dhcp-option82 admin-mac ageing-time arp arp-timeout auto-mac comment dhcp-agent-circuit-id
    dhcp-agent-remote-id dhcp-snooping dhcpv6-agent-circuit-id dhcpv6-agent-remote-id dhcpv6-snooping
    disabled ether-type fast-forward forward-delay forward-reserved-addresses frame-types igmp-snooping
    igmp-version ingress-filtering last-member-interval last-member-query-count max-hops
    max-learned-entries max-message-age membership-interval mlag-heartbeat mlag-peer-port mlag-priority
    mld-version mtu multicast-querier multicast-router mvrp name port-cost-mode priority protocol-mode
    pvid querier-interval querier-uses-bridge-address query-interval query-response-interval ra-guard
    region-name region-revision startup-query-count startup-query-interval transmit-hold-count
    vlan-filtering`,
  "/interface/bridge/port": `
    auto-isolate bpdu-guard bridge broadcast-flood comment disabled edge fast-leave frame-types horizon hw
    ingress-filtering interface internal-path-cost learn multicast-router mvrp-applicant-state
    mvrp-registrar-state path-cost point-to-point priority pvid restricted-role restricted-tcn
    tag-stacking trusted trusted-dhcpv6 trusted-ra unknown-multicast-flood unknown-unicast-flood`,
  "/interface/ethernet": `
    advertise arp arp-timeout auto-negotiation cable-settings combo-mode comment disable-running-check
    disabled fec-mode full-duplex l2mtu loop-protect loop-protect-disable-time loop-protect-send-interval
    mac-address mdix-enable mtu name orig-mac-address rx-flow-control sfp-ignore-rx-los sfp-rate-select
    sfp-shutdown-temperature speed tx-flow-control`,
  "/interface/list": "comment exclude include name",
  "/interface/list/member": "comment disabled interface list",
  "/interface/lte": `
    allow-roaming apn-profiles band comment disabled master modem-init mtu name network-mode nr-band
    operator pin sms-protocol sms-read`,
  "/interface/pppoe-client": `
    ac-name add-default-route allow comment default-route-distance dial-on-demand disabled host-uniq
    interface keepalive-timeout max-mru max-mtu mrru name password profile service-name use-peer-dns user`,
  "/interface/vlan": `
    arp arp-timeout comment disabled interface loop-protect loop-protect-disable-time
    loop-protect-send-interval mtu mvrp name use-service-tag vlan-id`,
  "/interface/wireguard": "comment disabled listen-port mtu name private-key vrf",
  "/interface/wireguard/peers": `
    allowed-address client-address client-allowed-address client-dns client-endpoint client-keepalive
    client-listen-port comment disabled endpoint-address endpoint-port interface is-responder name
    persistent-keepalive preshared-key private-key public-key responder`,
  "/ip/address": "address broadcast comment disabled interface netmask network",
  "/ip/dhcp-client": `
    add-default-route allow-reconfigure check-gateway comment default-route-distance default-route-tables
    dhcp-options disabled dscp interface name script use-broadcast use-peer-dns use-peer-ntp vlan-priority`,
  "/ip/dns": `
    address-list-extra-time allow-remote-requests cache-max-ttl cache-size doh-max-concurrent-queries
    doh-max-server-connections doh-timeout max-concurrent-queries max-concurrent-tcp-sessions
    max-udp-packet-size mdns-repeat-ifaces query-server-timeout query-total-timeout servers use-doh-server
    verify-doh-cert vrf`,
  "/ip/dns/static": `
    address address-list cname comment disabled forward-to match-subdomain mx-exchange mx-preference name
    ns regexp srv-port srv-priority srv-target srv-weight text ttl type`,
  "/ip/firewall/address-list": "address comment disabled dynamic list timeout",
  "/ip/firewall/connection/tracking": `
    enabled generic-timeout icmp-timeout liberal-tcp-tracking loose-tcp-tracking tcp-close-timeout
    tcp-close-wait-timeout tcp-established-timeout tcp-fin-wait-timeout tcp-last-ack-timeout
    tcp-max-retrans-timeout tcp-syn-received-timeout tcp-syn-sent-timeout tcp-time-wait-timeout
    tcp-unacked-timeout udp-stream-timeout udp-timeout`,
  "/ip/firewall/filter": `
    action address-list address-list-timeout chain comment connection-bytes connection-limit
    connection-mark connection-nat-state connection-rate connection-state connection-type content disabled
    dscp dst-address dst-address-list dst-address-type dst-limit dst-port fragment hotspot hw-offload
    icmp-options in-bridge-port in-bridge-port-list in-interface in-interface-list ingress-priority
    ipsec-policy ipv4-options jump-target layer7-protocol limit log log-prefix nth out-bridge-port
    out-bridge-port-list out-interface out-interface-list p2p packet-mark packet-size
    per-connection-classifier port priority protocol psd random realm reject-with routing-mark src-address
    src-address-list src-address-type src-mac-address src-port tcp-flags tcp-mss time tls-host tos ttl`,
  "/ip/firewall/mangle": `
    action address-list address-list-timeout chain comment connection-bytes connection-limit
    connection-mark connection-nat-state connection-rate connection-state connection-type content disabled
    dscp dst-address dst-address-list dst-address-type dst-limit dst-port fragment hotspot icmp-options
    in-bridge-port in-bridge-port-list in-interface in-interface-list ingress-priority ipsec-policy
    ipv4-options jump-target layer7-protocol limit log log-prefix new-connection-mark new-dscp new-mss
    new-packet-mark new-priority new-routing-mark new-ttl nth out-bridge-port out-bridge-port-list
    out-interface out-interface-list p2p packet-mark packet-size passthrough per-connection-classifier
    port priority protocol psd random realm route-dst routing-mark sniff-id sniff-target sniff-target-port
    src-address src-address-list src-address-type src-mac-address src-port tcp-flags tcp-mss time tls-host
    tos ttl`,
  "/ip/firewall/nat": `
    action address-list address-list-timeout chain comment connection-bytes connection-limit
    connection-mark connection-rate connection-type content disabled dscp dst-address dst-address-list
    dst-address-type dst-limit dst-port fragment hotspot icmp-options in-bridge-port in-bridge-port-list
    in-interface in-interface-list ingress-priority ipsec-policy ipv4-options jump-target layer7-protocol
    limit log log-prefix nth out-bridge-port out-bridge-port-list out-interface out-interface-list
    packet-mark packet-size per-connection-classifier port priority protocol psd random randomise-ports
    realm routing-mark same-not-by-dst socks5-port socks5-server socksify-service src-address
    src-address-list src-address-type src-mac-address src-port tcp-mss time tls-host to-addresses to-ports
    tos ttl`,
  "/ip/firewall/raw": `
    action address-list address-list-timeout chain comment content disabled dscp dst-address
    dst-address-list dst-address-type dst-limit dst-port fragment hotspot icmp-options in-bridge-port
    in-bridge-port-list in-interface in-interface-list ingress-priority ipsec-policy ipv4-options
    jump-target limit log log-prefix nth out-bridge-port out-bridge-port-list out-interface
    out-interface-list packet-mark packet-size per-connection-classifier port priority protocol psd random
    src-address src-address-list src-address-type src-mac-address src-port tcp-flags tcp-mss time tls-host
    tos ttl`,
  "/ip/route": `
    blackhole check-gateway comment disabled distance dst-address gateway pref-src routing-table scope
    suppress-hw-offload target-scope vrf-interface`,
  "/ip/service": "address available-from certificate disabled max-sessions port tls-version vrf",
  "/ip/settings": `
    accept-redirects accept-source-route allow-fast-path arp-timeout
    icmp-errors-use-inbound-interface-address icmp-rate-limit icmp-rate-mask ip-forward ipv4-fragment-time
    ipv4-high-fragment-thresh ipv4-multipath-hash-policy max-neighbor-entries route-cache rp-filter
    secure-redirects send-redirects tcp-syncookies tcp-timestamps`,
  "/ip/vrf": "comment disabled interfaces name",
  "/ipv6/firewall/nat": `
    action address-list address-list-timeout chain comment connection-bytes connection-limit
    connection-mark connection-rate connection-state connection-type content disabled dscp dst-address
    dst-address-list dst-address-type dst-limit dst-port headers hop-limit icmp-options in-bridge-port
    in-bridge-port-list in-interface in-interface-list ingress-priority ipsec-policy jump-target limit log
    log-prefix nth out-bridge-port out-bridge-port-list out-interface out-interface-list packet-mark
    packet-size per-connection-classifier port priority protocol random routing-mark src-address
    src-address-list src-address-type src-mac-address src-port tcp-flags tcp-mss time tls-host to-address
    to-ports tos`,
  "/routing/rule": `
    action chain comment disabled dst-address interface min-prefix realm routing-mark src-address table
    vrf`,
  "/routing/table": "comment disabled fib name",
  "/system/identity": "name",
  "/tool/netwatch": `
    accept-icmp-time-exceeded certificate check-certificate comment disabled dns-server down-script
    early-failure-detection early-success-detection host http-codes ignore-initial-down ignore-initial-up
    interval name packet-count packet-interval packet-size port record-type src-address start-delay
    startup-delay test-script thr-avg thr-http-time thr-jitter thr-loss-count thr-loss-percent thr-max
    thr-stdev thr-tcp-conn-time timeout ttl type up-script`,
};

/**
 * What a router only shows.
 */
const SHOWN_ONLY: Readonly<Record<string, string>> = {
  "/interface/bridge": "actual-mtu l2mtu mac-address running",
  "/interface/bridge/port": `
    designated-bridge designated-bridge-id designated-cost designated-port-id designated-port-number
    edge-port edge-port-discovery external-fdb-status forwarding hw-offload hw-offload-group
    last-topology-change learning nextid point-to-point-port port-id role root-path-cost sending-rstp
    status`,
  "/interface/ethernet": "default-name loop-protect-status running slave switch",
  "/interface/list": "builtin",
  "/interface/lte": "default-name running",
  "/interface/pppoe-client": "running",
  "/interface/vlan": "l2mtu loop-protect-status mac-address running",
  "/interface/wireguard": "public-key running",
  "/interface/wireguard/peers": "current-endpoint-address current-endpoint-port last-handshake rx tx",
  "/ip/address": "actual-interface slave vrf",
  "/ip/dhcp-client": `
    address dhcp-server expires-after gateway primary-dns primary-ntp secondary-dns secondary-ntp status`,
  "/ip/dns": "cache-used dynamic-servers",
  "/ip/firewall/address-list": "creation-time",
  "/ip/firewall/connection/tracking": "active-ipv4 active-ipv6 max-entries",
  "/ip/route": "active connect dhcp ecmp hw-offloaded immediate-gw local-address static",
  "/ip/service": "name proto",
};

/** What a router shows in many menus. An address list also takes `dynamic`, which is never written here. */
const SHOWN_EVERYWHERE: ReadonlySet<string> = new Set([
  ".about",
  ".id",
  ".nextid",
  "bytes",
  "dynamic",
  "inactive",
  "invalid",
  "packets",
]);

const setsIn = (table: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(Object.entries(table).map(([menu, fields]) => [menu, new Set(fields.trim().split(/\s+/))]));

const argumentSets = setsIn(ARGUMENTS);
const shownSets = setsIn(SHOWN_ONLY);

/** Whether a field can be written; a router of a version that is not known here may take more. */
export const isArgument = (menu: string, field: string): boolean =>
  !SHOWN_EVERYWHERE.has(field) && argumentSets.get(menu)?.has(field) === true;

/** Whether a field is known to be one that a router only shows, such as a counter. */
export const isShownOnly = (menu: string, field: string): boolean =>
  SHOWN_EVERYWHERE.has(field) || shownSets.get(menu)?.has(field) === true;

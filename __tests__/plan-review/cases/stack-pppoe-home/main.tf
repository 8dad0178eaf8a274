# A home on PPPoE: resolvers over HTTPS are blocked by their TLS names, so that the router's own resolver is used.
resource "routeros_interface_bridge" "lan" {
  name = "bridge"
}
resource "routeros_ip_address" "lan" {
  address   = "192.168.10.1/24"
  interface = routeros_interface_bridge.lan.name
}
resource "routeros_interface_list" "wan" {
  name = "WAN"
}
resource "routeros_interface_pppoe_client" "isp" {
  name              = "pppoe-isp"
  interface         = "ether1"
  user              = "home@isp.example"
  password          = "secret"
  add_default_route = true
  disabled          = false
  use_peer_dns      = false
  depends_on        = [routeros_ip_firewall_nat.masquerade]
}
resource "routeros_interface_list_member" "wan" {
  list      = routeros_interface_list.wan.name
  interface = routeros_interface_pppoe_client.isp.name
}
resource "routeros_ip_firewall_nat" "masquerade" {
  chain              = "srcnat"
  action             = "masquerade"
  out_interface_list = routeros_interface_list.wan.name
}
resource "routeros_ip_dns" "dns" {
  servers               = ["9.9.9.9", "149.112.112.112"]
  allow_remote_requests = true
}
resource "routeros_ip_firewall_filter" "established" {
  chain            = "input"
  action           = "accept"
  connection_state = "established,related,untracked"
}
resource "routeros_ip_firewall_filter" "input" {
  chain             = "input"
  action            = "drop"
  in_interface_list = routeros_interface_list.wan.name
  depends_on        = [routeros_ip_firewall_filter.established]
}
resource "routeros_ip_firewall_filter" "forward_established" {
  chain            = "forward"
  action           = "accept"
  connection_state = "established,related,untracked"
  depends_on       = [routeros_ip_firewall_filter.doh]
}
resource "routeros_ip_firewall_filter" "doh" {
  for_each = toset(["cloudflare-dns.com", "dns.google", "*.doh.example"])
  chain    = "forward"
  action   = "reject"
  protocol = "tcp"
  dst_port = "443"
  tls_host = each.key
}
resource "routeros_ip_firewall_filter" "from_wan" {
  chain                = "forward"
  action               = "drop"
  connection_state     = "new"
  connection_nat_state = "!dstnat"
  in_interface_list    = routeros_interface_list.wan.name
  depends_on           = [routeros_ip_firewall_filter.forward_established]
}
resource "routeros_ip_dhcp_server_network" "lan" {
  address    = "192.168.10.0/24"
  gateway    = "192.168.10.1"
  dns_server = ["192.168.10.1"]
}

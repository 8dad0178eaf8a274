# the addresses of the next routers, which the leases name
resource "routeros_ip_address" "lan" {
  address = "192.168.88.1/24"
  interface = "ether5"
}
resource "routeros_ip_dhcp_client" "w1" {
  interface = "ether1"
  add_default_route = "no"
  use_peer_dns = false
}
resource "routeros_ip_dhcp_client" "w2" {
  interface = "ether2"
  add_default_route = "no"
  use_peer_dns = false
}
resource "routeros_ip_firewall_nat" "masq1" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_firewall_nat" "masq2" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether2"
}
resource "routeros_ip_route" "c1" {
  dst_address = "1.1.1.1/32"
  gateway = "100.64.0.1%ether1"
  scope = 10
}
resource "routeros_ip_route" "c2" {
  dst_address = "9.9.9.9/32"
  gateway = "100.64.0.1%ether1"
  scope = 10
}
resource "routeros_ip_route" "c3" {
  dst_address = "8.8.8.8/32"
  gateway = "100.65.0.1%ether2"
  scope = 10
}
resource "routeros_ip_route" "d1" {
  gateway = "1.1.1.1"
  distance = 1
  target_scope = 11
  check_gateway = "ping"
  depends_on = [routeros_ip_route.c1, routeros_ip_firewall_nat.masq1]
}
resource "routeros_ip_route" "d2" {
  gateway = "9.9.9.9"
  distance = 1
  target_scope = 11
  check_gateway = "ping"
  depends_on = [routeros_ip_route.c2, routeros_ip_firewall_nat.masq1]
}
resource "routeros_ip_route" "d3" {
  gateway = "8.8.8.8"
  distance = 2
  target_scope = 11
  check_gateway = "ping"
  depends_on = [routeros_ip_route.c3, routeros_ip_firewall_nat.masq2]
}

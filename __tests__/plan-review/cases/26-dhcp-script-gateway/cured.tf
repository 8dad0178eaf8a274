# the script owns the gateway
resource "routeros_ip_address" "lan" {
  address = "192.168.88.1/24"
  interface = "ether5"
}
resource "routeros_ip_dhcp_client" "w1" {
  interface = "ether1"
  add_default_route = "no"
  use_peer_dns = false
  disabled = false
}
resource "routeros_ip_dhcp_client" "w2" {
  interface = "ether2"
  add_default_route = "no"
  use_peer_dns = false
  disabled = false
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
resource "routeros_ip_route" "w1" {
  gateway = "192.168.160.1"
  comment = "w1"
  check_gateway = "ping"
  lifecycle {
    ignore_changes = [gateway]
  }
}
resource "routeros_ip_route" "w2" {
  gateway = "192.168.170.1"
  comment = "w2"
  distance = 2
  check_gateway = "ping"
  depends_on = [routeros_ip_route.w1]
}

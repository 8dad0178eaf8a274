variable "cameras" { default = false }
resource "routeros_ip_address" "lan" {
  address   = "192.168.20.1/24"
  interface = "ether2"
}
resource "routeros_ip_address" "wan" {
  address   = "203.0.113.2/30"
  interface = "ether1"
}
resource "routeros_ip_route" "default" {
  dst_address   = "0.0.0.0/0"
  gateway       = "203.0.113.1"
  check_gateway = "ping"
}
resource "routeros_ip_firewall_nat" "m" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_firewall_filter" "lan" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "ether2"
  out_interface = "ether1"
}
resource "routeros_ip_firewall_filter" "deny" {
  chain      = "forward"
  action     = "drop"
  depends_on = [routeros_ip_firewall_filter.lan]
}
# The change under review: a VLAN for cameras that must not reach the Internet (default deny).
resource "routeros_interface_vlan" "cam" {
  count     = var.cameras ? 1 : 0
  name      = "cameras"
  vlan_id   = 30
  interface = "ether3"
}
resource "routeros_ip_address" "cam" {
  count     = var.cameras ? 1 : 0
  address   = "192.168.30.1/24"
  interface = routeros_interface_vlan.cam[0].name
}

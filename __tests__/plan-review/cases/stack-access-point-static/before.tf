resource "routeros_interface_bridge" "bridge" {
  name = "bridge"
}
resource "routeros_interface_bridge_port" "uplink" {
  bridge    = routeros_interface_bridge.bridge.name
  interface = "ether1"
}
resource "routeros_ip_address" "management" {
  address   = "10.30.0.12/24"
  interface = routeros_interface_bridge.bridge.name
}
resource "routeros_ip_route" "default" {
  gateway = "10.30.0.254"
}
resource "routeros_ip_firewall_filter" "ssh" {
  chain       = "input"
  action      = "accept"
  protocol    = "tcp"
  dst_port    = "22"
  src_address = "10.30.0.0/24"
}

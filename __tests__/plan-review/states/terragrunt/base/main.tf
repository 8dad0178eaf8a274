resource "routeros_interface_bridge" "lan" {
  name    = "bridge-lan"
  comment = "office"
}
resource "routeros_interface_bridge_port" "lan" {
  for_each  = toset(["ether3", "ether4"])
  bridge    = routeros_interface_bridge.lan.name
  interface = each.key
}
resource "routeros_interface_list" "wan" {
  name = "WAN"
}
resource "routeros_interface_list_member" "fibre" {
  list      = routeros_interface_list.wan.name
  interface = "ether1"
}
resource "routeros_ip_address" "lan" {
  address   = "192.168.20.1/24"
  interface = routeros_interface_bridge.lan.name
}
resource "routeros_ip_address" "fibre" {
  address   = "203.0.113.2/30"
  interface = "ether1"
  comment   = "fibre"
}
resource "routeros_interface_list_member" "cable" {
  list      = routeros_interface_list.wan.name
  interface = "ether2"
}
resource "routeros_ip_address" "cable" {
  address   = "198.51.100.2/30"
  interface = "ether2"
  comment   = "cable"
}

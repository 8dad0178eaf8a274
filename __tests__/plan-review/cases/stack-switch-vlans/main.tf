# A switch: VLANs on a filtering bridge, one management address, everything else is layer 2.
locals {
  vlans = { office = 10, phones = 20, guests = 30 }
}
resource "routeros_interface_bridge" "bridge" {
  name           = "bridge"
  vlan_filtering = true
}
resource "routeros_interface_bridge_port" "access" {
  for_each  = { ether2 = 10, ether3 = 20, ether4 = 30 }
  bridge    = routeros_interface_bridge.bridge.name
  interface = each.key
  pvid      = each.value
}
resource "routeros_interface_bridge_port" "trunk" {
  bridge    = routeros_interface_bridge.bridge.name
  interface = "ether1"
}
resource "routeros_interface_bridge_vlan" "vlan" {
  for_each = local.vlans
  bridge   = routeros_interface_bridge.bridge.name
  vlan_ids = [each.value]
  tagged   = ["bridge", "ether1"]
  comment  = each.key
}
resource "routeros_interface_vlan" "management" {
  name      = "management"
  interface = routeros_interface_bridge.bridge.name
  vlan_id   = 99
}
resource "routeros_ip_address" "management" {
  address   = "10.20.99.2/24"
  interface = routeros_interface_vlan.management.name
}
resource "routeros_ip_route" "default" {
  dst_address = "0.0.0.0/0"
  gateway     = "10.20.99.1"
}
resource "routeros_ip_dns" "dns" {
  servers               = ["10.20.99.1"]
  allow_remote_requests = false
}
resource "routeros_system_identity" "name" {
  name = "sw-attic"
}

# A switch or access point: one management address on its bridge, default route to the real router.
resource "routeros_interface_bridge" "lan" { name = "bridge" }
resource "routeros_ip_address" "mgmt" {
  address   = "192.168.20.11/24"
  interface = routeros_interface_bridge.lan.name
}
resource "routeros_ip_route" "default" {
  dst_address = "0.0.0.0/0"
  gateway     = "192.168.20.1"
}
resource "routeros_ip_dns" "dns" {
  servers               = ["192.168.20.200"]
  allow_remote_requests = true
}

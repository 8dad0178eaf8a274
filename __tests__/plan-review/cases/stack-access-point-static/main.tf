# An access point with a fixed address that was replaced by a new one: two SSIDs, one management network.
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
  gateway = "10.30.0.1"
}
resource "routeros_wifi_security" "staff" {
  name                 = "staff"
  authentication_types = ["wpa2-psk", "wpa3-psk"]
  passphrase           = "not the real one"
}
resource "routeros_wifi_configuration" "staff" {
  name     = "staff"
  ssid     = "Staff"
  security = { config = routeros_wifi_security.staff.name }
}
resource "routeros_ip_service" "www" {
  numbers  = "www"
  port     = 80
  address  = "10.30.0.0/24"
  disabled = false
}
resource "routeros_ip_firewall_filter" "ssh" {
  chain       = "input"
  action      = "accept"
  protocol    = "tcp"
  dst_port    = "22"
  src_address = "10.30.0.0/24"
}

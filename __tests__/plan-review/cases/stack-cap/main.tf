# An access point that a controller manages: its address comes by DHCP on the bridge.
resource "routeros_interface_bridge" "bridge" {
  name = "bridgeLocal"
}
resource "routeros_interface_bridge_port" "uplink" {
  bridge    = routeros_interface_bridge.bridge.name
  interface = "ether1"
}
resource "routeros_interface_bridge_port" "downlink" {
  bridge    = routeros_interface_bridge.bridge.name
  interface = "ether2"
}
resource "routeros_ip_dhcp_client" "bridge" {
  interface = routeros_interface_bridge.bridge.name
}
resource "routeros_wifi_datapath" "cap" {
  name   = "capdp"
  bridge = routeros_interface_bridge.bridge.name
}
resource "routeros_wifi_cap" "cap" {
  enabled              = true
  discovery_interfaces = [routeros_interface_bridge.bridge.name]
}
resource "routeros_ip_service" "telnet" {
  numbers  = "telnet"
  port     = 23
  disabled = true
}

# another distance for the route by the VPN
resource "routeros_ip_dhcp_client" "wan" {
  interface = "ether1"
  disabled  = false
}
resource "routeros_ip_route" "vpn" {
  dst_address = "0.0.0.0/0"
  gateway     = "10.0.0.6"
  distance    = 2
}

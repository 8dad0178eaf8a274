# The gateway is in a network that the plan does not have (a WireGuard interface made by hand).
resource "routeros_ip_dhcp_client" "wan" {
  interface = "ether1"
  disabled  = false
}
resource "routeros_ip_route" "vpn" {
  dst_address = "0.0.0.0/0"
  gateway     = "10.0.0.6"
}

# A router that was set up by hand: Terraform only publishes a host, adds a guest network, and routes to an office behind it.
resource "routeros_ip_address" "guests" {
  address   = "192.168.50.1/24"
  interface = "ether4"
}
resource "routeros_ip_firewall_nat" "nas" {
  chain             = "dstnat"
  action            = "dst-nat"
  in_interface_list = "WAN"
  protocol          = "tcp"
  dst_port          = "5001"
  to_addresses      = "192.168.88.20"
}
resource "routeros_ip_firewall_filter" "guests" {
  chain              = "forward"
  action             = "drop"
  in_interface       = "ether4"
  out_interface_list = "!WAN"
  place_before       = "*4"
}
resource "routeros_ip_route" "office" {
  dst_address = "10.80.0.0/16"
  gateway     = "192.168.88.2"
}

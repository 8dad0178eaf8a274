resource "routeros_interface_ethernet" "e" {
  factory_name = "ether1"
  name         = "wan"
}
resource "routeros_ip_firewall_filter" "established" {
  chain            = "input"
  action           = "accept"
  connection_state = "established,related"
  place_before     = routeros_ip_firewall_filter.drop.id
}
resource "routeros_ip_firewall_filter" "drop" {
  chain  = "input"
  action = "drop"
}

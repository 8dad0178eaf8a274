resource "routeros_ip_firewall_filter" "established" {
  chain            = "input"
  action           = "accept"
  connection_state = "established,related"
  comment          = "answers"
}
resource "routeros_ip_firewall_filter" "wan" {
  chain             = "input"
  action            = "drop"
  in_interface_list = "WAN"
  comment           = "from the Internet"
  depends_on        = [routeros_ip_firewall_filter.established]
}
resource "routeros_ip_firewall_filter" "forward" {
  chain                = "forward"
  action               = "drop"
  connection_state     = "new"
  connection_nat_state = "!dstnat"
  in_interface_list    = "WAN"
  comment              = "not forwarded"
}

# A dual-stack router: IPv6 by delegation from the one ISP, with a firewall of its own, beside a plain IPv4 gateway.
resource "routeros_ip_address" "lan" {
  address   = "192.168.77.1/24"
  interface = "ether5"
}
resource "routeros_ip_firewall_nat" "masquerade" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_dhcp_client" "isp" {
  interface     = "ether1"
  check_gateway = "ping"
  depends_on    = [routeros_ip_firewall_nat.masquerade]
}
resource "routeros_ipv6_dhcp_client" "isp" {
  interface          = "ether1"
  request            = ["prefix"]
  pool_name          = "delegated"
  pool_prefix_length = 64
  add_default_route  = true
}
resource "routeros_ipv6_address" "lan" {
  interface = "ether5"
  from_pool = "delegated"
  address   = "::1/64"
  advertise = true
}
resource "routeros_ipv6_firewall_filter" "established" {
  chain            = "forward"
  action           = "accept"
  connection_state = "established,related,untracked"
}
resource "routeros_ipv6_firewall_filter" "icmp" {
  chain      = "forward"
  action     = "accept"
  protocol   = "icmpv6"
  depends_on = [routeros_ipv6_firewall_filter.established]
}
resource "routeros_ipv6_firewall_filter" "drop" {
  chain        = "forward"
  action       = "drop"
  in_interface = "ether1"
  depends_on   = [routeros_ipv6_firewall_filter.icmp]
}

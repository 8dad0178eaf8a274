# the rule for local destinations comes first
resource "routeros_ip_address" "lan" {
  address = "192.168.88.1/24"
  interface = "ether5"
}
resource "routeros_ip_address" "lan2" {
  address = "192.168.99.1/24"
  interface = "ether6"
}
resource "routeros_ip_address" "isp1" {
  address = "198.51.100.2/30"
  interface = "ether1"
}
resource "routeros_ip_address" "isp2" {
  address = "203.0.113.2/30"
  interface = "ether2"
}
resource "routeros_ip_firewall_nat" "masq1" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_firewall_nat" "masq2" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether2"
}
resource "routeros_ip_route" "isp1" {
  gateway = "198.51.100.1"
  distance = 1
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp1, routeros_ip_firewall_nat.masq1]
}
resource "routeros_ip_route" "isp2" {
  gateway = "203.0.113.1"
  distance = 2
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp2, routeros_ip_firewall_nat.masq2]
}
resource "routeros_routing_table" "to_isp2" {
  name = "to_isp2"
  fib = true
}
resource "routeros_ip_route" "t2" {
  gateway = "203.0.113.1"
  routing_table = routeros_routing_table.to_isp2.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp2, routeros_ip_firewall_nat.masq2]
}
resource "routeros_routing_rule" "lan_by_isp2" {
  src_address = "192.168.88.0/24"
  action = "lookup"
  table = routeros_routing_table.to_isp2.name
  depends_on = [routeros_ip_route.t2, routeros_routing_rule.local_first]
}
resource "routeros_routing_rule" "local_first" {
  dst_address = "192.168.0.0/16"
  action = "lookup"
  table = "main"
}

# host routes for the probe targets, and marks for replies
resource "routeros_ip_address" "lan" {
  address = "192.168.88.1/24"
  interface = "ether5"
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
  gateway = "8.8.8.8"
  distance = 1
  target_scope = 11
  check_gateway = "ping"
  depends_on = [routeros_ip_route.probe1, routeros_ip_firewall_nat.masq1]
}
resource "routeros_ip_route" "isp2" {
  gateway = "8.8.4.4"
  distance = 2
  target_scope = 11
  check_gateway = "ping"
  depends_on = [routeros_ip_route.probe2, routeros_ip_firewall_nat.masq2]
}
resource "routeros_ip_route" "probe1" {
  dst_address = "8.8.8.8/32"
  gateway = "198.51.100.1"
  scope = 10
  depends_on = [routeros_ip_address.isp1]
}
resource "routeros_ip_route" "probe2" {
  dst_address = "8.8.4.4/32"
  gateway = "203.0.113.1"
  scope = 10
  depends_on = [routeros_ip_address.isp2]
}
resource "routeros_routing_table" "to_isp1" {
  name = "to_isp1"
  fib = true
}
resource "routeros_routing_table" "to_isp2" {
  name = "to_isp2"
  fib = true
}
resource "routeros_ip_route" "t1" {
  gateway = "198.51.100.1"
  routing_table = routeros_routing_table.to_isp1.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp1]
}
resource "routeros_ip_route" "t2" {
  gateway = "203.0.113.1"
  routing_table = routeros_routing_table.to_isp2.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp2]
}
resource "routeros_ip_firewall_mangle" "in1" {
  chain = "input"
  in_interface = "ether1"
  connection_mark = "no-mark"
  action = "mark-connection"
  new_connection_mark = "isp1_conn"
  passthrough = true
}
resource "routeros_ip_firewall_mangle" "in2" {
  chain = "input"
  in_interface = "ether2"
  connection_mark = "no-mark"
  action = "mark-connection"
  new_connection_mark = "isp2_conn"
  passthrough = true
  depends_on = [routeros_ip_firewall_mangle.in1]
}
resource "routeros_ip_firewall_mangle" "out1" {
  chain = "output"
  connection_mark = "isp1_conn"
  action = "mark-routing"
  new_routing_mark = routeros_routing_table.to_isp1.name
  passthrough = false
  depends_on = [routeros_ip_firewall_mangle.in2, routeros_ip_route.t1]
}
resource "routeros_ip_firewall_mangle" "out2" {
  chain = "output"
  connection_mark = "isp2_conn"
  action = "mark-routing"
  new_routing_mark = routeros_routing_table.to_isp2.name
  passthrough = false
  depends_on = [routeros_ip_firewall_mangle.out1, routeros_ip_route.t2]
}

# the same; the catch-all is replaced (cured.json), so that it comes last
resource "routeros_ip_address" "lan" {
  address = "10.0.0.1/24"
  interface = "ether5"
}
resource "routeros_ip_address" "isp0" {
  address = "192.168.1.1/24"
  interface = "ether1"
}
resource "routeros_ip_firewall_nat" "isp0" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether1"
}
resource "routeros_routing_table" "via_isp0" {
  name = "via-isp0"
  fib = true
}
resource "routeros_routing_table" "probe_isp0" {
  name = "probe-isp0"
  fib = true
}
resource "routeros_ip_address" "isp1" {
  address = "192.168.2.2/24"
  interface = "ether2"
}
resource "routeros_ip_firewall_nat" "isp1" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether2"
}
resource "routeros_routing_table" "via_isp1" {
  name = "via-isp1"
  fib = true
}
resource "routeros_routing_table" "probe_isp1" {
  name = "probe-isp1"
  fib = true
}
resource "routeros_ip_address" "isp2" {
  address = "192.168.100.2/24"
  interface = "ether3"
}
resource "routeros_ip_firewall_nat" "isp2" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether3"
}
resource "routeros_routing_table" "via_isp2" {
  name = "via-isp2"
  fib = true
}
resource "routeros_routing_table" "probe_isp2" {
  name = "probe-isp2"
  fib = true
}
resource "routeros_ip_route" "main_isp0" {
  gateway = "192.168.1.254%ether1"
  distance = 1
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp0, routeros_ip_firewall_nat.isp0]
}
resource "routeros_ip_route" "probe_isp0" {
  gateway = "192.168.1.254%ether1"
  routing_table = routeros_routing_table.probe_isp0.name
  depends_on = [routeros_ip_address.isp0]
}
resource "routeros_ip_route" "via_isp0_isp0" {
  gateway = "192.168.1.254%ether1"
  distance = 1
  routing_table = routeros_routing_table.via_isp0.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp0]
}
resource "routeros_ip_route" "via_isp0_isp1" {
  gateway = "192.168.2.1%ether2"
  distance = 2
  routing_table = routeros_routing_table.via_isp0.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp1]
}
resource "routeros_ip_route" "via_isp0_isp2" {
  gateway = "192.168.100.1%ether3"
  distance = 3
  routing_table = routeros_routing_table.via_isp0.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp2]
}
resource "routeros_ip_route" "main_isp1" {
  gateway = "192.168.2.1%ether2"
  distance = 2
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp1, routeros_ip_firewall_nat.isp1]
}
resource "routeros_ip_route" "probe_isp1" {
  gateway = "192.168.2.1%ether2"
  routing_table = routeros_routing_table.probe_isp1.name
  depends_on = [routeros_ip_address.isp1]
}
resource "routeros_ip_route" "via_isp1_isp1" {
  gateway = "192.168.2.1%ether2"
  distance = 1
  routing_table = routeros_routing_table.via_isp1.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp1]
}
resource "routeros_ip_route" "via_isp1_isp0" {
  gateway = "192.168.1.254%ether1"
  distance = 2
  routing_table = routeros_routing_table.via_isp1.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp0]
}
resource "routeros_ip_route" "via_isp1_isp2" {
  gateway = "192.168.100.1%ether3"
  distance = 3
  routing_table = routeros_routing_table.via_isp1.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp2]
}
resource "routeros_ip_route" "main_isp2" {
  gateway = "192.168.100.1%ether3"
  distance = 3
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp2, routeros_ip_firewall_nat.isp2]
}
resource "routeros_ip_route" "probe_isp2" {
  gateway = "192.168.100.1%ether3"
  routing_table = routeros_routing_table.probe_isp2.name
  depends_on = [routeros_ip_address.isp2]
}
resource "routeros_ip_route" "via_isp2_isp2" {
  gateway = "192.168.100.1%ether3"
  distance = 1
  routing_table = routeros_routing_table.via_isp2.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp2]
}
resource "routeros_ip_route" "via_isp2_isp0" {
  gateway = "192.168.1.254%ether1"
  distance = 2
  routing_table = routeros_routing_table.via_isp2.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp0]
}
resource "routeros_ip_route" "via_isp2_isp1" {
  gateway = "192.168.2.1%ether2"
  distance = 3
  routing_table = routeros_routing_table.via_isp2.name
  check_gateway = "ping"
  depends_on = [routeros_ip_address.isp1]
}
resource "routeros_routing_rule" "lanlocal" {
  action = "lookup"
  dst_address = "10.0.0.0/24"
  table = "main"
}
resource "routeros_routing_rule" "work" {
  action = "lookup"
  src_address = "10.0.0.16/28"
  table = routeros_routing_table.via_isp0.name
  depends_on = [routeros_routing_rule.lanlocal]
}
resource "routeros_routing_rule" "orb" {
  action = "lookup-only-in-table"
  src_address = "10.0.0.63/32"
  table = routeros_routing_table.probe_isp2.name
  depends_on = [routeros_routing_rule.work]
}
resource "routeros_routing_rule" "household" {
  action = "lookup"
  src_address = "10.0.0.0/24"
  table = routeros_routing_table.via_isp1.name
  depends_on = [routeros_routing_rule.orb]
}

# Three ISPs: main is ordered, sources are steered by routing rules, and probe tables serve a monitor that must not change its WAN.
locals {
  isps = {
    fibre = { interface = "ether1", address = "192.0.2.2/30", gateway = "192.0.2.1", distance = 1 }
    cable = { interface = "ether2", address = "198.51.100.2/30", gateway = "198.51.100.1", distance = 2 }
    radio = { interface = "ether3", address = "203.0.113.2/30", gateway = "203.0.113.1", distance = 3 }
  }
}
resource "routeros_ip_address" "lan" {
  address   = "10.40.0.1/22"
  interface = "ether5"
}
resource "routeros_ip_firewall_nat" "isp" {
  for_each      = local.isps
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = each.value.interface
}
resource "routeros_ip_address" "isp" {
  for_each   = local.isps
  address    = each.value.address
  interface  = each.value.interface
  depends_on = [routeros_ip_firewall_nat.isp]
}
resource "routeros_ip_route" "main" {
  for_each      = local.isps
  gateway       = each.value.gateway
  distance      = each.value.distance
  check_gateway = "ping"
  depends_on    = [routeros_ip_address.isp]
}
resource "routeros_routing_table" "via" {
  for_each = local.isps
  name     = "via-${each.key}"
  fib      = true
}
resource "routeros_routing_table" "probe" {
  for_each = local.isps
  name     = "probe-${each.key}"
  fib      = true
}
resource "routeros_ip_route" "via" {
  for_each      = local.isps
  gateway       = each.value.gateway
  routing_table = routeros_routing_table.via[each.key].name
  check_gateway = "ping"
  depends_on    = [routeros_ip_address.isp]
}
resource "routeros_ip_route" "probe" {
  for_each      = local.isps
  gateway       = each.value.gateway
  routing_table = routeros_routing_table.probe[each.key].name
  depends_on    = [routeros_ip_address.isp]
}
resource "routeros_routing_rule" "local" {
  action      = "lookup"
  dst_address = "10.40.0.0/22"
  table       = "main"
  depends_on  = [routeros_ip_route.via, routeros_ip_route.probe]
}
resource "routeros_routing_rule" "probe_fibre" {
  action      = "lookup-only-in-table"
  src_address = "10.40.0.241/32"
  table       = routeros_routing_table.probe["fibre"].name
  depends_on  = [routeros_routing_rule.local]
}
resource "routeros_routing_rule" "probe_cable" {
  action      = "lookup-only-in-table"
  src_address = "10.40.0.242/32"
  table       = routeros_routing_table.probe["cable"].name
  depends_on  = [routeros_routing_rule.probe_fibre]
}
resource "routeros_routing_rule" "probe_radio" {
  action      = "lookup-only-in-table"
  src_address = "10.40.0.243/32"
  table       = routeros_routing_table.probe["radio"].name
  depends_on  = [routeros_routing_rule.probe_cable]
}
resource "routeros_routing_rule" "servers" {
  action      = "lookup"
  src_address = "10.40.1.0/24"
  table       = routeros_routing_table.via["cable"].name
  depends_on  = [routeros_routing_rule.probe_radio]
}
resource "routeros_routing_rule" "guests" {
  action      = "lookup"
  src_address = "10.40.2.0/24"
  table       = routeros_routing_table.via["radio"].name
  depends_on  = [routeros_routing_rule.servers]
}

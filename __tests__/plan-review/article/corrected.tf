# The article's listing with its slips mended, for RouterOS 7.

locals {
  wans = {
    wlan1 = { address = "10.111.0.2/24", network = "10.111.0.0/24", gateway = "10.111.0.1" }
    wlan2 = { address = "10.112.0.2/24", network = "10.112.0.0/24", gateway = "10.112.0.1" }
  }
}

resource "routeros_ip_address" "local" {
  address   = "192.168.0.1/24"
  network   = "192.168.0.0"
  interface = "Local"
}

resource "routeros_ip_firewall_nat" "wan" {
  for_each      = local.wans
  chain         = "srcnat"
  out_interface = each.key
  action        = "masquerade"
}

resource "routeros_ip_address" "wan" {
  for_each   = local.wans
  address    = each.value.address
  interface  = each.key
  depends_on = [routeros_ip_firewall_nat.wan]
}

resource "routeros_routing_table" "wan" {
  for_each = local.wans
  name     = "to_${each.key}"
  fib      = true
}

resource "routeros_ip_route" "policy" {
  for_each      = local.wans
  dst_address   = "0.0.0.0/0"
  gateway       = each.value.gateway
  check_gateway = "ping"
  routing_table = routeros_routing_table.wan[each.key].name
  depends_on    = [routeros_ip_address.wan]
}

resource "routeros_ip_route" "default" {
  for_each      = local.wans
  dst_address   = "0.0.0.0/0"
  gateway       = each.value.gateway
  check_gateway = "ping"
  depends_on    = [routeros_ip_route.policy]
}

resource "routeros_ip_firewall_mangle" "input" {
  for_each            = local.wans
  chain               = "input"
  in_interface        = each.key
  connection_state    = "new"
  connection_mark     = "no-mark"
  action              = "mark-connection"
  new_connection_mark = "${each.key}_conn"
  depends_on          = [routeros_ip_route.default]
}

resource "routeros_ip_firewall_mangle" "output" {
  for_each         = local.wans
  chain            = "output"
  connection_mark  = "${each.key}_conn"
  dst_address      = "!${each.value.network}"
  action           = "mark-routing"
  new_routing_mark = routeros_routing_table.wan[each.key].name
  passthrough      = false
  depends_on       = [routeros_ip_route.default]
}

resource "routeros_ip_address" "a" {
  for_each  = { ether1 = "203.0.113.2/30", ether2 = "198.51.100.2/30", ether3 = "192.168.10.1/24", ether4 = "192.168.20.1/24" }
  interface = each.key
  address   = each.value
}
resource "routeros_ip_firewall_nat" "m" {
  for_each      = toset(["ether1", "ether2"])
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = each.key
}
resource "routeros_routing_table" "t" {
  name = "to-wan2"
  fib  = true
}
variable "host" { default = "192.168.10.250" }
resource "routeros_ip_firewall_mangle" "video" {
  chain            = "prerouting"
  action           = "mark-routing"
  src_address      = var.host
  new_routing_mark = routeros_routing_table.t.name
  passthrough      = false
}
resource "routeros_ip_route" "main" {
  dst_address   = "0.0.0.0/0"
  gateway       = "203.0.113.1"
  check_gateway = "ping"
}
resource "routeros_ip_route" "wan2" {
  dst_address   = "0.0.0.0/0"
  gateway       = "198.51.100.1"
  routing_table = routeros_routing_table.t.name
  check_gateway = "ping"
}

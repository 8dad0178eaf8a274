resource "routeros_ip_route" "fibre" {
  dst_address   = "0.0.0.0/0"
  gateway       = "203.0.113.1"
  distance      = 1
  check_gateway = "ping"
  comment       = "fibre"
}

resource "routeros_ip_route" "fibre" {
  dst_address   = "0.0.0.0/0"
  gateway       = "203.0.113.1"
  distance      = 1
  check_gateway = "ping"
  comment       = "fibre"
}
resource "routeros_ip_route" "cable" {
  dst_address   = "0.0.0.0/0"
  gateway       = "198.51.100.1"
  distance      = 2
  check_gateway = "ping"
  comment       = "cable"
}

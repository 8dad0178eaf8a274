# A branch office on fibre; LTE takes over when targets behind the fibre no longer answer.
resource "routeros_ip_address" "lan" {
  address   = "10.90.0.1/24"
  interface = "ether5"
}
resource "routeros_ip_address" "fibre" {
  address    = "192.0.2.10/30"
  interface  = "ether1"
  depends_on = [routeros_ip_firewall_nat.fibre]
}
resource "routeros_ip_firewall_nat" "fibre" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_firewall_nat" "lte" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "lte1"
}
resource "routeros_ip_route" "probe" {
  for_each    = toset(["9.9.9.9", "149.112.112.112"])
  dst_address = "${each.key}/32"
  gateway     = "192.0.2.9"
  scope       = 10
  depends_on  = [routeros_ip_address.fibre]
}
resource "routeros_ip_route" "fibre" {
  for_each      = toset(["9.9.9.9", "149.112.112.112"])
  gateway       = each.key
  target_scope  = 11
  check_gateway = "ping"
  depends_on    = [routeros_ip_route.probe]
}
resource "routeros_ip_route" "lte" {
  gateway    = "lte1"
  distance   = 10
  depends_on = [routeros_ip_firewall_nat.lte]
}
resource "routeros_tool_netwatch" "fibre" {
  name        = "fibre"
  host        = "9.9.9.9"
  type        = "icmp"
  down_script = "/log/warning \"fibre is down\""
  up_script   = "/log/info \"fibre is back\""
}

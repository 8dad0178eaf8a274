# masquerade leaves what an IPsec policy is for alone
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
  ipsec_policy = "out,none"
}
resource "routeros_ip_firewall_nat" "masq2" {
  chain = "srcnat"
  action = "masquerade"
  out_interface = "ether2"
  ipsec_policy = "out,none"
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
resource "routeros_ip_ipsec_policy" "site" {
  peer = "hq"
  src_address = "192.168.88.0/24"
  dst_address = "10.20.0.0/16"
  tunnel = true
  proposal = "default"
}

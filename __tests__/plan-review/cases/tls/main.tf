resource "routeros_ip_address" "lan" {
  address   = "192.168.20.1/24"
  interface = "ether2"
}
resource "routeros_ip_dhcp_client" "wan" {
  interface = "ether1"
  disabled  = false
}
resource "routeros_ip_firewall_nat" "m" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_firewall_filter" "doh" {
  chain    = "forward"
  action   = "drop"
  protocol = "tcp"
  dst_port = "443"
  tls_host = "dns.google"
}

resource "routeros_ip_firewall_filter" "fasttrack" {
  chain            = "forward"
  action           = "fasttrack-connection"
  connection_state = "established,related"
  connection_mark  = "no-mark"
  hw_offload       = true
}
resource "routeros_ip_route" "wan" {
  dst_address         = "0.0.0.0/0"
  gateway             = "ether1"
  suppress_hw_offload = false
}
resource "routeros_ip_firewall_nat" "masq" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}

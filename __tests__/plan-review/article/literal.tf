# The article's listing as it is printed. Left out is what the provider does not take (broadcast=); routing marks are
# tables in RouterOS 7, and are made as the second block of the article's routes names them.

resource "routeros_ip_address" "local" {
  address   = "192.168.0.1/24"
  network   = "192.168.0.0"
  interface = "Local"
}

resource "routeros_ip_address" "wlan2" {
  address   = "10.111.0.2/24"
  network   = "10.111.0.0"
  interface = "wlan2"
}

resource "routeros_ip_address" "wlan1" {
  address   = "10.112.0.2/24"
  network   = "10.112.0.0"
  interface = "wlan1"
}

resource "routeros_ip_route" "default" {
  dst_address   = "0.0.0.0/0"
  gateway       = "10.111.0.1,10.112.0.1"
  check_gateway = "ping"
}

resource "routeros_ip_firewall_nat" "wlan1" {
  chain         = "srcnat"
  out_interface = "wlan1"
  action        = "masquerade"
}

resource "routeros_ip_firewall_nat" "wlan2" {
  chain         = "srcnat"
  out_interface = "wlan2"
  action        = "masquerade"
}

resource "routeros_ip_firewall_mangle" "input_wlan1" {
  chain               = "input"
  in_interface        = "wlan1"
  action              = "mark-connection"
  new_connection_mark = "wlan1_conn"
}

resource "routeros_ip_firewall_mangle" "input_wlan2" {
  chain               = "input"
  in_interface        = "wlan2"
  action              = "mark-connection"
  new_connection_mark = "wlan2_conn"
}

resource "routeros_ip_firewall_mangle" "output_wlan1" {
  chain            = "output"
  connection_mark  = "wlan1_conn"
  action           = "mark-routing"
  new_routing_mark = "to_wla1"
}

resource "routeros_ip_firewall_mangle" "output_wlan2" {
  chain            = "output"
  connection_mark  = "wlan1_conn"
  action           = "mark-routing"
  new_routing_mark = "to_wla2"
}

resource "routeros_routing_table" "wlan1" {
  name = "to_wlan1"
  fib  = true
}

resource "routeros_routing_table" "wlan2" {
  name = "to_wlan2"
  fib  = true
}

resource "routeros_ip_route" "policy_wlan1" {
  dst_address   = "0.0.0.0/0"
  gateway       = "10.111.0.1"
  routing_table = "to_wlan1"
}

resource "routeros_ip_route" "policy_wlan2" {
  dst_address   = "0.0.0.0/0"
  gateway       = "10.111.0.2"
  routing_table = "to_wlan2"
}

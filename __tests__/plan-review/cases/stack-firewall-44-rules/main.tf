# A firewall of 44 rules, each of which waits for the one before it, so that they are made in order.
resource "routeros_interface_vlan" "lan" {
  for_each  = { staff = 10, servers = 20, cameras = 30 }
  name      = each.key
  interface = "ether2"
  vlan_id   = each.value
}
resource "routeros_ip_address" "lan" {
  for_each  = { staff = "10.60.10.1/24", servers = "10.60.20.1/24", cameras = "10.60.30.1/24" }
  address   = each.value
  interface = routeros_interface_vlan.lan[each.key].name
}
resource "routeros_ip_address" "isp" {
  address   = "203.0.113.34/30"
  interface = "ether1"
}
resource "routeros_ip_firewall_nat" "masquerade" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_firewall_nat" "web" {
  chain        = "dstnat"
  action       = "dst-nat"
  in_interface = "ether1"
  protocol     = "tcp"
  dst_port     = "443"
  to_addresses = "10.60.20.10"
  depends_on   = [routeros_ip_firewall_nat.masquerade]
}
resource "routeros_ip_route" "isp" {
  gateway       = "203.0.113.33"
  check_gateway = "ping"
  depends_on    = [routeros_ip_address.isp, routeros_ip_firewall_nat.masquerade]
}
resource "routeros_ip_firewall_filter" "in_established" {
  chain            = "input"
  action           = "accept"
  connection_state = "established,related,untracked"
}
resource "routeros_ip_firewall_filter" "in_invalid" {
  chain            = "input"
  action           = "drop"
  connection_state = "invalid"
  depends_on       = [routeros_ip_firewall_filter.in_established]
}
resource "routeros_ip_firewall_filter" "in_icmp" {
  chain      = "input"
  action     = "accept"
  protocol   = "icmp"
  depends_on = [routeros_ip_firewall_filter.in_invalid]
}
resource "routeros_ip_firewall_filter" "in_management" {
  chain        = "input"
  action       = "accept"
  in_interface = "staff"
  protocol     = "tcp"
  dst_port     = "22,8291"
  depends_on   = [routeros_ip_firewall_filter.in_icmp]
}
resource "routeros_ip_firewall_filter" "in_dns_udp" {
  chain        = "input"
  action       = "accept"
  in_interface = "!ether1"
  protocol     = "udp"
  dst_port     = "53"
  depends_on   = [routeros_ip_firewall_filter.in_management]
}
resource "routeros_ip_firewall_filter" "in_dns_tcp" {
  chain        = "input"
  action       = "accept"
  in_interface = "!ether1"
  protocol     = "tcp"
  dst_port     = "53"
  depends_on   = [routeros_ip_firewall_filter.in_dns_udp]
}
resource "routeros_ip_firewall_filter" "in_drop" {
  chain      = "input"
  action     = "drop"
  depends_on = [routeros_ip_firewall_filter.in_dns_tcp]
}
resource "routeros_ip_firewall_filter" "fw_established" {
  chain            = "forward"
  action           = "accept"
  connection_state = "established,related,untracked"
  depends_on       = [routeros_ip_firewall_filter.in_drop]
}
resource "routeros_ip_firewall_filter" "fw_invalid" {
  chain            = "forward"
  action           = "drop"
  connection_state = "invalid"
  depends_on       = [routeros_ip_firewall_filter.fw_established]
}
resource "routeros_ip_firewall_filter" "fw_published" {
  chain                = "forward"
  action               = "accept"
  connection_nat_state = "dstnat"
  in_interface         = "ether1"
  depends_on           = [routeros_ip_firewall_filter.fw_invalid]
}
resource "routeros_ip_firewall_filter" "staff_ssh" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "22"
  depends_on    = [routeros_ip_firewall_filter.fw_published]
}
resource "routeros_ip_firewall_filter" "staff_web" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "443"
  depends_on    = [routeros_ip_firewall_filter.staff_ssh]
}
resource "routeros_ip_firewall_filter" "staff_smtp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "25"
  depends_on    = [routeros_ip_firewall_filter.staff_web]
}
resource "routeros_ip_firewall_filter" "staff_imaps" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "993"
  depends_on    = [routeros_ip_firewall_filter.staff_smtp]
}
resource "routeros_ip_firewall_filter" "staff_submission" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "587"
  depends_on    = [routeros_ip_firewall_filter.staff_imaps]
}
resource "routeros_ip_firewall_filter" "staff_sip" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "udp"
  dst_port      = "5060"
  depends_on    = [routeros_ip_firewall_filter.staff_submission]
}
resource "routeros_ip_firewall_filter" "staff_ntp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "udp"
  dst_port      = "123"
  depends_on    = [routeros_ip_firewall_filter.staff_sip]
}
resource "routeros_ip_firewall_filter" "staff_dns_tcp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "53"
  depends_on    = [routeros_ip_firewall_filter.staff_ntp]
}
resource "routeros_ip_firewall_filter" "staff_dns" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "udp"
  dst_port      = "53"
  depends_on    = [routeros_ip_firewall_filter.staff_dns_tcp]
}
resource "routeros_ip_firewall_filter" "staff_rdp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "3389"
  depends_on    = [routeros_ip_firewall_filter.staff_dns]
}
resource "routeros_ip_firewall_filter" "staff_ldap" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "636"
  depends_on    = [routeros_ip_firewall_filter.staff_rdp]
}
resource "routeros_ip_firewall_filter" "staff_mqtt" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "8883"
  depends_on    = [routeros_ip_firewall_filter.staff_ldap]
}
resource "routeros_ip_firewall_filter" "servers_ssh" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "22"
  depends_on    = [routeros_ip_firewall_filter.staff_mqtt]
}
resource "routeros_ip_firewall_filter" "servers_web" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "443"
  depends_on    = [routeros_ip_firewall_filter.servers_ssh]
}
resource "routeros_ip_firewall_filter" "servers_smtp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "25"
  depends_on    = [routeros_ip_firewall_filter.servers_web]
}
resource "routeros_ip_firewall_filter" "servers_imaps" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "993"
  depends_on    = [routeros_ip_firewall_filter.servers_smtp]
}
resource "routeros_ip_firewall_filter" "servers_submission" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "587"
  depends_on    = [routeros_ip_firewall_filter.servers_imaps]
}
resource "routeros_ip_firewall_filter" "servers_sip" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "udp"
  dst_port      = "5060"
  depends_on    = [routeros_ip_firewall_filter.servers_submission]
}
resource "routeros_ip_firewall_filter" "servers_ntp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "udp"
  dst_port      = "123"
  depends_on    = [routeros_ip_firewall_filter.servers_sip]
}
resource "routeros_ip_firewall_filter" "servers_dns_tcp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "53"
  depends_on    = [routeros_ip_firewall_filter.servers_ntp]
}
resource "routeros_ip_firewall_filter" "servers_dns" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "udp"
  dst_port      = "53"
  depends_on    = [routeros_ip_firewall_filter.servers_dns_tcp]
}
resource "routeros_ip_firewall_filter" "servers_rdp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "3389"
  depends_on    = [routeros_ip_firewall_filter.servers_dns]
}
resource "routeros_ip_firewall_filter" "servers_ldap" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "636"
  depends_on    = [routeros_ip_firewall_filter.servers_rdp]
}
resource "routeros_ip_firewall_filter" "servers_mqtt" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "ether1"
  protocol      = "tcp"
  dst_port      = "8883"
  depends_on    = [routeros_ip_firewall_filter.servers_ldap]
}
resource "routeros_ip_firewall_filter" "staff_to_servers" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "servers"
  depends_on    = [routeros_ip_firewall_filter.servers_mqtt]
}
resource "routeros_ip_firewall_filter" "staff_to_cameras" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "staff"
  out_interface = "cameras"
  protocol      = "tcp"
  dst_port      = "554,80"
  depends_on    = [routeros_ip_firewall_filter.staff_to_servers]
}
resource "routeros_ip_firewall_filter" "staff_icmp" {
  chain        = "forward"
  action       = "accept"
  in_interface = "staff"
  protocol     = "icmp"
  depends_on   = [routeros_ip_firewall_filter.staff_to_cameras]
}
resource "routeros_ip_firewall_filter" "servers_icmp" {
  chain        = "forward"
  action       = "accept"
  in_interface = "servers"
  protocol     = "icmp"
  depends_on   = [routeros_ip_firewall_filter.staff_icmp]
}
resource "routeros_ip_firewall_filter" "servers_to_cameras" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "servers"
  out_interface = "cameras"
  protocol      = "tcp"
  dst_port      = "554"
  depends_on    = [routeros_ip_firewall_filter.servers_icmp]
}
resource "routeros_ip_firewall_filter" "cameras_ntp" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "cameras"
  out_interface = "servers"
  protocol      = "udp"
  dst_port      = "123"
  depends_on    = [routeros_ip_firewall_filter.servers_to_cameras]
}
resource "routeros_ip_firewall_filter" "cameras_syslog" {
  chain         = "forward"
  action        = "accept"
  in_interface  = "cameras"
  out_interface = "servers"
  protocol      = "udp"
  dst_port      = "514"
  depends_on    = [routeros_ip_firewall_filter.cameras_ntp]
}
resource "routeros_ip_firewall_filter" "cameras_log" {
  chain        = "forward"
  action       = "log"
  in_interface = "cameras"
  log_prefix   = "camera"
  depends_on   = [routeros_ip_firewall_filter.cameras_syslog]
}
resource "routeros_ip_firewall_filter" "cameras_drop" {
  chain        = "forward"
  action       = "drop"
  in_interface = "cameras"
  depends_on   = [routeros_ip_firewall_filter.cameras_log]
}
resource "routeros_ip_firewall_filter" "fw_drop" {
  chain      = "forward"
  action     = "drop"
  depends_on = [routeros_ip_firewall_filter.cameras_drop]
}

# Two DHCP WANs whose default routes a script keeps, since the gateways come with the leases; the second WAN is a backup.
locals {
  wans = { ether1 = 1, ether2 = 2 }
}
resource "routeros_ip_address" "lan" {
  address   = "172.20.0.1/24"
  interface = "ether5"
}
resource "routeros_interface_list" "wan" {
  name = "uplinks"
}
resource "routeros_interface_list_member" "wan" {
  for_each  = local.wans
  list      = routeros_interface_list.wan.name
  interface = each.key
}
resource "routeros_ip_firewall_nat" "masquerade" {
  chain              = "srcnat"
  action             = "masquerade"
  out_interface_list = routeros_interface_list.wan.name
  depends_on         = [routeros_interface_list_member.wan]
}
resource "routeros_ip_dhcp_client" "wan" {
  for_each          = local.wans
  interface         = each.key
  add_default_route = "no"
  use_peer_dns      = false
  script            = <<-RSC
    /ip/route/remove [find comment="via-${each.key}"]
    :if ($bound=1) do={
      /ip/route/add gateway=$"gateway-address" distance=${each.value} check-gateway=ping comment="via-${each.key}"
    }
  RSC
  depends_on        = [routeros_ip_firewall_nat.masquerade]
}

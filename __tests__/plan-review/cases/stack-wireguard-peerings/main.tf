# A router at one ISP with WireGuard peerings to two other sites, and the routes to their networks.
resource "routeros_ip_address" "lan" {
  address   = "10.1.0.1/24"
  interface = "ether5"
}
resource "routeros_ip_address" "isp" {
  address   = "198.51.100.10/29"
  interface = "ether1"
}
resource "routeros_ip_firewall_nat" "masquerade" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}
resource "routeros_ip_route" "isp" {
  dst_address = "0.0.0.0/0"
  gateway     = "198.51.100.9"
  depends_on  = [routeros_ip_address.isp, routeros_ip_firewall_nat.masquerade]
}
locals {
  sites = {
    berlin = { link = "10.255.0.1/30", peer = "10.255.0.2", network = "10.2.0.0/24", port = 51821 }
    lisbon = { link = "10.255.0.5/30", peer = "10.255.0.6", network = "10.3.0.0/24", port = 51822 }
  }
}
resource "routeros_interface_wireguard" "site" {
  for_each    = local.sites
  name        = "wg-${each.key}"
  listen_port = each.value.port
}
resource "routeros_interface_wireguard_peer" "site" {
  for_each        = local.sites
  interface       = routeros_interface_wireguard.site[each.key].name
  public_key      = "3QvxpYeFjMk0T5Yk4qZ6bW8h2L9sXcUa1dRgNfHvJ0w="
  allowed_address = ["${each.value.peer}/32", each.value.network]
}
resource "routeros_ip_address" "site" {
  for_each  = local.sites
  address   = each.value.link
  interface = routeros_interface_wireguard.site[each.key].name
}
resource "routeros_ip_route" "site" {
  for_each    = local.sites
  dst_address = each.value.network
  gateway     = each.value.peer
  depends_on  = [routeros_ip_address.site]
}
resource "routeros_ip_firewall_filter" "established" {
  chain            = "input"
  action           = "accept"
  connection_state = "established,related"
}
resource "routeros_ip_firewall_filter" "wireguard" {
  chain      = "input"
  action     = "accept"
  protocol   = "udp"
  dst_port   = "51821,51822"
  depends_on = [routeros_ip_firewall_filter.established]
}
resource "routeros_ip_firewall_filter" "input" {
  chain        = "input"
  action       = "drop"
  in_interface = "ether1"
  depends_on   = [routeros_ip_firewall_filter.wireguard]
}

# Dual WAN by DHCP with canaries: the host routes of the canaries are made by the DHCP client's script, so no plan has them.
resource "routeros_ip_dhcp_client" "w" {
  for_each          = { ether1 = "1.1.1.1", ether2 = "9.9.9.9" }
  interface         = each.key
  add_default_route = "no"
  disabled          = false
  script            = ":if ($bound=1) do={ /ip/route/remove [find comment=\"probe-${each.key}\"]; /ip/route/add dst-address=${each.value}/32 gateway=$\"gateway-address\" scope=10 comment=\"probe-${each.key}\" }"
}
resource "routeros_ip_route" "w" {
  for_each      = { "1.1.1.1" = 1, "9.9.9.9" = 2 }
  dst_address   = "0.0.0.0/0"
  gateway       = each.key
  distance      = each.value
  check_gateway = "ping"
  target_scope  = 11
}

# As the provider's own example: no "disabled".
resource "routeros_ip_dhcp_client" "wan" { interface = "ether1" }

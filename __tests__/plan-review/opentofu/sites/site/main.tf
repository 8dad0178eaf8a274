terraform {
  required_providers {
    routeros = {
      source = "terraform-routeros/routeros"
    }
  }
}

variable "wans" {}

resource "routeros_ip_address" "wan" {
  count     = length(var.wans)
  address   = "10.11${count.index}.0.2/24"
  interface = var.wans[count.index]
}

resource "routeros_ip_firewall_nat" "wan" {
  count         = length(var.wans)
  chain         = "srcnat"
  out_interface = var.wans[count.index]
  action        = "masquerade"
}

resource "routeros_ip_route" "default" {
  count         = length(var.wans)
  dst_address   = "0.0.0.0/0"
  gateway       = "10.11${count.index}.0.1"
  check_gateway = "ping"
  depends_on    = [routeros_ip_address.wan, routeros_ip_firewall_nat.wan]
}

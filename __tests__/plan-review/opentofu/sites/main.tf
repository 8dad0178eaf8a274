# What OpenTofu alone has: a provider block that is several routers. For the plan, one lab router is both.

variable "router" {}

locals {
  sites = {
    berlin = { router = var.router, wans = ["wlan1", "wlan2"] }
    bern   = { router = var.router, wans = ["wlan1"] }
  }
}

provider "routeros" {
  alias    = "site"
  for_each = local.sites
  hosturl  = each.value.router
}

module "site" {
  source    = "./site"
  for_each  = local.sites
  providers = { routeros = routeros.site[each.key] }
  wans      = each.value.wans
}

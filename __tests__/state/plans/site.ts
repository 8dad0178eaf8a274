/*
 * One configuration in JSON, as CDKTF writes it, and in HCL: every value that can be one is a token, one resource is
 * in the state and leaves the configuration, one is not made yet.
 */

const REQUIRED = { routeros: { source: "terraform-routeros/routeros", version: "1.99.1" } };

const json = {
  terraform: { required_providers: REQUIRED },
  provider: { routeros: [{}] },
  variable: {
    port: { default: "ether1", type: "string" },
    gateway: { default: "10.78.0.254", type: "string" },
    resolver: { default: "9.9.9.9", type: "string" },
    password: { default: "hush", sensitive: true, type: "string" },
  },
  resource: {
    routeros_interface_bridge: { lan: { name: "lan" } },
    routeros_ip_address: {
      lan: {
        address: "10.78.0.1/24",
        comment: "site/lan/${1 + 1}",
        disabled: "${false}",
        interface: "${routeros_interface_bridge.lan.name}",
      },
    },
    routeros_ip_firewall_addr_list: { operators: { address: "10.99.0.0/24", list: "operators" } },
    routeros_ip_firewall_filter: {
      operators: {
        action: "accept",
        chain: "input",
        comment: "$${literal}",
        src_address_list: "${routeros_ip_firewall_addr_list.operators.list}",
      },
    },
    routeros_ip_dns: { resolver: { servers: ["${var.resolver}", "1.1.1.1"] } },
    routeros_routing_table: { uplink: { fib: true, name: "to_${var.port}" } },
    routeros_interface_pppoe_client: {
      dsl: {
        disabled: false,
        interface: "${var.port}",
        name: "dsl",
        password: "${var.password}",
        user: "customer",
      },
    },
  },
};

const added = {
  routeros_ip_route: {
    uplink: {
      check_gateway: "ping",
      dst_address: "0.0.0.0/0",
      gateway: "${var.gateway}",
      routing_table: "${routeros_routing_table.uplink.name}",
    },
  },
};

const { routeros_interface_pppoe_client: _, ...kept } = json.resource;

/** The file, its text at first, and its text afterwards. */
export const asJson: readonly string[] = [
  "main.tf.json",
  JSON.stringify(json),
  JSON.stringify({ ...json, resource: { ...kept, ...added } }),
];

const hcl = `
terraform {
  required_providers {
    routeros = {
      source  = "${REQUIRED.routeros.source}"
      version = "${REQUIRED.routeros.version}"
    }
  }
}
provider "routeros" {}
variable "port" {
  default = "ether1"
}
variable "gateway" {
  default = "10.78.0.254"
}
variable "resolver" {
  default = "9.9.9.9"
}
variable "password" {
  default   = "hush"
  sensitive = true
}
resource "routeros_interface_bridge" "lan" {
  name = "lan"
}
resource "routeros_ip_address" "lan" {
  address   = "10.78.0.1/24"
  comment   = "site/lan/\${1 + 1}"
  disabled  = false
  interface = routeros_interface_bridge.lan.name
}
resource "routeros_ip_firewall_addr_list" "operators" {
  address = "10.99.0.0/24"
  list    = "operators"
}
resource "routeros_ip_firewall_filter" "operators" {
  action           = "accept"
  chain            = "input"
  comment          = "$\${literal}"
  src_address_list = routeros_ip_firewall_addr_list.operators.list
}
resource "routeros_ip_dns" "resolver" {
  servers = [var.resolver, "1.1.1.1"]
}
resource "routeros_routing_table" "uplink" {
  fib  = true
  name = "to_\${var.port}"
}
`;

/** The same in HCL. */
export const asHcl: readonly string[] = [
  "main.tf",
  `${hcl}
resource "routeros_interface_pppoe_client" "dsl" {
  disabled  = false
  interface = var.port
  name      = "dsl"
  password  = var.password
  user      = "customer"
}
`,
  `${hcl}
resource "routeros_ip_route" "uplink" {
  check_gateway = "ping"
  dst_address   = "0.0.0.0/0"
  gateway       = var.gateway
  routing_table = routeros_routing_table.uplink.name
}
`,
];

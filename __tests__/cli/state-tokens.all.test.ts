import { InterfaceBridge } from "@cdktf/provider-routeros/lib/interface-bridge";
import { InterfaceVlan } from "@cdktf/provider-routeros/lib/interface-vlan";
import { IpAddress } from "@cdktf/provider-routeros/lib/ip-address";
import { IpFirewallAddrList } from "@cdktf/provider-routeros/lib/ip-firewall-addr-list";
import { IpFirewallFilter } from "@cdktf/provider-routeros/lib/ip-firewall-filter";
import { TerraformVariable } from "cdktf";
import type { LabRouter } from "../../lab/router";
import { Balancing, ClassifyBy, EcmpMasqueradeGateway, RouterTraffic, Wan } from "../../lib";
import type { Fields } from "../../lib/state/fields";
import { remediesOf } from "../../lib/state/remedies";
import { readStack } from "../../lib/state/stack";
import { findingsOf } from "../../lib/state/state-findings";
import { unset } from "../deploy/lab";
import { withoutVerdicts } from "../deploy/router-content";
import { withTerraform } from "../terraform";
import { StateDeployment, withStateLab } from "./state-lab";

const ports = { interfaces: ["ether1", "ether2", "ether3", "ether5"], version: "7.20.4" };
const PASSWORD = "hush-hush";

/** A site whose interfaces, lists and passwords are tokens, as a program writes it that has more than a gateway. */
function writeSite(terraform: StateDeployment, { dsl = true }: { dsl?: boolean } = {}): void {
  terraform.write((stack) => {
    const bridge = new InterfaceBridge(stack, "bridge", { name: "bridge" });
    const guests = new InterfaceVlan(stack, "guests", { name: "vlan20", vlanId: 20, interface: bridge.name });
    const management = new IpAddress(stack, "management", { interface: "ether5", address: "10.99.0.1/24" });
    const operators = new IpFirewallAddrList(stack, "operators", {
      list: "operators",
      address: "10.99.0.0/24",
    });
    new IpFirewallFilter(stack, "operators-in", {
      chain: "input",
      action: "accept",
      srcAddressList: operators.list,
      comment: "operators in",
    });
    const fibre = new TerraformVariable(stack, "fibre", { default: "ether1" });
    const gateway = new TerraformVariable(stack, "fibre_gateway", { default: "198.51.100.1" });
    const password = new TerraformVariable(stack, "dsl_password", { sensitive: true, default: PASSWORD });
    new EcmpMasqueradeGateway(stack, "gateway", {
      lans: [
        { name: "office", interface: bridge.name, address: "192.168.10.1/24" },
        { name: "guest", interface: guests.name, address: "192.168.20.1/24" },
      ],
      wans: [
        Wan.static({
          name: "fibre",
          interface: fibre.stringValue,
          address: "198.51.100.2/30",
          gateway: gateway.stringValue,
          weight: 3,
        }),
        Wan.dhcp({ name: "cable", interface: "ether2", weight: 1 }),
        ...(dsl
          ? [
              Wan.pointToPoint({
                name: "dsl",
                interface: "pppoe-dsl",
                tier: 2,
                pppoe: { interface: "ether3", user: "customer", password: password.stringValue },
              }),
            ]
          : []),
      ],
      balancing: Balancing.perConnectionClassifier({
        by: ClassifyBy.BOTH_ADDRESSES,
        routerTraffic: RouterTraffic.FAILOVER,
      }),
      dns: {
        servers: ["9.9.9.9", "1.1.1.1"],
        domains: [{ domain: "tv.isp.example", server: "203.0.113.53", wan: "fibre" }],
        allowRemoteRequests: true,
      },
      portForwards: [{ name: "web", ports: "443", to: "192.168.10.10" }],
      management: { sources: ["10.99.0.0/24"], interfaces: [management.interface] },
    });
  });
}

const menusOf = async (terraform: StateDeployment): Promise<readonly string[]> => [
  ...new Set((await stackOf(terraform)).resources.map(({ menu }) => menu.path)),
];

const stackOf = async (terraform: StateDeployment) =>
  readStack(JSON.parse(await terraform.plannedJson()), "routeros");

/** The rows of menus, without what only counts and what says no, which a router shows or leaves out. */
const contentOf = (router: LabRouter, menus: readonly string[]) =>
  menus.map((menu) => [
    menu,
    router
      .rows(menu)
      .map((row) => Object.entries(withoutVerdicts(row)).filter(([, value]) => !SAYS_NO.includes(value)))
      .map((entries) => Object.fromEntries(entries)),
  ]);

const SAYS_NO = ["false", "no", "none"];

/** What a rule does without saying so. */
const GOES_WITHOUT_SAYING = ["passthrough"];

/** What has been written to the router, since a number of requests. */
const writes = (router: LabRouter, since = 0): string =>
  JSON.stringify(router.requests.slice(since).filter(({ method }) => method !== "GET"));

/** A site that was just deployed. */
const withSite = (use: (router: LabRouter, terraform: StateDeployment) => Promise<void>) =>
  withStateLab(async (router, terraform) => {
    writeSite(terraform);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    await use(router, terraform);
  }, ports);

test("a stack of tokens leaves an empty plan and nothing to find, and is found again once its state is lost", async () => {
  await withSite(async (router, terraform) => {
    const menus = await menusOf(terraform);
    expect(await terraform.isSettled()).toBe(true);
    expect(await terraform.state("check")).toMatchObject({ status: 0, err: "" });
    const before = contentOf(router, menus);
    const requests = router.requests.length;

    terraform.loseState();
    const adopted = await terraform.state("adopt", ["--write-comments"]);
    expect([adopted.status, adopted.out]).toEqual([
      0,
      expect.stringContaining("only comments of the imported rows change"),
    ]);
    // The resolver is one row, which nobody imports.
    expect(adopted.out).toMatch(/plans to import \d+ and to create 1/);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(contentOf(router, menus)).toEqual(before);
    expect(await terraform.isSettled()).toBe(true);
    expect((await terraform.state("check")).status).toBe(0);
    expect(writes(router, requests)).not.toMatch(/[$%]\{/);
  });
});

/** Fields that the router shows of a row, of those that the stack says; no row can be without a name. */
const fieldsSaid = (row: Fields, storedValue: Fields): readonly string[] =>
  Object.keys(storedValue).filter((field) => row[field] !== undefined && field !== "name");

test("every field that is taken off a row is healed, each in turn, and the next plan is empty", async () => {
  await withSite(async (router, terraform) => {
    const stack = await stackOf(terraform);
    const menus = [...new Set(stack.resources.map(({ menu }) => menu.path))];
    const rows = new Map(menus.map((menu) => [menu, router.rows(menu) as readonly Fields[]]));
    const before = contentOf(router, menus);
    const requests = router.requests.length;

    // Each by itself: what a check and a heal make of the rows.
    let fields = 0;
    for (const { menu, id, stored, address } of stack.resources.filter(({ menu }) => !menu.singleton)) {
      const row = rows.get(menu.path)?.find((one) => one[".id"] === id) ?? {};
      for (const field of fieldsSaid(row, stored)) {
        const { [field]: _, ...bare } = row;
        const changed = new Map(rows).set(
          menu.path,
          (rows.get(menu.path) ?? []).map((one) => (one === row ? bare : one)),
        );
        const remedies = remediesOf(findingsOf(stack, changed));
        // What is its default anyway needs no healing.
        const isDefault = findingsOf(stack, changed).all.length === 0;
        expect([address, field, remedies.map((one) => one.kind === "write" && one.fields)]).toEqual([
          address,
          field,
          isDefault ? [] : [{ [field]: stored[field] }],
        ]);
        fields += 1;
      }
    }
    expect(fields).toBeGreaterThan(150);

    // Another of each row at once, as far as the router lets go of it.
    for (const [i, { menu, id, stored }] of stack.resources.entries()) {
      const row = router.rows(menu.path).find((one) => one[".id"] === id);
      const taken = fieldsSaid(row ?? {}, stored).filter(
        (field) => !SAYS_NO.includes(row?.[field] ?? "") && !GOES_WITHOUT_SAYING.includes(field),
      );
      if (row !== undefined && taken.length > 0) {
        await unset(router, menu.path, row, taken[i % taken.length] ?? "").catch(() => undefined);
      }
    }
    expect(contentOf(router, menus)).not.toEqual(before);
    await terraform.state("heal", ["--yes"]);
    // A field whose default is shown in its place is seen by the provider, and put right by the apply.
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(contentOf(router, menus)).toEqual(before);
    expect(await terraform.isSettled()).toBe(true);
    expect((await terraform.state("check")).status).toBe(0);
    expect(writes(router, requests)).not.toMatch(/[$%]\{/);
  });
});

test("no password is shown, whether the router hides it, has another, or its WAN has left the stack", async () => {
  await withSite(async (router, terraform) => {
    const { ".id": id = "" } = router.rows("/interface/pppoe-client")[0] ?? {};
    const secrets = expect.not.stringMatching(/hush/);
    router.set("/interface/pppoe-client", id, { password: "other-hush" });
    const found = await terraform.state("check", ["--json"]);
    expect([found.status, found.out]).toEqual([0, secrets]);
    writeSite(terraform, { dsl: false });
    for (const args of [["check"], ["check", "--json"], ["heal", "--yes"]]) {
      const [command = "", ...options] = args;
      const { out, err } = await terraform.state(command, options);
      expect([args, out, err]).toEqual([args, secrets, ""]);
      router.set("/interface/pppoe-client", id, { password: "", comment: "theirs" });
    }
    expect(writes(router)).not.toContain("other-hush");
  });
});

/** The same in HCL, in which a plan shows no template. */
const HCL = `
variable "gateway" {
  default = "10.78.0.254"
}
resource "routeros_interface_bridge" "lan" {
  name = "lan"
}
resource "routeros_ip_address" "lan" {
  address   = "10.78.0.1/24"
  interface = routeros_interface_bridge.lan.name
  comment   = "site/lan/address"
}
resource "routeros_ip_route" "default" {
  dst_address   = "0.0.0.0/0"
  gateway       = var.gateway
  check_gateway = "ping"
  comment       = "site/lan/\${1 + 1}"
}
`;
const JSON_OF_IT = {
  variable: { gateway: { default: "10.78.0.254" } },
  resource: {
    routeros_interface_bridge: { lan: { name: "lan" } },
    routeros_ip_address: {
      lan: {
        address: "10.78.0.1/24",
        interface: "${routeros_interface_bridge.lan.name}",
        comment: "site/lan/address",
      },
    },
    routeros_ip_route: {
      default: {
        dst_address: "0.0.0.0/0",
        gateway: "${var.gateway}",
        check_gateway: "ping",
        comment: "site/lan/${1 + 1}",
      },
    },
  },
};

test("a text that looks like a template is not written, not even where it is meant", async () => {
  await withTerraform(WrittenDeployment, async (router, terraform) => {
    terraform.writeHcl(HCL.replace('"site/lan/address"', () => '"site/lan/$${address}"'));
    expect(await terraform.apply()).toMatchObject({ ok: true });
    const { ".id": id } = router.rows("/ip/address").find(({ interface: port }) => port === "lan") ?? {};
    router.set("/ip/address", id, { comment: "" });
    const requests = router.requests.length;
    const { status, out } = await terraform.state("heal");
    expect([status, out]).toEqual([
      1,
      expect.stringContaining("comment holds ${ or %{, which is never written"),
    ]);
    expect(writes(router, requests)).toBe("[]");
  });
});

/** A stack whose configuration is not CDKTF's. */
class WrittenDeployment extends StateDeployment {
  public writeJson(): void {
    this.writeHcl("");
    this.writeConfiguration({
      terraform: {
        required_providers: { routeros: { source: "terraform-routeros/routeros", version: "1.99.1" } },
      },
      provider: { routeros: {} },
      ...JSON_OF_IT,
    });
  }
}

test("a configuration in HCL and the same in JSON are read alike", async () => {
  await withTerraform(WrittenDeployment, async (router, terraform) => {
    terraform.writeHcl(HCL);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect((await terraform.state("check")).status).toBe(0);
    const ofHcl = await stackOf(terraform);
    terraform.writeJson();
    expect(await stackOf(terraform)).toEqual(ofHcl);
    expect((await terraform.state("check")).status).toBe(0);
    const route = router.rows("/ip/route").find(({ gateway }) => gateway === "10.78.0.254") ?? {};
    await unset(router, "/ip/route", route, "check-gateway");
    router.set("/ip/route", route[".id"], { comment: "" });
    const { status, out } = await terraform.state("heal");
    expect([status, out]).toEqual([0, expect.stringContaining("Healed.")]);
    expect(router.rows("/ip/route")).toContainEqual(
      expect.objectContaining({ comment: "site/lan/2", "check-gateway": "ping" }),
    );
  });
});

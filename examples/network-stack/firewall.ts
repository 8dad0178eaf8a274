import { InterfaceList } from "@cdktf/provider-routeros/lib/interface-list";
import { InterfaceListMember } from "@cdktf/provider-routeros/lib/interface-list-member";
import {
  IpFirewallFilter,
  type IpFirewallFilterConfig,
} from "@cdktf/provider-routeros/lib/ip-firewall-filter";
import { MoveItems } from "@cdktf/provider-routeros/lib/move-items";
import { Construct } from "constructs";

/** The interfaces on the two sides of the firewall. */
export interface FirewallProps {
  readonly lans: ReadonlyMap<string, string>;
  readonly wans: ReadonlyMap<string, string>;
}

/** From the LANs everything, from the WANs only answers; answers that bear no mark take the fast path. */
export class Firewall extends Construct {
  /** The list of the LANs' interfaces. */
  public readonly lanList: InterfaceList;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    this.lanList = this.list("LAN", props.lans);
    this.list("WAN", props.wans);
    const lan = this.lanList.name;
    this.inOrder({
      "input-answers": { chain: "input", action: "accept", connectionState: "established,related,untracked" },
      "input-invalid": { chain: "input", action: "drop", connectionState: "invalid" },
      "input-ping": { chain: "input", action: "accept", protocol: "icmp" },
      "input-others": { chain: "input", action: "drop", inInterfaceList: `!${lan}` },
      // FastTrack passes by mangle: what the gateway marks must not take it.
      "fast-path": {
        chain: "forward",
        action: "fasttrack-connection",
        connectionState: "established,related",
        connectionMark: "no-mark",
      },
      "forward-answers": {
        chain: "forward",
        action: "accept",
        connectionState: "established,related,untracked",
      },
      "forward-invalid": { chain: "forward", action: "drop", connectionState: "invalid" },
      "forward-others": {
        chain: "forward",
        action: "drop",
        connectionState: "new",
        connectionNatState: "!dstnat",
        inInterfaceList: `!${lan}`,
      },
    });
  }

  private list(name: string, interfaces: ReadonlyMap<string, string>): InterfaceList {
    const list = new InterfaceList(this, name, { name });
    for (const [id, member] of interfaces) {
      new InterfaceListMember(list, id, { list: list.name, interface: member });
    }
    return list;
  }

  /** The order of filter rules matters, and Terraform makes them in parallel: it is set once all of them exist. */
  private inOrder(rules: Readonly<Record<string, IpFirewallFilterConfig>>): void {
    const made = Object.entries(rules).map(
      ([id, rule]) => new IpFirewallFilter(this, id, { ...rule, disabled: false, comment: id }),
    );
    new MoveItems(this, "order", {
      resourcePath: "/ip/firewall/filter",
      sequence: made.map((rule) => rule.id),
    });
  }
}

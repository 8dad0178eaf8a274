import { firstVersionWith } from "../../routeros/arguments";
import { HealthCheck } from "../health-check/health-check";
import type { RowSpec } from "../row-spec";
import { type ClientRoutes, type KindContext, type KindRequirement, type Refusal, WanKind } from "./wan-kind";
import type { WanOptions } from "./wan-options";

/** Options of {@link Wan.dhcp}. */
export interface DhcpWanOptions extends WanOptions {}

/** A WAN whose address and gateway come with a DHCP lease. */
export class DhcpWan extends WanKind {
  public static readonly factory = "Wan.dhcp";
  public static readonly example = "{ name: ..., interface: ... }";
  public static readonly options = {};

  public readonly name = "dhcp";
  public override readonly isRoutedByClient = true;
  public override readonly requirements: readonly KindRequirement[] = [
    {
      feature: "/ip/dhcp-client check-gateway",
      since: firstVersionWith("/ip/dhcp-client", "check-gateway"),
      instead: "write Wan.static({ ... }) if the ISP's gateway never changes",
    },
  ];

  public get defaultHealthCheck(): HealthCheck {
    return HealthCheck.ping();
  }

  public nextHop(): undefined {
    return undefined;
  }

  public refusalOf({ targets }: HealthCheck, wan: string, path: string): Refusal | undefined {
    return targets === undefined
      ? undefined
      : {
          value: targets,
          fault: { id: "probes-by-lease", wan },
          remedy: { id: "probe-gateway", wan: path },
        };
  }

  /** The router keeps its own resolvers and clocks. */
  public override routeClient(
    context: KindContext,
    { defaultRouteTable, distance, ownTable, policyTables, checkGateway }: ClientRoutes,
  ): RowSpec<"/ip/dhcp-client"> {
    return context.row(
      "/ip/dhcp-client",
      { path: ["dhcp-client"], stages: ["policy routes", "default routes"] },
      {
        interface: context.interface,
        "add-default-route": "yes",
        "default-route-distance": distance,
        "default-route-tables": [`${defaultRouteTable}:${distance}`, `${ownTable}:1`, ...policyTables],
        "check-gateway": checkGateway,
        "use-peer-dns": false,
        "use-peer-ntp": false,
      },
    );
  }
}

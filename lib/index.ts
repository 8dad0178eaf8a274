/**
 * A MikroTik router as a gateway over several WANs.
 *
 * @module gateway
 */
export {
  Balancing,
  ClassifyBy,
  type EcmpOptions,
  HashPolicy,
  type PerConnectionClassifierOptions,
  RouterTraffic,
} from "./gateway/balancing/balancing";
export type {
  BalancingData,
  ClassifierData,
  DhcpWanData,
  EcmpData,
  GatewayData,
  HealthCheckData,
  PointToPointWanData,
  PppoeClientData,
  RepeatedRoutesData,
  StaticWanData,
  WanData,
  WanDataOptions,
} from "./gateway/data/gateway-data";
export type { Dns, DnsDomain, DnsStaticRecord } from "./gateway/dns/dns";
export { EcmpMasqueradeGateway } from "./gateway/ecmp-masquerade-gateway";
export type { GatewayDescription } from "./gateway/gateway-description";
export { HealthCheck, type RecursiveCheckOptions } from "./gateway/health-check/health-check";
export type { Lan } from "./gateway/lan/lan";
export type { Management } from "./gateway/management/management";
export { Otherwise, type Policy } from "./gateway/policies/policy";
export { ForwardProtocol, type PortForward } from "./gateway/port-forwards/port-forward";
export type { GatewayPin } from "./gateway/terraform/gateway-pin";
export type { GatewayPolicy } from "./gateway/terraform/gateway-policy";
export type { GatewayPortForward } from "./gateway/terraform/gateway-port-forward";
export type { EcmpMasqueradeGatewayProps, TerraformProps } from "./gateway/terraform/gateway-props";
export type { GatewayWan } from "./gateway/terraform/gateway-wan";
export type { PlaceBeforeRule } from "./gateway/terraform/keep-rule-order";
export { GatewayProblemsError } from "./gateway/terraform/report-problems";
export type { DhcpWanOptions } from "./gateway/wan/dhcp";
export type { PointToPointWanOptions, PppoeClient } from "./gateway/wan/point-to-point";
export type { StaticWanOptions } from "./gateway/wan/static";
export { Wan } from "./gateway/wan/wan";
export type { WanOptions } from "./gateway/wan/wan-options";

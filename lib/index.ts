export { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps } from "./gateway/ecmp-masquerade-gateway";
export type { GatewayPin } from "./gateway/gateway-pin";
export type { GatewayPortForward } from "./gateway/gateway-port-forward";
export type { GatewayWan } from "./gateway/gateway-wan";
export { GatewayProblemsError } from "./gateway/problems-error";
export type { PlaceBefore } from "./gateway/rule-order";
export {
  Balancing,
  type ClassifierOptions,
  ClassifyBy,
  type EcmpOptions,
  HashPolicy,
} from "./props/balancing";
export { type DestinationPin, WhileDown } from "./props/destination-pin";
export type { Dns, DnsDomain, DnsStaticRecord } from "./props/dns";
export type { GatewayDescription } from "./props/gateway-description";
export { HealthCheck, type RecursiveCheckOptions } from "./props/health-check";
export type { Lan } from "./props/lan";
export type { Management } from "./props/management";
export { ForwardProtocol, type PortForward } from "./props/port-forward";
export type { PppoeClient } from "./props/pppoe-client";
export {
  type DhcpWanOptions,
  type PointToPointWanOptions,
  type StaticWanOptions,
  Wan,
  WanKind,
  type WanOptions,
} from "./props/wan";

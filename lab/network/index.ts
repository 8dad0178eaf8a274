export { AddressBlock } from "./block";
export type {
  LanDescription,
  ManagementDescription,
  NetworkDescription,
  ResolverDescription,
  WanDescription,
} from "./description";
export type { Ingress, SeenFlow } from "./ingress";
export type { Internet } from "./internet";
export type { Isp } from "./isp";
export type { LinkFault } from "./isp-rules";
export type { LanHosts } from "./lan-hosts";
export { Namespace } from "./namespace";
export { Network } from "./network";
export { networkProblem } from "./network-problem";
export type { Operator } from "./operator";
export { clearRemains, type Remains } from "./remains";
export { inOwnUserNamespace, underRoot } from "./root";

export { addressOf, Block } from "./block";
export type {
  LanDescription,
  ManagementDescription,
  NetworkDescription,
  WanDescription,
} from "./description";
export type { Ingress, SeenFlow } from "./ingress";
export type { Fault, Isp } from "./isp";
export { Namespace } from "./namespace";
export { Network } from "./network";
export type { Internet, LanHosts, Operator } from "./places";
export { networkProblem } from "./problem";
export { clearRemains, type Remains } from "./remains";

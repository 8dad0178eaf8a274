import type { GatewayDescription } from "../gateway-description";
import { type Wan, WanKind } from "../wan/wan";
import { HealthCheck } from "./health-check";

/** The check of a WAN: its own, the gateway's, or what its kind allows. */
export function healthCheckOf(
  wan: Wan,
  { healthCheck }: Pick<GatewayDescription, "healthCheck">,
): HealthCheck {
  // An interface alone has nobody to probe.
  const byKind = wan.kind === WanKind.POINT_TO_POINT ? HealthCheck.none() : HealthCheck.ping();
  return wan.healthCheck ?? healthCheck ?? byKind;
}

/** The hosts that prove a WAN alive; none where its gateway does. */
export function probeTargetsOfWan(
  wan: Wan,
  description: Pick<GatewayDescription, "healthCheck">,
): readonly string[] {
  return healthCheckOf(wan, description).targets ?? [];
}

/** The probe targets of all WANs: hosts that traffic must reach through one WAN only, whatever else is asked for. */
export function probeTargetsOf(description: GatewayDescription): readonly string[] {
  return description.wans.flatMap((wan) => probeTargetsOfWan(wan, description));
}

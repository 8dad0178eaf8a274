import { HealthCheck } from "../../props/health-check";
import { Wan, WanKind } from "../../props/wan";
import type { Values } from "../values";
import { problem } from "./problem";
import { booleanProblems, listProblems, textsOf } from "./types";

/** A WAN made by a factory, with what its kind needs. */
export function wanShapeProblems(at: string, wan: Wan, values: Values): string[] {
  if (!(wan instanceof Wan)) {
    return [
      problem(
        at,
        wan,
        "is not a Wan",
        "write Wan.static({ ... }), Wan.dhcp({ ... }) or Wan.pointToPoint({ ... })",
      ),
    ];
  }
  const required = wan.kind === WanKind.STATIC ? ["address", "gateway"] : [];
  return [
    ...textsOf(at, wan, ["name", "interface", ...required], ["renamedFrom", "routerName"]),
    ...(wan.pppoe === undefined ? [] : textsOf(`${at}.pppoe`, wan.pppoe, ["interface", "user", "password"])),
    ...healthCheckProblems(`${at}.healthCheck`, wan.healthCheck, values),
    ...booleanProblems(`${at}.masquerade`, wan.masquerade),
    ...booleanProblems(`${at}.disabled`, wan.disabled),
    ...tierProblems(`${at}.tier`, wan.tier),
  ];
}

/** Tiers become distances: those of 254 and more are kept for what stands behind all WANs. */
function tierProblems(prop: string, tier: unknown): string[] {
  return Number.isInteger(tier) && Number(tier) >= 1 && Number(tier) <= 100
    ? []
    : [
        problem(
          prop,
          tier,
          "is not a whole number from 1 to 100",
          "write 1 for a WAN that carries traffic first",
        ),
      ];
}

/** A health check made by a factory, and its canaries a list of texts. */
export function healthCheckProblems(prop: string, check: unknown, values: Values): string[] {
  if (check === undefined) {
    return [];
  }
  if (!(check instanceof HealthCheck)) {
    return [
      problem(
        prop,
        check,
        "is not a HealthCheck",
        "write HealthCheck.ping(), .arp(), .none() or .recursive({ canaries: [...] })",
      ),
    ];
  }
  const { canaries } = check;
  if (canaries === undefined) {
    return [];
  }
  const list = listProblems(`${prop}.canaries`, canaries, 'write ["9.9.9.9"]', values);
  return list.length > 0
    ? list
    : canaries.flatMap((canary, i) => textsOf(prop, { [`canaries[${i}]`]: canary }, [`canaries[${i}]`]));
}

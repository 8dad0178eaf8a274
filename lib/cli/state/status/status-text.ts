import type { Tier, TierStatus } from "../../../state/status/tiers";
import type { DefaultRouteState } from "../../../state/status/wan-status";
import { table } from "../../table";
import type { MeasuredStatus, MeasuredWan } from "./read-status";

const STATES = {
  up: "All WANs are up.",
  degraded: "At least one WAN is down.",
  down: "No egress: no default route of table main is active.",
} as const;

const HEAD = ["WAN", "link", "check", "main", "tables", "share", "measured", "open", "in", "out"];

/** The status of a router as text: a line per WAN, what is down, and the forwards. */
export function statusText(status: MeasuredStatus, addresses: ReadonlyMap<string, string>): string {
  return [
    STATES[status.state],
    ...(status.wans.length === 0 ? [] : [table(HEAD, status.wans.map(cells))]),
    ...status.tiers.map(tierLine),
    ...downLines(status.wans, addresses),
    ...forwardLines(status),
    ...(status.uncounted.length === 0
      ? []
      : [
          `Open connections were not counted for ${status.uncounted.join(", ")}: at most ten requests are sent.`,
        ]),
  ].join("\n");
}

function cells(wan: MeasuredWan): readonly string[] {
  const { share, rate, openConnections } = wan;
  return [
    wanName(wan),
    linkText(wan),
    checkText(wan),
    wan.distance === undefined ? wan.main : `${wan.main} (distance ${wan.distance})`,
    wan.tables.map(({ table: name, route }) => `${name} ${route}`).join(", ") || "-",
    percent(share.expected),
    share.measured === undefined ? "-" : `${percent(share.measured)} of ${totalOf(share)}`,
    openConnections === undefined ? "-" : String(openConnections),
    rate === undefined ? "-" : bitsText(rate.received),
    rate === undefined ? "-" : bitsText(rate.sent),
  ];
}

/** `fibre (ether1)`, or the interface alone. */
export function wanName({ name, interface: port }: Pick<MeasuredWan, "name" | "interface">): string {
  return name === port ? port : `${name} (${port})`;
}

const totalOf = ({ measured, connections }: MeasuredWan["share"]): number =>
  measured === undefined || measured === 0 ? 0 : Math.round((connections ?? 0) / measured);

function linkText({ link, lease }: MeasuredWan): string {
  return lease === undefined
    ? link
    : `${link}, lease ${lease.status}${lease.address ? ` ${lease.address}` : ""}`;
}

function checkText({ check }: MeasuredWan): string {
  return check.kind === "checked" ? `${check.method} ${check.answers ? "answers" : "fails"}` : check.kind;
}

const percent = (share: number | undefined): string =>
  share === undefined ? "unknown" : `${(share * 100).toFixed(1)} %`;

const UNITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s"];

function bitsText(bits: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bits)) / 3));
  return `${(bits / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}

function tierLine({ table: name, inForce, tiers }: TierStatus): string {
  const shown = ({ distance, wans }: Tier): string => `distance ${distance} (${wans.join(", ")})`;
  const used = tiers.find(({ distance }) => distance === inForce);
  if (used === undefined) {
    return `tiers of ${name}: none can be used: ${tiers.map(shown).join(", then ")}`;
  }
  const before = tiers.filter(({ distance }) => distance < used.distance);
  const after = tiers.filter(({ distance }) => distance > used.distance);
  return [
    `tiers of ${name}: ${shown(used)} is in force`,
    ...(before.length === 0 ? [] : [`${before.map(shown).join(" and ")} cannot be used`]),
    ...(after.length === 0 ? [] : [`next is ${after.map(shown).join(", then ")}`]),
  ].join("; ");
}

function downLines(wans: readonly MeasuredWan[], addresses: ReadonlyMap<string, string>): readonly string[] {
  return wans
    .filter(({ isUp }) => !isUp)
    .map((wan) => {
      const since = wan.linkDownSince === undefined ? "" : ` since ${wan.linkDownSince}`;
      const rows = wan.routes.map(({ id, comment }) => addresses.get(id) ?? comment ?? id);
      return `down: ${wanName(wan)}${since}: ${reasonOf(wan)}${rows.length === 0 ? "" : `. Rows: ${rows.join(", ")}`}`;
    });
}

const ROUTES: Readonly<Record<DefaultRouteState, string>> = {
  active: "its default route is active",
  standby: "its default route is on standby",
  down: "its default route cannot be used",
  none: "it has no default route",
};

function reasonOf({ link, lease, check, main }: MeasuredWan): string {
  if (link === "down" || link === "disabled") {
    return `the link is ${link}`;
  }
  if (lease !== undefined && lease.status !== "bound") {
    return `it has no lease (${lease.status})`;
  }
  if (check.kind === "checked" && !check.answers) {
    return `its gateway does not answer (check-gateway=${check.method})`;
  }
  return ROUTES[main];
}

function forwardLines({ forwards }: MeasuredStatus): readonly string[] {
  return forwards.map(
    ({ name, isEnabled, to, connections }) =>
      `forward: ${name} to ${to}, ${isEnabled ? `${connections} connections` : "disabled"}`,
  );
}

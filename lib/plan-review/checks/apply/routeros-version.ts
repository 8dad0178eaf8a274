import {
  goneWith,
  type Lifetime,
  lifetimeOf,
  menuLifetime,
  minorVersion,
  nearestVersion,
} from "../../../routeros/arguments";
import { isOlder } from "../../../routeros/compare-versions";
import { argumentOf, providerResource } from "../../../routeros/provider-resources";
import type { StateCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { Configuration } from "../../plan/configuration";
import type { Attributes, ResourceChange } from "../../plan/resource-change";

/** Arguments that left RouterOS but for devices with certain hardware. [dumps of CHR; a field report] */
const HARDWARE_BOUND: ReadonlySet<string> = new Set([
  "/ip/firewall/filter hw-offload",
  "/ip/route suppress-hw-offload",
  "/ipv6/route suppress-hw-offload",
]);

/** Something that a plan uses, and that not every version of RouterOS has. */
interface Use {
  /** `/ip/route gateway`, or a menu. */
  readonly subject: string;
  readonly attribute?: string;
  readonly lifetime: Lifetime;
  readonly resources: string[];
}

/** What the configuration sets, and a RouterOS version does not have: not yet, or no longer. */
export const routerosVersion: StateCheck = ({ snapshot, change, options: { routerOsVersion } }) => {
  const side = snapshot === change.before ? "before" : "after";
  const uses = new Map<string, Use>();
  for (const each of change.changes) {
    for (const use of usesOf(each, each[side], change.configuration, routerOsVersion)) {
      const known = uses.get(use.subject) ?? use;
      known.resources.push(each.address);
      uses.set(use.subject, known);
    }
  }
  return [...uses.values()].flatMap((use) =>
    routerOsVersion === undefined ? noteOf(use) : errorOf(use, routerOsVersion),
  );
};

function usesOf(
  change: ResourceChange,
  attributes: Attributes | undefined,
  { blocks }: Configuration,
  version: string | undefined,
): readonly Use[] {
  const resource = providerResource(change.type);
  const configured = blocks.get(change.block)?.configured;
  if (resource === undefined || configured === undefined || attributes === undefined || change.isPassedOver) {
    return [];
  }
  const { menu } = resource;
  const whole = menuLifetime(menu);
  const uses: Use[] =
    whole.first === undefined ? [] : [{ subject: menu, lifetime: { first: whole.first }, resources: [] }];
  for (const [attribute, value] of attributes) {
    const isSet =
      configured.has(attribute.split(".")[0] ?? "") && value !== "" && !resource.kept.has(attribute);
    const argument = argumentOf(resource, attribute, version);
    const lifetime = isSet ? ownLifetime(lifetimeOf(menu, argument), whole) : {};
    if (lifetime.first !== undefined || lifetime.last !== undefined) {
      uses.push({ subject: `${menu} ${argument}`, attribute, lifetime, resources: [] });
    }
  }
  return uses;
}

/** When an argument came and went, but for what came and went with its menu. */
function ownLifetime({ first, last }: Lifetime = {}, whole: Lifetime): Lifetime {
  return {
    ...(first === undefined || first === whole.first ? {} : { first }),
    ...(last === undefined || last === whole.last ? {} : { last }),
  };
}

function errorOf({ subject, attribute, lifetime, resources }: Use, version: string): readonly Finding[] {
  const { first, last } = lifetime;
  const known = nearestVersion(version);
  const found = { id: "routeros-version", severity: "error", subject, resources } as const;
  if (first !== undefined && isOlder(known, first)) {
    return [
      {
        ...found,
        verdict: "fail",
        message: `${subject} needs RouterOS ${minorVersion(first)} or newer. The router has ${version}.`,
        remediation: `Upgrade the router first, or remove ${attribute ?? "the resource"}.`,
      },
    ];
  }
  if (last === undefined || !isOlder(last, known)) {
    return [];
  }
  const isBound = HARDWARE_BOUND.has(subject);
  const where = isBound ? ", except on devices with a Prestera switch" : "";
  return [
    {
      ...found,
      verdict: isBound ? "unknown" : "fail",
      message: `RouterOS ${goneWith(last)} and newer reject ${subject}${where}. The router has ${version}.`,
      remediation: isBound
        ? `Remove ${attribute}, unless the router has a Prestera switch.`
        : `Remove ${attribute}.`,
    },
  ];
}

function noteOf({ subject, lifetime: { first, last }, resources }: Use): readonly Finding[] {
  const where = HARDWARE_BOUND.has(subject) ? ", except on devices with a Prestera switch" : "";
  return [
    {
      id: "routeros-version",
      severity: "note",
      verdict: "unknown",
      subject,
      resources,
      message:
        last === undefined
          ? `${subject} needs RouterOS ${minorVersion(first ?? "")} or newer.`
          : `RouterOS ${goneWith(last)} and newer reject ${subject}${where}.`,
      remediation: "State the version of the router with --routeros-version.",
    },
  ];
}

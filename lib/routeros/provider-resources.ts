import { dictionary } from "../text/dictionary";
import { isOlder } from "./compare-versions";
import data from "./data/resources.json";
import { propertyName } from "./menus";

/**
 * What the provider sends for a resource: `row` adds, sets and removes a row, `singleton` sets the one row of a menu,
 * `existing` sets a row that is always there, `move` orders rows, and `other` does more than one command says.
 */
export type ResourceKind = "row" | "singleton" | "existing" | "move" | "other";

/** How the provider terraform-routeros/routeros 1.99.1 writes a resource: its JSON schema says none of it. */
export interface ProviderResource {
  readonly menu: string;
  readonly kind: ResourceKind;
  /** The attributes that it sends. */
  readonly written: ReadonlyMap<string, "text" | "yes-or-no" | "number">;
  /** Attributes that it keeps for itself, such as the one that it finds a row by. */
  readonly kept: ReadonlySet<string>;
  /** Attributes that it unsets where they are empty, and of which it sends the mere presence where they are true. */
  readonly unset: ReadonlySet<string>;
  /** Arguments whose names are not those of their attributes. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly sensitive: readonly string[];
}

interface Facts {
  readonly menu: string;
  readonly kind?: string;
  readonly written?: string;
  readonly kept?: string;
  readonly unset?: string;
  readonly renamed?: string;
  readonly sensitive?: string;
}

const FACTS = dictionary<Facts>(data.resources);

const read = new Map<string, ProviderResource>();

/** The resource types of the provider. */
export const RESOURCE_TYPES: readonly string[] = Object.keys(data.resources);

/** How the provider writes a resource; undefined for a type that version 1.99.1 does not have. */
export function providerResource(type: string): ProviderResource | undefined {
  const facts = FACTS[type];
  if (facts === undefined) {
    return undefined;
  }
  const known = read.get(type) ?? readFacts(facts);
  read.set(type, known);
  return known;
}

const TYPES = dictionary<"yes-or-no" | "number">({ "?": "yes-or-no", "#": "number" });

function readFacts({ menu, kind, written, kept, unset, renamed, sensitive }: Facts): ProviderResource {
  return {
    menu,
    kind: (kind ?? "row") as ResourceKind,
    written: new Map(
      words(written).map((word) => [word.replace(/[?#]$/, ""), TYPES[word.slice(-1)] ?? "text"]),
    ),
    kept: new Set(words(kept)),
    unset: new Set(words(unset)),
    renamed: new Map(words(renamed).map((word) => [word.split(":")[0] ?? "", word.split(":")[1] ?? ""])),
    sensitive: words(sensitive),
  };
}

const words = (text = ""): readonly string[] => (text === "" ? [] : text.split(" "));

/** Attributes that the provider sends under another name since a version of RouterOS. [read, provider 1.99.1] */
const RENAMED_SINCE: readonly (readonly [
  menu: string,
  attribute: string,
  argument: string,
  since: string,
])[] = [
  ["/container", "envlist", "envlists", "7.20"],
  ["/container", "tag", "repo", "7.18"],
  ["/container/config", "ram_high", "memory-high", "7.20"],
  ["/container/envs", "name", "list", "7.20"],
  ["/interface/vxlan", "vrf", "vtep-vrf", "7.20"],
  ["/interface/wireguard/peers", "is_responder", "responder", "7.17"],
  ["/ip/dhcp-server", "src_address", "server-address", "7.1"],
  ["/routing/bgp/connection", "address_families", "afi", "7.19"],
  ["/routing/bgp/template", "address_families", "afi", "7.19"],
  ["/routing/ospf/area", "nssa_translate", "nssa-translator", "7.1"],
];

/**
 * The argument that an attribute is sent as.
 *
 * @param attribute `channel.config` for a member of a map or a nested block
 * @param version the router's, or undefined for the newest
 */
export function argumentOf(resource: ProviderResource, attribute: string, version?: string): string {
  const since = RENAMED_SINCE.find(([menu, name]) => menu === resource.menu && name === attribute);
  if (since !== undefined && (version === undefined || !isOlder(version, since[3]))) {
    return since[2];
  }
  return resource.renamed.get(attribute) ?? propertyName(attribute);
}

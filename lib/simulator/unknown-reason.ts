import type { RowReference } from "./row-reference";

/** Why a reader of rows cannot say what the router does: data, of which `unknown-text.ts` makes text. */
export type UnknownReason =
  /** A value that Terraform knows only after the apply. */
  | { readonly kind: "value-after-apply"; readonly property: string; readonly row: RowReference }
  | { readonly kind: "missing-value"; readonly property: string; readonly row: RowReference }
  | {
      readonly kind: "invalid-value" | "unsupported-value";
      readonly property: string;
      readonly value: string;
      readonly row?: RowReference;
    }
  /** A matcher that is modelled, but cannot be decided for this packet. */
  | {
      readonly kind: "undecided-matcher";
      readonly property: string;
      readonly value: string;
      readonly row: RowReference;
    }
  | {
      readonly kind: "unsupported-feature";
      readonly feature: "multicast" | "VRFs" | "routing rules that match a realm or VRF";
      readonly row?: RowReference;
    }
  | { readonly kind: "nat-in-chain"; readonly chain: string; readonly row: RowReference }
  /** An address that may be the router's own, depending on a row whose address is not known. */
  | { readonly kind: "own-address-undecided"; readonly address: string; readonly row: RowReference }
  | { readonly kind: "gateway-undecided"; readonly address: string; readonly row: RowReference }
  /** A gateway in no network that the rows name, where the router may have more networks or routes than they say. */
  | {
      readonly kind: "gateway-outside-rows";
      readonly address: string;
      readonly because: "lease" | "script" | "addresses";
      readonly row: RowReference;
    }
  /** A script that may change routes when something fails. */
  | { readonly kind: "script-may-reroute"; readonly row: RowReference }
  | { readonly kind: "source-address-unknown"; readonly interface: string; readonly row?: RowReference }
  | { readonly kind: "redirect-address-unknown"; readonly row: RowReference }
  | { readonly kind: "reply-address-unknown" }
  | { readonly kind: "route-place-unknown"; readonly row: RowReference }
  | { readonly kind: "gateway-list"; readonly row: RowReference }
  | { readonly kind: "blackhole-beside-gateway"; readonly row?: RowReference }
  | { readonly kind: "group-without-next-hop" }
  | { readonly kind: "fasttracked"; readonly row: RowReference }
  | { readonly kind: "reply-classifier"; readonly fields: string; readonly row: RowReference }
  | { readonly kind: "jump-depth"; readonly most: number; readonly row: RowReference }
  | {
      readonly kind: "jump-count";
      readonly table: string;
      readonly most: number;
      readonly row: RowReference;
    }
  | { readonly kind: "hash-branches" | "hash-questions" | "hash-remainders"; readonly most: number };

/** Why a route's gateway cannot be used. */
export type UnreachableReason =
  | { readonly kind: "check-failed"; readonly address: string; readonly check: "ping" | "arp" }
  | { readonly kind: "own-address"; readonly address: string }
  | { readonly kind: "interface-down"; readonly interface: string }
  | { readonly kind: "no-gateway" }
  | { readonly kind: "no-table"; readonly table: string }
  | { readonly kind: "blackhole"; readonly address: string }
  | { readonly kind: "no-route"; readonly address: string; readonly targetScope: number };

import { createHash } from "node:crypto";
import { deviceName } from "../services/program-text";

const LONGEST = 100;

/** A name that nftables takes for something that RouterOS calls by any text: readable where the text allows it. */
export function nftName(kind: string, text: string): string {
  const plain = /^[A-Za-z0-9_.-]+$/.test(text) && text.length <= LONGEST;
  if (plain && !text.startsWith("x.")) {
    return `${kind}_${text}`;
  }
  return `${kind}_x.${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}

/** The name of a device within quotes. */
export const quoted = (device: string): string => `"${deviceName(device)}"`;

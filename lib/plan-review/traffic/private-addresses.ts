import { contains } from "../../routeros/ipv4";

/** Networks whose addresses no ISP routes. RFC 1918 (private use) and RFC 6598 (shared by carriers). */
const PRIVATE = [
  { network: "10.0.0.0", length: 8 },
  { network: "172.16.0.0", length: 12 },
  { network: "192.168.0.0", length: 16 },
  { network: "100.64.0.0", length: 10 },
];

/** Whether an address is of private use. */
export function isPrivate(address: string): boolean {
  return PRIVATE.some((prefix) => contains(prefix, address));
}

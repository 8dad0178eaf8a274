import type { Values } from "../../menus/menu";
import type { Devices } from "../links/devices";

/** The addresses of each device, from `/ip/address`; whether it is up does not matter to them. */
export function wantedAddresses(rows: readonly Values[], devices: Devices): ReadonlyMap<string, string[]> {
  const wanted = new Map<string, string[]>(devices.all.map((device) => [device, []]));
  for (const row of rows) {
    const port = row["interface"] ?? "";
    if (row["disabled"] === "true" || !devices.has(port)) {
      continue;
    }
    const addresses = wanted.get(devices.of(port));
    // Two rows may give one address two networks: the kernel has it once, and a connected route for each.
    if (!addresses?.includes(row["address"] ?? "")) {
      addresses?.push(row["address"] ?? "");
    }
  }
  return wanted;
}

import type { Values } from "../../menus/menu";
import { type Devices, deviceOf } from "../links/devices";
import { leaseKey, type WantedClient } from "./dhcp-clients";

const DHCP_CLIENTS = "ip/dhcp-client";

/** The enabled DHCP clients, and a DHCP client for each PPPoE session, which the lab simulates by DHCP. */
export function wantedClients(
  rows: (menu: string) => readonly Values[],
  devices: Devices,
): readonly WantedClient[] {
  const hostName = rows("system/identity")[0]?.["name"] ?? "";
  const clients = rows(DHCP_CLIENTS)
    .filter((row) => row["disabled"] !== "true" && devices.has(row["interface"] ?? ""))
    .map((row) => ({
      key: leaseKey(DHCP_CLIENTS, row[".id"] ?? ""),
      device: devices.of(row["interface"] ?? ""),
      options: optionsOf(row, hostName),
    }));
  const sessions = devices.rows
    .filter(({ menu, values }) => menu === "interface/pppoe-client" && values["disabled"] !== "true")
    .map(({ menu, id, values }) => ({
      key: leaseKey(menu, id),
      device: deviceOf(values),
      options: ["-C", ...hostNameOption(values["user"] ?? "")],
    }));
  return [...clients, ...sessions];
}

const LONGEST_OPTION = 255;

/** The option 12 as bytes, of which `udhcpc` interprets none. */
function hostNameOption(name: string): readonly string[] {
  const bytes = Buffer.from(name).subarray(0, LONGEST_OPTION);
  return bytes.length === 0 ? [] : ["-x", `0x0c:${bytes.toString("hex")}`];
}

/** `udhcpc` identifies itself unless it is told not to. */
function optionsOf(row: Values, hostName: string): readonly string[] {
  const sent = (row["dhcp-options"] ?? "").split(",");
  return [
    ...(sent.includes("hostname") ? hostNameOption(hostName) : []),
    ...(sent.includes("clientid") ? [] : ["-C"]),
    ...(row["use-broadcast"] === "always" ? ["-B"] : []),
  ];
}

import type { InterfaceRow } from "../../menus/interface-kinds";
import type { Values } from "../../menus/menu";
import { type Devices, deviceOf } from "./devices";

/** How a device of a row comes to be. */
export type Making = { readonly type: "bridge" } | { readonly type: "macvlan"; readonly parent: string };

/** An interface's device as its row wants it. */
export interface WantedLink {
  readonly up: boolean;
  /** Undefined where the kernel may choose. */
  readonly mtu: number | undefined;
  readonly mac: string;
  /** The bridge that it is a port of. */
  readonly master: string;
  /** Undefined for a port, which is there anyway. */
  readonly making?: Making;
}

/** What PPPoE leaves of an Ethernet frame, after RouterOS' own reckoning. */
const PPPOE_MTU = 1480;

/** The devices of all interfaces: the ports as they are, bridges, and those on top of another interface. */
export function wantedLinks(
  devices: Devices,
  bridgePorts: readonly Values[],
): ReadonlyMap<string, WantedLink> {
  const masters = new Map(
    bridgePorts
      .filter((port) => port["disabled"] !== "true" && devices.has(port["bridge"] ?? ""))
      .map((port) => [port["interface"] ?? "", devices.of(port["bridge"] ?? "")]),
  );
  const wanted = devices.rows.flatMap((row): [string, WantedLink][] => {
    const { values } = row;
    const parent = values["interface"] ?? "";
    if (standsOnAnother(row) && !devices.has(parent)) {
      return [];
    }
    return [
      [
        deviceOf(values),
        {
          up: values["disabled"] !== "true",
          mtu: mtuOf(row),
          mac: values["mac-address"] ?? macOf(row, devices),
          master: masters.get(values["name"] ?? "") ?? "",
          making: makingOf(row, devices),
        },
      ],
    ];
  });
  return new Map(wanted);
}

const standsOnAnother = ({ menu }: InterfaceRow): boolean =>
  menu === "interface/vlan" || menu === "interface/pppoe-client";

function makingOf(row: InterfaceRow, devices: Devices): Making | undefined {
  if (row.menu === "interface/bridge") {
    return { type: "bridge" };
  }
  return standsOnAnother(row)
    ? { type: "macvlan", parent: devices.of(row.values["interface"] ?? "") }
    : undefined;
}

/** A server at the other end is to know a session again: the address is the port's, with the row's number in it. */
function macOf({ menu, id, values }: InterfaceRow, devices: Devices): string {
  const port = devices.rows.find((row) => row.values["name"] === values["interface"]);
  const mac = port?.values["mac-address"];
  if (menu !== "interface/pppoe-client" || mac === undefined) {
    return "";
  }
  return ["02", id.slice(1).padStart(2, "0"), ...mac.split(":").slice(2)].join(":");
}

function mtuOf({ menu, values }: InterfaceRow): number | undefined {
  const written = menu === "interface/pppoe-client" ? values["max-mtu"] : values["mtu"];
  if (written !== undefined && written !== "auto") {
    return Number(written);
  }
  if (menu === "interface/pppoe-client") {
    return PPPOE_MTU;
  }
  return menu === "interface/bridge" ? undefined : 1500;
}

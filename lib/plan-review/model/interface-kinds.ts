import type { Snapshot } from "./snapshot";

/** Menus whose interfaces carry Ethernet frames. */
const ETHERNET_MENUS = ["/interface/bridge", "/interface/ethernet", "/interface/vlan"];

/** The names that RouterOS gives Ethernet and wireless interfaces. */
const ETHERNET_NAME = /^(?:ether|sfp|sfpplus|sfp-sfpplus|sfp28-|qsfp28-|combo|wlan|wifi)\d+/;

/** Whether an interface certainly is Ethernet: a neighbour there is asked for by ARP. A tunnel's other end is not. */
export function isEthernet(name: string, { rows }: Snapshot): boolean {
  return (
    ETHERNET_NAME.test(name) ||
    rows.some(
      ({ menu, properties }) =>
        (ETHERNET_MENUS.includes(menu) && properties["name"] === name) ||
        (menu === "/ip/dhcp-client" && properties["interface"] === name),
    )
  );
}

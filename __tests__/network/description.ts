import type { NetworkDescription } from "../../lab/network";

/** The article's router: two WANs and a LAN. */
export const ARTICLE: NetworkDescription = {
  wans: [
    { name: "wlan1", routerAddress: "10.112.0.2/24", gateway: "10.112.0.1" },
    { name: "wlan2", routerAddress: "10.111.0.2/24", gateway: "10.111.0.1" },
  ],
  lans: [{ name: "Local", routerAddress: "192.168.0.1/24" }],
};

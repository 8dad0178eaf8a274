import type { NetworkDescription } from "./network";

/** What is around the article's router: a LAN, and two ISPs. */
export const ARTICLE_NETWORK: NetworkDescription = {
  lans: [{ name: "Local", routerAddress: "192.168.0.1/24" }],
  wans: [
    { name: "wlan1", routerAddress: "10.112.0.2/24", gateway: "10.112.0.1" },
    { name: "wlan2", routerAddress: "10.111.0.2/24", gateway: "10.111.0.1" },
  ],
};

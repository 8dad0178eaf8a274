import type { Network } from "../lab/network";
import { operatorUrl, startRouterOf } from "../lab/networked-router";
import { LabRouter } from "../lab/router";
import type { RouterLogin } from "../lib/cli/router-login";
import { warn } from "./print-progress";

/** The interfaces that the article's router has. */
const INTERFACES = ["Local", "wlan1", "wlan2"];

/** A version that lets the gateway checks be hurried. */
const VERSION = "7.24";

/**
 * A lab router with the article's interfaces, on which somebody else has been at work before; in a network, where there
 * is one.
 */
export async function startLabRouter(network?: Network): Promise<LabRouter> {
  const router =
    network === undefined
      ? await LabRouter.start({ interfaces: INTERFACES })
      : await startRouterOf(network, { version: VERSION, onError: warn });
  router.add("/ip/firewall/nat", {
    chain: "dstnat",
    protocol: "tcp",
    "dst-port": "8443",
    action: "dst-nat",
    "to-addresses": "192.168.0.20",
    "to-ports": "443",
    comment: "camera",
  });
  router.add("/ip/dns/static", {
    name: "printer.office.example",
    address: "192.168.0.30",
    comment: "printer",
  });
  await router.settled();
  return router;
}

/** How this process gets at a lab router. */
export const loginOf = (router: LabRouter): RouterLogin => ({
  url: router.httpsUrl,
  username: router.username,
  password: router.password,
  caCertificate: router.caCertificateFile,
});

/** How the operator gets at it, over the management link. */
export const operatorLogin = (router: LabRouter, network: Network): RouterLogin => ({
  ...loginOf(router),
  url: operatorUrl(network),
});

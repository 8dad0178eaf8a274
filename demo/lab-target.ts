import { LabRouter } from "../lab/router";
import type { RouterLogin } from "./router-login";

/** The interfaces that the article's router has. */
const INTERFACES = ["Local", "wlan1", "wlan2"];

/** A lab router with the article's interfaces, on which somebody else has been at work before. */
export async function startLabRouter(): Promise<LabRouter> {
  const router = await LabRouter.start({ interfaces: INTERFACES });
  router.add("/ip/firewall/nat", {
    chain: "dstnat",
    protocol: "tcp",
    "dst-port": "8443",
    action: "dst-nat",
    "to-addresses": "192.168.0.20",
    "to-ports": "443",
    comment: "camera, Alice",
  });
  router.add("/ip/dns/static", {
    name: "printer.office.example",
    address: "192.168.0.30",
    comment: "printer, Bob",
  });
  return router;
}

/** How to get at a lab router. */
export const loginOf = (router: LabRouter): RouterLogin => ({
  url: router.httpsUrl,
  username: router.username,
  password: router.password,
  caCertificate: router.caCertificateFile,
});

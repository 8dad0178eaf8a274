import { readFileSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Failure } from "../tools/failure";
import type { RouterLogin } from "./router-login";

/** A row as the REST API gives it. */
export type RouterRow = Readonly<Record<string, string>>;

/** The menus in which a gateway has rows, by the Terraform resource that stands for one. */
export const MENU_OF_RESOURCE = {
  routeros_ip_address: "ip/address",
  routeros_ip_firewall_nat: "ip/firewall/nat",
  routeros_ip_route: "ip/route",
  routeros_routing_table: "routing/table",
  routeros_ip_firewall_mangle: "ip/firewall/mangle",
  routeros_ip_dns: "ip/dns",
  routeros_ip_dns_record: "ip/dns/static",
} as const;

/** A menu in which a gateway has rows. */
export type MenuPath = (typeof MENU_OF_RESOURCE)[keyof typeof MENU_OF_RESOURCE];

export const MENUS: readonly MenuPath[] = Object.values(MENU_OF_RESOURCE);

/** The rows of a router, menu by menu, in its own order; `ip/dns` has one row without an id. */
export type RouterRows = ReadonlyMap<MenuPath, readonly RouterRow[]>;

const TIMEOUT_MS = 15_000;

/** Reads every menu in which a gateway has rows; changes nothing. */
export async function readRows(login: RouterLogin): Promise<RouterRows> {
  const rows = new Map<MenuPath, readonly RouterRow[]>();
  for (const menu of MENUS) {
    const answer = await get(login, menu);
    rows.set(menu, Array.isArray(answer) ? answer : [answer]);
  }
  return rows;
}

/** The names of the router's interfaces. */
export async function readInterfaces(login: RouterLogin): Promise<readonly string[]> {
  return [await get(login, "interface")].flat().map(({ name = "" }) => name);
}

/** What the router's choice among equal ways looks at; a router without the setting looks at addresses. */
export async function readHashPolicy(login: RouterLogin): Promise<string> {
  const [settings] = [await get(login, "ip/settings")].flat();
  return settings?.["ipv4-multipath-hash-policy"] ?? "l3";
}

async function get(login: RouterLogin, menu: string): Promise<RouterRow | RouterRow[]> {
  const url = `${login.url}/rest/${menu}`;
  try {
    const { status, text } = await send(login, url);
    if (status === 200) {
      return JSON.parse(text);
    }
    throw new Error(`status ${status}: ${text}`);
  } catch (error) {
    throw new Failure(`Reading /${menu} from ${login.url} failed: ${(error as Error).message}`);
  }
}

function send(login: RouterLogin, url: string): Promise<{ status: number | undefined; text: string }> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const options = {
    auth: `${login.username}:${login.password}`,
    timeout: TIMEOUT_MS,
    rejectUnauthorized: login.insecure !== true,
    ...(login.caCertificate === undefined ? {} : { ca: readFileSync(login.caCertificate) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, text }));
      response.on("error", reject);
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    sent.on("error", reject);
    sent.end();
  });
}

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Fields } from "../state/fields";
import type { RouterRowsByMenu } from "../state/matching";
import { shortened } from "../text/printable";
import { exchange, type HttpReply, LIMITS, type Limits } from "./exchange";
import { InputError } from "./input";
import { ReplyError, recordsIn, refusalIn, rowsIn } from "./reply";
import { certificateFor, type RouterLogin } from "./router-login";

/** The name and version of a router. */
export interface RouterIdentity {
  /** The name in `/system/identity`. */
  readonly identity: string;
  /** Such as `7.20.4 (stable)`. */
  readonly version: string;
}

/** The router answers, and rejects a request. */
export class RejectedRequest extends InputError {}

/** The REST API of a router: reads menus, and writes and removes rows. */
export class RouterClient {
  private readonly send: (method: string, path: string, body?: string) => Promise<HttpReply>;

  /**
   * @param limits of each request
   * @param from the address of this machine that requests come from; any unless given
   */
  public constructor(
    private readonly login: RouterLogin,
    limits: Limits = LIMITS,
    from?: string,
  ) {
    const isHttps = login.url.startsWith("https:");
    const agent = isHttps
      ? new HttpsAgent({
          keepAlive: true,
          ca: certificateFor(login),
          rejectUnauthorized: login.insecure !== true,
        })
      : new HttpAgent({ keepAlive: true });
    this.send = (method, path, body) =>
      exchange(
        `${login.url}/rest${path}`,
        body,
        {
          method,
          agent,
          localAddress: from,
          auth: `${login.username}:${login.password}`,
          headers: body === undefined ? {} : { "content-type": "application/json" },
        },
        limits,
      );
  }

  /** Reads the name and version of the router. */
  public async identity(): Promise<RouterIdentity> {
    const [{ name = "" } = {}] = await this.read("/system/identity");
    const [{ version = "" } = {}] = await this.read("/system/resource");
    return { identity: name, version };
  }

  /** Reads the rows of menus; a menu with one row gives that row. */
  public async rows(menus: readonly string[]): Promise<RouterRowsByMenu> {
    const rows = new Map<string, readonly Fields[]>();
    for (const menu of new Set(menus)) {
      rows.set(menu, await this.read(menu));
    }
    return rows;
  }

  /**
   * Reads some fields, separated by commas, of the rows of a menu. Undefined if the router rejects it: a version without the menu, or a user
   * without the right.
   */
  public async fields(menu: string, names: string): Promise<readonly Fields[] | undefined> {
    return this.unlessRejected(() => this.read(`${menu}?.proplist=${names}`, menu));
  }

  /** Reads a menu; undefined if the router rejects it. */
  public async optionalRows(menu: string): Promise<readonly Fields[] | undefined> {
    return this.unlessRejected(() => this.read(menu));
  }

  /** Counts the rows of a menu that have a value; undefined if the router rejects it. */
  public async count(menu: string, field: string, value: string): Promise<number | undefined> {
    const body = JSON.stringify({ "count-only": "", ".query": [`${field}=${value}`] });
    const text = await this.unlessRejected(() => this.ask("POST", `${menu}/print`, body));
    const [, count] = /"ret"\s*:\s*"?(\d+)/.exec(text ?? "") ?? [];
    return count === undefined ? undefined : Number(count);
  }

  /** What passes interfaces now; undefined if the router rejects it, for which the user needs the policy `test`. */
  public async traffic(interfaces: readonly string[]): Promise<readonly Fields[] | undefined> {
    const body = JSON.stringify({ interface: interfaces.join(","), once: "" });
    const text = await this.unlessRejected(() => this.ask("POST", "/interface/monitor-traffic", body));
    return text === undefined ? undefined : recordsIn(text);
  }

  private async unlessRejected<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof RejectedRequest) {
        return undefined;
      }
      throw error;
    }
  }

  /** Writes fields of a row, and no others; without an id, those of a menu with one row. */
  public async write(menu: string, id: string | undefined, fields: Fields): Promise<void> {
    const body = JSON.stringify(fields);
    await (id === undefined
      ? this.ask("POST", `${menu}/set`, body)
      : this.ask("PATCH", `${menu}/${encodeURIComponent(id)}`, body));
  }

  /** Adds a row. */
  public async add(menu: string, fields: Fields): Promise<void> {
    await this.ask("PUT", menu, JSON.stringify(fields));
  }

  /** Runs a script that the router has, and waits for its end. */
  public async runScript(name: string): Promise<void> {
    await this.ask("POST", "/system/script/run", JSON.stringify({ number: name }));
  }

  /** Removes a row. */
  public async remove(menu: string, id: string): Promise<void> {
    await this.ask("DELETE", `${menu}/${encodeURIComponent(id)}`);
  }

  private async read(path: string, menu = path): Promise<readonly Fields[]> {
    const text = await this.ask("GET", path);
    try {
      return rowsIn(menu, text);
    } catch (error) {
      throw error instanceof ReplyError
        ? new InputError(
            `${this.login.url} answers, but not as the REST API of RouterOS 7: its reply for ${menu} ${error.message}: check ROS_HOSTURL`,
          )
        : error;
    }
  }

  private async ask(method: string, path: string, body?: string): Promise<string> {
    const { url, username } = this.login;
    let reply: HttpReply;
    try {
      reply = await this.send(method, path, body);
    } catch (error) {
      throw new InputError(`${url} cannot be reached: ${reasonOf(error as NodeJS.ErrnoException)}`);
    }
    if (reply.status === 401) {
      throw new InputError(
        `${url} rejects the user "${username}" and the password: check ROS_USERNAME and ROS_PASSWORD`,
      );
    }
    if (reply.status >= 300 && reply.status <= 399) {
      const to = reply.location === undefined ? "" : ` to ${shortened(withoutLogin(reply.location), 200)}`;
      throw new InputError(
        `${url} redirects${to} (status ${reply.status}), which is not followed: write the router's own address in ROS_HOSTURL`,
      );
    }
    if (reply.status < 200 || reply.status > 299) {
      throw new RejectedRequest(
        `${url} rejects ${method} ${path}: ${refusalIn(reply.text) ?? `status ${reply.status}`}`,
      );
    }
    return reply.text;
  }
}

/** An address without the user and the password that it may name. */
const withoutLogin = (location: string): string => location.replace(/\/\/[^/]*@/, "//");

const CERTIFICATE = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_SIGNATURE_FAILURE",
]);

function reasonOf({ code = "", message }: NodeJS.ErrnoException): string {
  if (CERTIFICATE.has(code)) {
    return "its certificate is not signed by a trusted CA: check ROS_CA_CERTIFICATE";
  }
  if (code === "ECONNREFUSED") {
    return "the connection was refused: check ROS_HOSTURL, and that www-ssl or www is enabled on the router";
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return "DNS has no address of its host: check ROS_HOSTURL";
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return "it does not speak TLS there: check ROS_HOSTURL";
  }
  if (code.startsWith("HPE_")) {
    return "its reply is not HTTP: check ROS_HOSTURL";
  }
  return message || code;
}

import type { Values } from "../../lab/router";
import type { RouterAccess } from "../terraform";
import { RestThread } from "./rest-thread";
import { withoutVerdicts } from "./router-content";

/** What a deploy test does at a router besides deploying: the lab router can do it, and a device over REST. */
export interface RouterAtHand extends RouterAccess {
  rows(path: string): readonly Values[];
  add(path: string, row: Values): string;
  set(path: string, id: string | undefined, row: Values): void;
  remove(path: string, id: string): void;
}

/** The menus that deploy tests write to; in the order in which rows can be taken away. */
const LISTS = [
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/firewall/filter",
  "/ip/firewall/raw",
  "/routing/rule",
  "/ip/route",
  "/ip/dns/static",
  "/ip/address",
  "/interface/list/member",
  "/interface/list",
  "/routing/table",
];
const SINGLETONS = ["/ip/dns", "/ip/settings"];
type Contents = ReadonlyMap<string, readonly Values[]>;

/** A router that is somebody's: the one that ROS_HOSTURL names. Its REST calls are waited for. */
export class Device implements RouterAtHand {
  private static known: Device | undefined;

  /** The device that `npm run test:deploy` was told to use, if any. */
  public static get atHand(): Device | undefined {
    const { TEST_DEVICE, ROS_HOSTURL, ROS_USERNAME = "admin", ROS_PASSWORD = "" } = process.env;
    if (TEST_DEVICE !== undefined && ROS_HOSTURL !== undefined) {
      const url = ROS_HOSTURL.replace(/\/+$/, "");
      Device.known ??= new Device(url, ROS_USERNAME, ROS_PASSWORD, process.env.ROS_CA_CERTIFICATE);
    }
    return Device.known;
  }

  private readonly thread: RestThread;

  private constructor(
    public readonly httpsUrl: string,
    public readonly username: string,
    public readonly password: string,
    public readonly caCertificateFile: string | undefined,
  ) {
    this.thread = new RestThread(caCertificateFile);
  }

  public rows(path: string): readonly Values[] {
    const found = this.request("GET", path) as Values | readonly Values[];
    return Array.isArray(found) ? found : [found as Values];
  }

  public add(path: string, row: Values): string {
    return (this.request("PUT", path, row) as Values)[".id"] ?? "";
  }

  public set(path: string, id: string | undefined, row: Values): void {
    if (id === undefined) {
      this.command(`${path}/set`, row);
    } else {
      this.request("PATCH", `${path}/${id}`, row);
    }
  }

  public remove(path: string, id: string): void {
    this.request("DELETE", `${path}/${id}`);
  }

  public command(path: string, args: Values): void {
    this.request("POST", path, args);
  }

  /** Has something done to the device, and leaves it as it was found; throws where that can not be. */
  public async borrow(use: () => Promise<void>): Promise<void> {
    const before = this.contents();
    try {
      await use();
    } finally {
      this.restore(before);
    }
    expect(comparable(this.contents())).toEqual(comparable(before));
  }

  private contents(): Contents {
    return new Map([...LISTS, ...SINGLETONS].map((menu) => [menu, this.rows(menu)]));
  }

  /** Takes away the rows that were not there, and sets the settings that are others now. */
  private restore(before: Contents): void {
    for (const menu of LISTS) {
      const known = new Set(before.get(menu)?.map((row) => row[".id"]));
      const added = this.rows(menu).filter((row) => row["dynamic"] !== "true" && !known.has(row[".id"]));
      for (const row of added) {
        this.remove(menu, row[".id"] ?? "");
      }
    }
    for (const menu of SINGLETONS) {
      const now = this.rows(menu)[0] ?? {};
      const changed = Object.entries(before.get(menu)?.[0] ?? {}).filter(
        ([name, value]) => now[name] !== value,
      );
      if (changed.length > 0) {
        this.set(menu, undefined, Object.fromEntries(changed));
      }
    }
  }

  private request(method: string, path: string, row?: Values): unknown {
    const { status, text } = this.thread.send({
      url: `${this.httpsUrl}/rest${path}`,
      method,
      auth: `${this.username}:${this.password}`,
      body: row && JSON.stringify(row),
    });
    if (status < 200 || status > 299) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
    return text === "" ? undefined : JSON.parse(text);
  }
}

const comparable = (contents: Contents): unknown =>
  [...contents].map(([menu, rows]) => [
    menu,
    rows.filter((row) => row["dynamic"] !== "true").map(withoutVerdicts),
  ]);

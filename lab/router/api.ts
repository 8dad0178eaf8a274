import {
  badRequest,
  missingArguments,
  noMatch,
  noSuchCommand,
  notFound,
  notInTheLab,
  unknownParameter,
} from "./errors";
import type { Shown } from "./logins";
import type { VersionedMenu } from "./menus";
import type { Values } from "./menus/menu";
import { resolvePath } from "./paths";
import { filterRows, project, queryRows, readProplist } from "./query";
import { type Arguments, idOf, readBody, refuseAny } from "./read-arguments";
import type { Operations } from "./row-operations";

/** A request below `/rest`, whatever carried it. */
export interface ApiRequest {
  readonly method: string;
  /** What follows `/rest/`, as sent. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body: unknown;
}

/** Status and JSON value; no value means an empty body. */
export interface ApiReply {
  readonly status: number;
  readonly value?: unknown;
}

const WRITING_COMMANDS = new Set(["add", "set", "remove", "move", "enable", "disable", "unset"]);

const RUNS_SCRIPT = /^\/*system\/+script\/+run\/*$/;

/** Whether a request may change rows: what the fault switch counts. */
export const isWrite = ({ method, path }: ApiRequest): boolean =>
  ["PUT", "PATCH", "DELETE"].includes(method) ||
  (method === "POST" && (WRITING_COMMANDS.has(path.split("/").at(-1) ?? "") || RUNS_SCRIPT.test(path)));

/** The menu that a write is about, such as `/ip/route`: all of the path but an id or a command. */
export const menuAt = ({ method, path }: ApiRequest): string =>
  `/${method === "PUT" ? path : path.slice(0, path.lastIndexOf("/"))}`;

/** RouterOS' REST verbs over the commands of a router. */
export class Api {
  constructor(
    private readonly menus: ReadonlyMap<string, VersionedMenu>,
    private readonly operations: Operations,
    private readonly show: Shown,
  ) {}

  /** Carries out a request, or throws what the router answers instead. */
  handle(request: ApiRequest): ApiReply {
    const { menu, rest } = resolvePath(this.menus, request.path);
    switch (request.method) {
      case "GET":
        return { status: 200, value: this.get(menu, rest, request.query) };
      case "PUT":
        return { status: 201, value: this.put(menu, rest, request.body) };
      case "PATCH":
        return { status: 200, value: this.patch(menu, rest, request.body) };
      case "DELETE":
        this.operations.remove(menu, this.find(menu, rest)[".id"] ?? "");
        return { status: 204 };
      default:
        return { status: 200, value: this.post(menu, rest, request.body) };
    }
  }

  private get(menu: VersionedMenu, rest: string | undefined, query: ApiRequest["query"]): unknown {
    const proplist = readProplist(query.find(([name]) => name === ".proplist")?.[1]);
    if (rest !== undefined) {
      return project([this.find(menu, rest)], proplist)[0];
    }
    if (menu.menu.singleton === true) {
      return project([this.show.singleton(menu)], proplist)[0];
    }
    const wanted = query.filter(([name]) => name !== ".proplist");
    return project(filterRows(this.show.rows(menu), wanted), proplist);
  }

  private put(menu: VersionedMenu, rest: string | undefined, body: unknown): Values {
    if (rest !== undefined) {
      throw badRequest("no such command");
    }
    const id = this.operations.add(menu, readBody(body));
    return this.byId(menu, id);
  }

  private patch(menu: VersionedMenu, rest: string | undefined, body: unknown): Values {
    const id = this.find(menu, rest)[".id"] ?? "";
    this.operations.set(menu, id, readBody(body));
    return this.byId(menu, id);
  }

  private post(menu: VersionedMenu, command: string | undefined, body: unknown): unknown {
    if (command === undefined) {
      throw badRequest("no such command");
    }
    if (command === "print") {
      return this.print(menu, body);
    }
    if (menu.path === "interface" && command === "monitor-traffic") {
      return this.monitorTraffic(menu, readBody(body));
    }
    if (menu.menu.actions?.includes(command) === true) {
      this.act(menu, command, readBody(body));
      return [];
    }
    if (!WRITING_COMMANDS.has(command)) {
      throw noSuchCommand(command);
    }
    const sent = readBody(body);
    if (command === "add") {
      return { ret: this.operations.add(menu, sent) };
    }
    if (menu.menu.singleton === true && command === "set") {
      this.operations.setSingleton(menu, sent);
    } else {
      this.change(menu, command, sent);
    }
    return [];
  }

  private print(menu: VersionedMenu, body: unknown): unknown {
    const {
      ".proplist": proplist,
      ".query": query,
      "count-only": countOnly,
      ...rest
    } = (body ?? {}) as Record<string, unknown>;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) {
      throw unknownParameter(unknown);
    }
    const rows = menu.menu.singleton === true ? [this.show.singleton(menu)] : this.show.rows(menu);
    const found = queryRows(rows, query);
    return countOnly === undefined ? project(found, readProplist(proplist)) : { ret: String(found.length) };
  }

  /** Once only: a reply that goes on is none over REST. */
  private monitorTraffic(menu: VersionedMenu, sent: Arguments): readonly Values[] {
    const { interface: names, once, ...rest } = sent;
    refuseAny(rest);
    if (names === undefined) {
      throw missingArguments(["interface"]);
    }
    if (once === undefined) {
      throw notInTheLab("monitor-traffic without once");
    }
    const rows = this.show.rows(menu);
    return names.split(",").map((name) => {
      const row = rows.find((each) => each["name"] === name);
      if (row === undefined) {
        throw noMatch("interface");
      }
      return { name, ...this.operations.trafficOf(row) };
    });
  }

  private change(menu: VersionedMenu, command: string, sent: Arguments): void {
    const { ".id": id, numbers = id, ...rest } = sent;
    if (!menu.has(command)) {
      throw noSuchCommand(command);
    }
    if (numbers === undefined) {
      throw missingArguments(["numbers"]);
    }
    const ids = numbers.split(",").map((number) => idOf(this.show.rows(menu), number));
    switch (command) {
      case "move":
        this.move(menu, ids, rest);
        break;
      case "unset":
        this.unset(menu, ids, rest);
        break;
      case "set":
        for (const each of ids) {
          this.operations.set(menu, each, rest);
        }
        break;
      default:
        refuseAny(rest);
        for (const each of ids) {
          this.simple(menu, command, each);
        }
    }
  }

  private act(menu: VersionedMenu, command: string, sent: Arguments): void {
    const { ".id": id, numbers = id, ...rest } = sent;
    refuseAny(rest);
    if (numbers === undefined) {
      throw missingArguments(["numbers"]);
    }
    for (const number of numbers.split(",")) {
      this.operations.act(menu, command, idOf(this.show.rows(menu), number));
    }
  }

  private simple(menu: VersionedMenu, command: string, id: string): void {
    if (command === "remove") {
      this.operations.remove(menu, id);
    } else {
      this.operations.toggle(menu, id, command === "enable" ? "enable" : "disable");
    }
  }

  private move(menu: VersionedMenu, ids: readonly string[], sent: Arguments): void {
    const { destination, ...rest } = sent;
    refuseAny(rest);
    this.operations.move(
      menu,
      ids,
      destination === undefined ? undefined : idOf(this.show.rows(menu), destination),
    );
  }

  private unset(menu: VersionedMenu, ids: readonly string[], sent: Arguments): void {
    const { "value-name": names, ...rest } = sent;
    refuseAny(rest);
    if (names === undefined) {
      throw missingArguments(["value-name"]);
    }
    for (const id of ids) {
      this.operations.unset(menu, id, names.split(","));
    }
  }

  /** The row that a URL names by id, or by name where the menu has names. */
  private find(menu: VersionedMenu, item: string | undefined): Values {
    if (item === undefined || menu.menu.singleton === true) {
      throw badRequest("missing or invalid resource identifier");
    }
    const isId = item.startsWith("*");
    if (!isId && (menu.has(item) || item === "print")) {
      throw badRequest("no such command");
    }
    if (!isId && !("name" in menu.menu.properties)) {
      throw badRequest("no such command prefix");
    }
    const found = this.show.rows(menu).find((row) => row[isId ? ".id" : "name"] === item);
    if (found === undefined) {
      throw notFound();
    }
    return found;
  }

  private byId(menu: VersionedMenu, id: string): Values {
    return this.find(menu, id);
  }
}

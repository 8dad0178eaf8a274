import type { ApiReply, ApiRequest } from "../api";
import type { Console } from "../console/console";
import type { OwnCommand } from "../console/console-parts";
import { ScriptError } from "../console/script";
import {
  badRequest,
  missingArguments,
  noSuchItem,
  notEnoughPermissions,
  notInTheLab,
  RouterError,
} from "../errors";
import type { LeaseChange } from "../kernel/services/lease-news";
import { Login } from "../logins";
import type { Values } from "../menus/menu";
import { SCRIPT_POLICIES } from "../menus/system";
import { granted } from "../menus/users";
import { type Arguments, idOf, readBody, refuseAny } from "../read-arguments";
import type { SystemState } from "../show";
import type { Store, StoredRow } from "../store";
import { dateAndTime } from "../values/date";
import { LabClock } from "./lab-clock";
import { isLevel, LogBook } from "./log-book";
import { Scheduler } from "./scheduler";

const SCRIPTS = "system/script";
const SCHEDULER = "system/scheduler";
const DHCP_CLIENTS = "ip/dhcp-client";
const DEVICE_MODE = "system/device-mode";

/** How deep scripts may run scripts: a script that runs itself has to end somewhere. */
const DEEPEST = 10;

/** When a script was run last, and how often since the router started. */
interface Runs {
  readonly count: number;
  readonly last: string;
}

/** What a router does by itself: it keeps the time, runs scripts when they are due, and writes its log. */
export class RouterSystem implements SystemState {
  readonly clock = new LabClock();
  readonly log = new LogBook(() => this.clock.now);
  private readonly scheduler: Scheduler;
  private readonly runs = new Map<string, Runs>();
  private depth = 0;

  /**
   * @param consoleOf a console on which somebody gives commands, with no more than their policies
   * @param reboot starts the router again, once the reply to who asked for it is on its way
   */
  constructor(
    private readonly store: Store,
    private readonly consoleOf: (login: Login) => Console,
    private readonly reboot: () => void,
  ) {
    this.scheduler = new Scheduler({
      clock: this.clock,
      rows: () => store.rows(SCHEDULER),
      isAllowed: () => store.rows(DEVICE_MODE)[0]?.values["scheduler"] !== "false",
      run: (row) => this.runScheduled(row),
    });
    store.onChange((menus) => {
      if (menus.includes(SCHEDULER)) {
        this.scheduler.rowsChanged();
      }
      for (const id of this.runs.keys()) {
        if (this.store.find(SCRIPTS, id) === undefined) {
          this.runs.delete(id);
        }
      }
    });
  }

  close(): void {
    this.scheduler.stop();
  }

  /** The router has no power: nothing runs. */
  powerOff(): void {
    this.scheduler.halt();
  }

  /** The router starts: its log is empty, no script has run, and those of `startup` will. */
  powerOn(): void {
    this.clock.boot();
    this.log.clear();
    this.runs.clear();
    this.scheduler.boot();
  }

  /** Lets time pass; every row of the scheduler runs at its own time within it. */
  pass(milliseconds: number): void {
    const end = this.clock.now + milliseconds;
    for (let { next } = this.scheduler; next !== undefined && next <= end; { next } = this.scheduler) {
      this.clock.pass(Math.max(0, next - this.clock.now));
      this.scheduler.runDue();
    }
    this.clock.pass(Math.max(0, end - this.clock.now));
    this.scheduler.runDue();
  }

  /** Sets the clock forward or back; rows of the scheduler stay due by the clock, or after the time that they had left. */
  step(milliseconds: number, due: "by-clock" | "by-time-left"): void {
    this.clock.step(milliseconds);
    if (due === "by-time-left") {
      this.scheduler.shift(milliseconds);
    }
    this.scheduler.runDue();
  }

  /** Runs the script of a DHCP client, which finds what it was lent in its variables. */
  leaseChanged({ id, lease }: LeaseChange): void {
    const { script = "", interface: port = "" } = this.store.find(DHCP_CLIENTS, id)?.values ?? {};
    if (script === "") {
      return;
    }
    const variables = {
      bound: lease === undefined ? "0" : "1",
      interface: port,
      ...(lease === undefined
        ? {}
        : {
            "gateway-address": lease.gateway ?? "",
            "lease-address": lease.address.replace(/\/.*/, ""),
            "server-address": lease.server,
          }),
    };
    this.logFailure(`DHCP client (${port})`, () => this.consoleOf(LEASE_LOGIN).runScript(script, variables));
  }

  runsOf(menu: string, row: StoredRow): Values {
    const owner = { owner: row.values["owner"] ?? "" };
    if (menu === SCHEDULER) {
      return { ...owner, ...this.scheduler.shown(row) };
    }
    const { count, last } = this.runs.get(row.id) ?? { count: 0, last: undefined };
    return { ...owner, "run-count": String(count), ...(last === undefined ? {} : { "last-started": last }) };
  }

  /** Answers a command of the router itself over REST; undefined where the request is another. */
  answer({ method, path, body }: ApiRequest, login: Login): ApiReply | undefined {
    const segments = path.split("/").filter((segment) => segment !== "");
    const command = segments.pop() ?? "";
    const menu = segments.join("/");
    if (method !== "POST") {
      return undefined;
    }
    if (menu === "log" && isLevel(command)) {
      const { message, ...rest } = readBody(body);
      refuseAny(rest);
      if (message === undefined) {
        throw missingArguments(["message"]);
      }
      this.log.write(`script,${command}`, message);
      return { status: 200, value: [] };
    }
    if (menu === "system" && command === "reboot") {
      refuseAny(readBody(body));
      this.reboot();
      return { status: 200, value: [] };
    }
    const own = this.commandOf(menu, command, login);
    if (own === undefined) {
      return undefined;
    }
    own([], readBody(body));
    return { status: 200, value: [] };
  }

  /** A command of the router itself, as somebody gives it on a console. */
  commandOf(menu: string, command: string, login: Login): OwnCommand | undefined {
    return menu === SCRIPTS && command === "run"
      ? (rows, sent) => this.runNamed(rows, sent, login)
      : undefined;
  }

  /** `/system/script/run`, for a script by its id or name. */
  private runNamed([row]: readonly string[], sent: Arguments, login: Login): void {
    const { ".id": id = row, numbers = id, number = numbers, "use-script-permissions": own, ...rest } = sent;
    refuseAny(rest);
    if (own !== undefined) {
      throw notInTheLab("use-script-permissions");
    }
    if (number === undefined) {
      throw missingArguments(["number"]);
    }
    const rows = this.store.rows(SCRIPTS);
    const found = idOf(
      rows.map(({ id: key, values }) => ({ ".id": key, ...values })),
      number,
    );
    const script = rows.find((other) => other.id === found);
    if (script === undefined) {
      throw noSuchItem();
    }
    try {
      this.runScript(script, login);
    } catch (error) {
      throw error instanceof ScriptError ? badRequest(error.message) : error;
    }
  }

  /** A script runs with its own policies, which must be the caller's too. */
  private runScript({ id, values }: StoredRow, caller: Login): void {
    const login = scriptLogin(values);
    const isFree = values["dont-require-permissions"] === "true";
    if (!isFree && [...login.policies].some((policy) => !caller.policies.has(policy))) {
      throw notEnoughPermissions();
    }
    if (this.depth >= DEEPEST) {
      throw notInTheLab(`scripts that run each other more than ${DEEPEST} deep`);
    }
    this.runs.set(id, {
      count: (this.runs.get(id)?.count ?? 0) + 1,
      last: dateAndTime(this.clock.now),
    });
    this.depth += 1;
    try {
      this.consoleOf(login).runScript(values["source"] ?? "");
    } finally {
      this.depth -= 1;
    }
  }

  /** An event is the name of a script, or a script itself. What fails is written to the log, as no client waits for it. */
  private runScheduled({ values }: StoredRow): void {
    const event = values["on-event"] ?? "";
    const login = scriptLogin(values);
    const script = this.store.rows(SCRIPTS).find((row) => row.values["name"] === event.trim());
    this.logFailure(`scheduler (${values["name"]})`, () => {
      if (script === undefined) {
        this.consoleOf(login).runScript(event);
      } else {
        this.runScript(script, login);
      }
    });
  }

  private logFailure(from: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof ScriptError || error instanceof RouterError)) {
        throw error;
      }
      const called = `executing script from ${from} failed, please check it manually`;
      this.log.write("script,error", `${called}: ${error.message}`);
    }
  }
}

/** Scripts of leases are the system's own. No source says what they may do: not more than they need. */
const LEASE_LOGIN = new Login("*sys", granted("read,write,test"));

/** Who runs a row that holds a script: its owner, with the policies that the row has. */
const scriptLogin = ({ owner = "", policy = SCRIPT_POLICIES.join(",") }: Values): Login =>
  new Login(owner, granted(policy));

import { timingSafeEqual } from "node:crypto";
import ipaddr from "ipaddr.js";
import { secretsOf } from "../../lib/routeros/secrets";
import { badRequest, notAllowed, notEnoughPermissions } from "./errors";
import type { VersionedMenu } from "./menus";
import type { Values } from "./menus/menu";
import { granted, type Policy } from "./menus/users";
import type { Author } from "./row-operations";
import type { Show } from "./show";

/** What of a request decides whether it is allowed. */
interface Asked {
  readonly method: string;
  readonly path: string;
}

/** What a router shows instead of a secret. */
const MASK = "*****";

/** What can be asked of the rows that are shown. */
export type Shown = Pick<Show, "rows" | "singleton">;

/** A user who has logged in, with the policies of the user's group, or a script with its own. */
export class Login {
  constructor(
    readonly name: string,
    readonly policies: ReadonlySet<Policy>,
  ) {}

  /** The user as the author of rows that hold scripts. */
  get author(): Author {
    return { name: this.name, may: (policy) => (this.policies as ReadonlySet<string>).has(policy) };
  }

  /** Throws what a router answers a script where the policies do not allow a command. */
  permitCommand(menu: string, command: string): void {
    if (neededFor(menu, command).some((policy) => !this.policies.has(policy))) {
      throw notEnoughPermissions();
    }
  }

  /** Throws what a router answers where the policies do not allow a request. */
  permit(request: Asked): void {
    if (!this.policies.has("api")) {
      throw notAllowed();
    }
    const needed = neededBy(request).find((policy) => !this.policies.has(policy));
    if (needed === undefined) {
      return;
    }
    throw ["PATCH", "DELETE"].includes(request.method)
      ? badRequest("missing or invalid resource identifier")
      : notEnoughPermissions();
  }

  /** The rows as the user sees them; filters match the same rows, so no filter finds out a secret. */
  view(show: Shown): Shown {
    if (this.policies.has("sensitive")) {
      return show;
    }
    return {
      rows: (menu) => show.rows(menu).map((row) => masked(menu, row)),
      singleton: (menu) => masked(menu, show.singleton(menu)),
    };
  }
}

/** The login of a user by the rows of `/user` and `/user/group`; undefined where a router answers 401. */
export function logIn(
  users: readonly Values[],
  groups: readonly Values[],
  { name, password, from }: { name: string; password: string; from: string | undefined },
): Login | undefined {
  const user = users.find((row) => row["name"] === name);
  if (user === undefined || user["disabled"] === "true" || !isSame(user["password"] ?? "", password)) {
    return undefined;
  }
  const policies = granted(groups.find((row) => row["name"] === user["group"])?.["policy"] ?? "");
  return policies.has("rest-api") && mayComeFrom(user["address"] ?? "", from)
    ? new Login(name, policies)
    : undefined;
}

function neededBy({ method, path }: Asked): readonly Policy[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  const isPost = method === "POST";
  return neededFor(
    (isPost ? segments.slice(0, -1) : segments).join("/"),
    method === "GET" ? "print" : isPost ? (segments.at(-1) ?? "") : "set",
  );
}

/** The policies that a command of a menu needs. */
function neededFor(menu: string, command: string): readonly Policy[] {
  if (["find", "get", "print"].includes(command)) {
    return ["read"];
  }
  if (command === "monitor-traffic") {
    return ["read", "test"];
  }
  if (menu === "system" && command === "reboot") {
    return ["reboot"];
  }
  // A client that changes users can grant rights, so this needs a policy of its own.
  return menu === "user" || menu.startsWith("user/") ? ["write", "policy"] : ["write"];
}

function masked(menu: VersionedMenu, row: Values): Values {
  const secrets = secretsOf(`/${menu.path}`);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, secrets.has(name) && value !== "" ? MASK : value]),
  );
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** Whether an address is in one of the networks; a user without networks may log in from any address. */
function mayComeFrom(networks: string, from: string | undefined): boolean {
  if (networks === "") {
    return true;
  }
  if (from === undefined) {
    return false;
  }
  const address = ipaddr.process(from);
  return networks.split(",").some((network) => {
    const [base, length] = ipaddr.parseCIDR(network);
    return base.kind() === address.kind() && address.match(base, length);
  });
}

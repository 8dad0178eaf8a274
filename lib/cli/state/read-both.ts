import type { RouterRowsByMenu } from "../../state/matching";
import { providersIn, readStack, type Stack } from "../../state/stack";
import { InputError } from "../input";
import { RouterClient, type RouterIdentity } from "../router";
import { loginFrom, type RouterLogin } from "../router-login";
import { stackFolder } from "../stack-folder";
import { Terraform } from "../terraform";

/** A stack and its router, as they were read. */
export interface StackReading {
  readonly folder: string;
  readonly terraform: Terraform;
  readonly router: RouterClient;
  readonly url: string;
  readonly identity: RouterIdentity;
  /** The provider configuration by which the stack reaches the router. */
  readonly provider: string;
  readonly stack: Stack;
  readonly rows: RouterRowsByMenu;
}

/** Which stack is read, and which router of it. */
export interface ReadingOptions {
  /** The provider configuration by which the stack reaches the router, where it has several. */
  readonly provider?: string;
}

/** Reads a stack, its state, and the menus of the router that it has rows in; changes nothing. */
export async function readBoth(
  stackName: string,
  options: ReadingOptions,
  environment: NodeJS.ProcessEnv,
  connect: (login: RouterLogin) => RouterClient = (login) => new RouterClient(login),
): Promise<StackReading> {
  const folder = stackFolder(stackName);
  const login = loginFrom(environment);
  const router = connect(login);
  // Before Terraform runs, whose error about an unreachable router is long.
  const identity = await router.identity();
  const terraform = new Terraform(folder, environment);
  const plan = await terraform.plan();
  const provider = providerOf(providersIn(plan), options.provider);
  const stack = readStack(plan, provider);
  const rows = await readRows(router, stack);
  return { folder, terraform, router, url: login.url, identity, provider, stack, rows };
}

/** Reads the rows of the router again; the stack and its state stay as they were read. */
export async function readRowsAgain(reading: StackReading): Promise<StackReading> {
  return { ...reading, rows: await readRows(reading.router, reading.stack) };
}

function readRows(router: RouterClient, { resources }: Stack): Promise<RouterRowsByMenu> {
  return router.rows(resources.map(({ menu }) => menu.path));
}

function providerOf(providers: readonly string[], chosen: string | undefined): string {
  const [only = "routeros", ...others] = providers;
  if (chosen === undefined && others.length === 0) {
    return only;
  }
  if (chosen === undefined || !providers.includes(chosen)) {
    throw new InputError(
      `${chosen === undefined ? "the stack has several routers" : `the stack has no provider "${chosen}"`}: write --provider with one of ${providers.join(", ")}`,
    );
  }
  return chosen;
}

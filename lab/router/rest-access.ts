import { writeFileSync } from "node:fs";
import { Api, type ApiReply, type ApiRequest, isWrite } from "./api";
import { makeCertificate } from "./certificate";
import type { Faults } from "./faults";
import type { Kernel } from "./kernel/kernel";
import type { LabRouterOptions } from "./lab-router-options";
import { type Login, logIn } from "./logins";
import type { VersionedMenu } from "./menus";
import { menuIn } from "./paths";
import { type Backend, type LoggedRequest, RestServer } from "./rest-server";
import type { Operations } from "./row-operations";
import type { Show } from "./show";
import type { Store } from "./store";
import type { RouterSystem } from "./system/router-system";

/** What of a router its REST API works on. */
export interface RestParts {
  readonly menus: ReadonlyMap<string, VersionedMenu>;
  readonly operations: Operations;
  readonly show: Show;
  readonly store: Store;
  readonly system: RouterSystem;
  readonly kernel: Kernel | undefined;
  readonly faults: Faults;
  readonly requests: LoggedRequest[];
  readonly caCertificateFile: string;
  readonly isAway: () => boolean;
  readonly reboot: () => void;
}

/** Serves the REST API over HTTP, HTTPS and where asked for a UNIX socket, in this order. */
export async function serveRest(parts: RestParts, options: LabRouterOptions): Promise<readonly RestServer[]> {
  const certificate = await makeCertificate(options.addresses ?? []);
  writeFileSync(parts.caCertificateFile, certificate.cert);
  const backend = backendOf(parts);
  const servers: RestServer[] = [];
  const listen = async (...at: Parameters<typeof RestServer.listen>): Promise<void> => {
    servers.push(await RestServer.listen(...at));
  };
  try {
    await listen(backend, { port: options.httpPort ?? 0 });
    await listen(backend, { port: options.httpsPort ?? 0 }, certificate);
    if (options.socketFile !== undefined) {
      await listen(backend, { path: options.socketFile }, certificate);
    }
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
  return servers;
}

function backendOf(parts: RestParts): Backend {
  const { kernel, store, show, menus, faults, requests } = parts;
  const rowsOf = (path: string) => show.rows(menus.get(path) as VersionedMenu);
  return {
    handle: (request, login) =>
      kernel === undefined ? handle(parts, request, login) : handleWith(kernel, parts, request, login),
    logIn: (name, password, from) =>
      logIn(
        store.rows("user").map(({ values }) => values),
        rowsOf("user/group"),
        { name, password, from },
      ),
    faults,
    isAway: parts.isAway,
    reboot: parts.reboot,
    requests,
  };
}

/** Scripts are no one transaction: what they did before they failed stays. */
function handle(parts: RestParts, request: ApiRequest, login: Login): ApiReply {
  const { menus, operations, show, store, system } = parts;
  return (
    system.answer(request, login) ??
    store.transaction(() => new Api(menus, operations.as(login.author), login.view(show)).handle(request))
  );
}

/** Answers when all writes, of any client, are in effect, and reports the kernel's state at that time. */
async function handleWith(
  kernel: Kernel,
  parts: RestParts,
  request: ApiRequest,
  login: Login,
): Promise<ApiReply> {
  await kernel.idle();
  await kernel.refresh(menuIn(parts.menus, request.path)?.path ?? "");
  const reply = handle(parts, request, login);
  if (isWrite(request)) {
    await kernel.apply();
  }
  return reply;
}

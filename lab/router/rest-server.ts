import { once } from "node:events";
import type { AddressInfo } from "node:net";
import basicAuth from "@fastify/basic-auth";
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from "fastify";
import type { ApiReply, ApiRequest } from "./api";
import { isWrite, menuAt } from "./api";
import type { Certificate } from "./certificate";
import { badRequest, notImplemented, RouterError, unauthorized } from "./errors";
import type { Fault, Faults } from "./faults";
import type { Login } from "./logins";

/** A request as the router got it, and how it answered; no status where the connection was cut. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  body?: unknown;
  status?: number;
}

/** What serves the API behind a port. */
export interface Backend {
  readonly handle: (request: ApiRequest, login: Login) => ApiReply | Promise<ApiReply>;
  /** The login of a user from an address (unknown for a Unix socket), or undefined if the router refuses it. */
  readonly logIn: (username: string, password: string, from: string | undefined) => Login | undefined;
  readonly faults: Faults;
  /** Whether the router has no power, so that nothing answers. */
  readonly isAway: () => boolean;
  /** Starts the router again. */
  readonly reboot: () => void;
  readonly requests: LoggedRequest[];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Where a server listens: a port of this machine, or a UNIX socket. */
export type ListenAt = { readonly port: number } | { readonly path: string };

/** `/rest` over HTTP, or over HTTPS where a certificate is given, on this machine only. */
export class RestServer {
  private constructor(
    private readonly server: FastifyInstance,
    readonly port: number,
  ) {}

  static async listen(backend: Backend, at: ListenAt, certificate?: Certificate): Promise<RestServer> {
    // Fastify's types tell HTTP from HTTPS, and nothing below cares.
    const options = { ...OPTIONS, https: certificate ?? null } as FastifyServerOptions;
    const server: FastifyInstance = fastify(options);
    server.addHook("onRequest", async (_request, reply) => {
      if (backend.isAway()) {
        cut(reply);
      }
    });
    logRequests(server, backend.requests);
    acceptJson(server);
    const logins: Logins = new WeakMap();
    await requireUser(server, backend, logins);
    answerErrors(server);
    serve(server, backend, logins);
    await server.listen("port" in at ? { host: "127.0.0.1", port: at.port } : { path: at.path });
    return new RestServer(server, (server.server.address() as AddressInfo).port ?? 0);
  }

  /** Cuts the connections that are open; new ones are taken. */
  cut(): void {
    this.server.server.closeAllConnections();
  }

  /** Stops listening and cuts connections that are still open. */
  async close(): Promise<void> {
    const closed = this.server.server.listening ? once(this.server.server, "close") : Promise.resolve();
    this.server.server.closeAllConnections();
    await Promise.all([this.server.close(), closed]);
  }
}

const OPTIONS = {
  exposeHeadRoutes: false,
  forceCloseConnections: true,
  bodyLimit: 10 * 1024 * 1024,
  // What cannot even be read as a URL never reaches a route.
  frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply) => {
    reply.code(400).send(badRequest("missing or invalid resource identifier").body);
  },
};

/** Logs every request, those that are refused at the door included. */
function logRequests(server: FastifyInstance, requests: LoggedRequest[]): void {
  const entries = new WeakMap<FastifyRequest, LoggedRequest>();
  server.addHook("onRequest", async (request, reply) => {
    const entry: LoggedRequest = { method: request.method, path: request.url };
    entries.set(request, entry);
    requests.push(entry);
    reply.raw.once("finish", () => {
      entry.status = reply.statusCode;
    });
  });
  server.addHook("preValidation", async (request) => {
    const entry = entries.get(request);
    if (entry !== undefined && request.body !== undefined) {
      entry.body = request.body;
    }
  });
}

function acceptJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
    if (text === "") {
      return done(null, undefined);
    }
    try {
      done(null, JSON.parse(String(text)));
    } catch {
      done(badRequest("invalid JSON"));
    }
  });
}

/** Who sent each request that got past the door. */
type Logins = WeakMap<FastifyRequest, Login>;

async function requireUser(server: FastifyInstance, backend: Backend, logins: Logins): Promise<void> {
  await server.register(basicAuth, {
    authenticate: true,
    validate: async (username, password, request) => {
      const login = backend.logIn(username, password, request.socket.remoteAddress);
      if (login === undefined) {
        throw unauthorized();
      }
      logins.set(request, login);
    },
  });
  server.addHook("onRequest", server.basicAuth);
}

function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal = error instanceof RouterError ? error : fromStatus(error);
    // What is no refusal is a fault of the lab itself, and must not look like an answer of a router.
    if (refusal === undefined) {
      return reply.code(500).send({ error: 500, message: String(error.stack) });
    }
    return reply.code(refusal.status).send(refusal.body);
  });
  server.setNotFoundHandler((request, reply) => {
    const refusal = request.method === "HEAD" ? notImplemented() : badRequest("no such command or directory");
    return reply.code(refusal.status).send(refusal.body);
  });
}

function fromStatus(error: { statusCode?: number }): RouterError | undefined {
  if (error.statusCode === 401) {
    return unauthorized();
  }
  if (error.statusCode === 415) {
    return new RouterError(415, "Unsupported Media Type");
  }
  return undefined;
}

function serve(server: FastifyInstance, backend: Backend, logins: Logins): void {
  server.route({
    method: ["GET", "PUT", "PATCH", "DELETE", "POST"],
    url: "/rest/*",
    handler: async (request, reply) => {
      const login = logins.get(request);
      if (login === undefined) {
        throw unauthorized();
      }
      const apiRequest = readRequest(request);
      login.permit(apiRequest);
      const handle = () => backend.handle(apiRequest, login);
      if (isWrite(apiRequest)) {
        return carryOutWrite(backend, apiRequest, handle, reply);
      }
      const fault = backend.faults.ofReads;
      const answer = fault === "drop-before" ? undefined : await handle();
      return fault !== undefined || answer === undefined ? cut(reply) : send(reply, answer);
    },
  });
}

function readRequest(request: FastifyRequest): ApiRequest {
  const [path = "", query = ""] = request.url.slice("/rest/".length).split(/\?(.*)/s);
  const { body } = request;
  if (body !== undefined && (typeof body !== "object" || body === null || Array.isArray(body))) {
    throw badRequest("invalid JSON");
  }
  return { method: request.method, path, query: readQuery(query), body };
}

function readQuery(query: string): [string, string][] {
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", value = ""] = part.split(/=(.*)/s);
      return [decode(name), decode(value)];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest("bad query");
  }
}

/** A write, with whatever the fault switch has for it. */
async function carryOutWrite(
  { faults, reboot }: Backend,
  request: ApiRequest,
  handle: () => ApiReply | Promise<ApiReply>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fault = faults.take(menuAt(request));
  if (fault === "refuse") {
    throw badRequest("failure: refused by the fault switch");
  }
  if (fault === "time-out") {
    await pause(faults.sessionMs);
    throw badRequest("Session closed");
  }
  if (fault === "drop-before" || fault === "reboot-before") {
    return restart(fault, reboot, reply);
  }
  if (typeof fault === "object") {
    await ("after" in fault ? fault.after() : pause(fault.delayMs));
  }
  const answer = await handle();
  return fault === "drop-after" || fault === "reboot-after"
    ? restart(fault, reboot, reply)
    : send(reply, answer);
}

/** Ends the connection, and with some faults the router. */
function restart(fault: Fault, reboot: () => void, reply: FastifyReply): FastifyReply {
  if (fault === "reboot-before" || fault === "reboot-after") {
    reboot();
  }
  return cut(reply);
}

function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.destroy();
  return reply;
}

function send(reply: FastifyReply, { status, value }: ApiReply): FastifyReply {
  return value === undefined ? reply.code(status).send() : reply.code(status).send(value);
}

import { LabRouter, type LabRouterOptions, type StoreSnapshot } from "../../lab/router";

/** What came back: status, and the JSON where there was a body. */
export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: replies of an API, whose shape the tests are about
  readonly body: any;
}

/** A client as anyone would write it, over HTTP. */
export class RestClient {
  /** @param user the router's first user unless given */
  constructor(
    readonly router: LabRouter,
    private readonly user: { readonly name: string; readonly password: string } = {
      name: router.username,
      password: router.password,
    },
  ) {}

  get(path: string): Promise<Reply> {
    return this.send("GET", path);
  }

  put(path: string, body: unknown): Promise<Reply> {
    return this.send("PUT", path, body);
  }

  patch(path: string, body: unknown): Promise<Reply> {
    return this.send("PATCH", path, body);
  }

  delete(path: string): Promise<Reply> {
    return this.send("DELETE", path);
  }

  post(path: string, body: unknown = {}): Promise<Reply> {
    return this.send("POST", path, body);
  }

  /** The id of a row that is added, which must work. */
  async added(path: string, body: unknown): Promise<string> {
    const reply = await this.put(path, body);
    if (reply.status !== 201) {
      throw new Error(JSON.stringify(reply.body));
    }
    return reply.body[".id"];
  }

  async send(method: string, path: string, body?: unknown, password = this.user.password): Promise<Reply> {
    const login = Buffer.from(`${this.user.name}:${password}`).toString("base64");
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(`${this.router.httpUrl}/rest${path}`, {
      method,
      headers: { authorization: `Basic ${login}`, ...json },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }
}

/** A router for one test file, whose rows each test finds as its maker left them. */
export function labRouter(options: LabRouterOptions = {}): () => RestClient {
  let client: RestClient | undefined;
  let fresh: StoreSnapshot | undefined;
  beforeAll(async () => {
    client = new RestClient(await LabRouter.start(options));
    fresh = client.router.save();
  });
  beforeEach(() => client?.router.load(fresh as StoreSnapshot));
  afterAll(() => client?.router.close());
  return () => started(client);
}

/** A new router for each test, where one is about more than rows. */
export function labRouterPerTest(options: LabRouterOptions = {}): () => RestClient {
  let client: RestClient | undefined;
  beforeEach(async () => {
    client = new RestClient(await LabRouter.start(options));
  });
  afterEach(() => client?.router.close());
  return () => started(client);
}

function started(client: RestClient | undefined): RestClient {
  if (client === undefined) {
    throw new Error("no router outside a test");
  }
  return client;
}

/** A refusal as the API words it. */
export const refusal = (detail: string): Reply => ({
  status: 400,
  body: { detail, error: 400, message: "Bad Request" },
});

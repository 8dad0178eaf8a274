import { exchange, LIMITS } from "../lib/cli/exchange";
import { certificateFor, type RouterLogin } from "../lib/cli/router-login";
import { Failure } from "../tools/failure";

/** A row as the REST API gives it. */
export type RouterRow = Readonly<Record<string, string>>;

/** Nobody who watches a demo waits longer. */
const IDLE_SECONDS = 15;

/** Reads a menu: its rows, or its only row where it has just one without an id. */
export async function readMenu(login: RouterLogin, menu: string): Promise<readonly RouterRow[]> {
  const answer = await send(login, "Reading", { method: "GET", menu, path: menu });
  return [JSON.parse(answer)].flat();
}

/** Sets properties of a menu's only row. */
export async function setRow(login: RouterLogin, menu: string, row: RouterRow): Promise<void> {
  await send(login, "Setting", { method: "POST", menu, path: `${menu}/set`, body: row });
}

interface Question {
  readonly method: "GET" | "POST";
  readonly menu: string;
  readonly path: string;
  readonly body?: RouterRow;
}

async function send(
  login: RouterLogin,
  doing: string,
  { method, menu, path, body }: Question,
): Promise<string> {
  const options = {
    method,
    auth: `${login.username}:${login.password}`,
    rejectUnauthorized: login.insecure !== true,
    headers: body === undefined ? {} : { "content-type": "application/json" },
  };
  try {
    const { status, text } = await exchange(
      `${login.url}/rest/${path}`,
      body === undefined ? undefined : JSON.stringify(body),
      { ...options, ca: certificateFor(login) },
      { ...LIMITS, idleSeconds: IDLE_SECONDS },
    );
    if (status === 200) {
      return text;
    }
    throw new Error(`status ${status}: ${text}`);
  } catch (error) {
    throw new Failure(`${doing} /${menu} of ${login.url} failed: ${(error as Error).message}`);
  }
}

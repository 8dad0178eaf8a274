import { readFileSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Failure } from "../tools/failure";
import type { RouterLogin } from "./router-login";

/** A row as the REST API gives it. */
export type RouterRow = Readonly<Record<string, string>>;

const TIMEOUT_MS = 15_000;

/** Reads a menu: its rows, or its only row where it has just one without an id. */
export async function readMenu(login: RouterLogin, menu: string): Promise<readonly RouterRow[]> {
  const answer = await exchange(login, "Reading", { method: "GET", menu, path: menu });
  return [JSON.parse(answer)].flat();
}

/** Sets properties of a menu's only row. */
export async function setRow(login: RouterLogin, menu: string, row: RouterRow): Promise<void> {
  await exchange(login, "Setting", { method: "POST", menu, path: `${menu}/set`, body: row });
}

interface Question {
  readonly method: "GET" | "POST";
  readonly menu: string;
  readonly path: string;
  readonly body?: RouterRow;
}

async function exchange(login: RouterLogin, doing: string, question: Question): Promise<string> {
  try {
    const { status, text } = await send(login, question);
    if (status === 200) {
      return text;
    }
    throw new Error(`status ${status}: ${text}`);
  } catch (error) {
    throw new Failure(`${doing} /${question.menu} of ${login.url} failed: ${(error as Error).message}`);
  }
}

function send(
  login: RouterLogin,
  { method, path, body }: Question,
): Promise<{ status: number | undefined; text: string }> {
  const url = `${login.url}/rest/${path}`;
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const options = {
    method,
    auth: `${login.username}:${login.password}`,
    timeout: TIMEOUT_MS,
    rejectUnauthorized: login.insecure !== true,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" } }),
    ...(login.caCertificate === undefined ? {} : { ca: readFileSync(login.caCertificate) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, text }));
      response.on("error", reject);
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

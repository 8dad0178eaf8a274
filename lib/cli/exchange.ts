import { request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";

/** What one request to a router may take. */
export interface Limits {
  /** The longest silence. */
  readonly idleSeconds: number;
  /** From the first to the last byte, however steadily they come. */
  readonly totalSeconds: number;
  /** The longest reply. */
  readonly megabytes: number;
}

/**
 * A router waits 60 seconds before it gives up on a request itself; 64 MB hold about 200,000 rows.
 */
export const LIMITS: Limits = { idleSeconds: 65, totalSeconds: 120, megabytes: 64 };

/** What a server answers. */
export interface HttpReply {
  readonly status: number;
  readonly text: string;
  /** Where it sends the client instead. */
  readonly location?: string;
}

/** Sends a request and waits for the whole reply, within limits. */
export function exchange(
  url: string,
  body: string | undefined,
  options: RequestOptions,
  { idleSeconds, totalSeconds, megabytes }: Limits,
): Promise<HttpReply> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, timeout: idleSeconds * 1_000 });
    // A server that sends a byte now and then is never silent.
    const deadline = setTimeout(() => fail(`no whole answer within ${totalSeconds} s`), totalSeconds * 1_000);
    const fail = (reason: string | Error): void => {
      clearTimeout(deadline);
      reject(typeof reason === "string" ? new Error(reason) : reason);
      sent.destroy();
    };
    sent.on("timeout", () => fail(`no answer within ${idleSeconds} s`));
    sent.on("error", fail);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > megabytes * 1_000_000) {
          fail(`its answer is longer than ${megabytes} MB`);
        }
      });
      response.on("error", () => fail("its answer breaks off"));
      response.on("end", () => {
        clearTimeout(deadline);
        const { statusCode: status = 0, headers } = response;
        resolve({ status, text: Buffer.concat(chunks).toString("utf8"), location: headers.location });
      });
    });
    sent.end(body);
  });
}

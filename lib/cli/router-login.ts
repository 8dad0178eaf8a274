import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "./input";

/** The address of a router's REST API, and the login. */
export interface RouterLogin {
  /** `https://host[:port]` or `http://host[:port]`, without a slash at its end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** PEM file of the CA that signed the router's certificate; without one, the CAs that Node.js trusts. */
  readonly caCertificate?: string;
  /** Whether any certificate is accepted. */
  readonly insecure?: boolean;
}

/**
 * The login from the environment variables of the provider, which has two names for some of them.
 *
 * @param folder where relative paths begin
 * @throws InputError if a variable is missing or has no usable value
 */
export function loginFrom(environment: NodeJS.ProcessEnv, folder = process.cwd()): RouterLogin {
  const variable = (name: string, other: string): string | undefined =>
    environment[name] || environment[other];
  const host = environment["ROS_HOSTURL"];
  const username = variable("ROS_USERNAME", "MIKROTIK_USER");
  if (!host || !username) {
    throw new InputError(
      `${host ? "ROS_USERNAME" : "ROS_HOSTURL"} is not set: set ROS_HOSTURL, ROS_USERNAME, ROS_PASSWORD and, for a CA of your own, ROS_CA_CERTIFICATE, as for the provider`,
    );
  }
  const certificate = variable("ROS_CA_CERTIFICATE", "MIKROTIK_CA_CERTIFICATE");
  return {
    url: urlOf(host),
    username,
    password: variable("ROS_PASSWORD", "MIKROTIK_PASSWORD") ?? "",
    caCertificate: certificate && resolve(folder, certificate),
    insecure: /^(1|t|true)$/i.test(variable("ROS_INSECURE", "MIKROTIK_INSECURE") ?? ""),
  };
}

/** A bare host means HTTPS, as it does to the provider. */
function urlOf(host: string): string {
  const text = /^[a-z]+:\/\//i.test(host) ? host : `https://${host}`;
  // What is in front of an @ may be a password, so the text is not repeated.
  if (text.includes("@")) {
    throw new InputError(
      "ROS_HOSTURL holds a user or a password: write https://host alone, and them in ROS_USERNAME and ROS_PASSWORD",
    );
  }
  if (!/^https?:/i.test(text) || !URL.canParse(text)) {
    throw new InputError(
      `ROS_HOSTURL=${host} is not the REST API of a router: write https://host or http://host`,
    );
  }
  return text.replace(/\/+$/, "");
}

/**
 * The PEM text of the CA certificate of a login, if it names one.
 *
 * @throws InputError if the file cannot be read
 */
export function certificateFor({ caCertificate: file }: RouterLogin): string | undefined {
  if (file === undefined) {
    return undefined;
  }
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new InputError(`ROS_CA_CERTIFICATE=${file} cannot be read: ${(error as Error).message}`);
  }
}

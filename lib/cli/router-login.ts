import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "./input";

/** The address of a router's REST API, and the login. */
export interface RouterLogin {
  /** `https://host[:port]` or `http://host[:port]`, without a slash at its end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** PEM text of the CA that signed the router's certificate; without one, the CAs that Node.js trusts. */
  readonly caCertificate?: string;
  /** Whether any certificate is accepted. */
  readonly insecure: boolean;
}

/**
 * The login from the environment variables of the provider.
 *
 * @throws InputError if a variable is missing or has no usable value
 */
export function loginFrom(environment: NodeJS.ProcessEnv): RouterLogin {
  const { ROS_HOSTURL: host, ROS_USERNAME: username, ROS_PASSWORD: password } = environment;
  if (!host || !username) {
    throw new InputError(
      `${host ? "ROS_USERNAME" : "ROS_HOSTURL"} is not set: set ROS_HOSTURL, ROS_USERNAME, ROS_PASSWORD and, for a CA of your own, ROS_CA_CERTIFICATE, as for the provider`,
    );
  }
  return {
    url: urlOf(host),
    username,
    password: password ?? "",
    caCertificate: certificateIn(environment["ROS_CA_CERTIFICATE"]),
    insecure: /^(1|t|true)$/i.test(environment["ROS_INSECURE"] ?? ""),
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

function certificateIn(file: string | undefined): string | undefined {
  if (!file) {
    return undefined;
  }
  try {
    return readFileSync(resolve(file), "utf8");
  } catch (error) {
    throw new InputError(`ROS_CA_CERTIFICATE=${file} cannot be read: ${(error as Error).message}`);
  }
}

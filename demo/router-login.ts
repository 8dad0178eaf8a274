import { resolve } from "node:path";
import { Failure } from "../tools/failure";

/** Where a router's REST API is, and how to be let in: the provider's `ROS_...` variables. */
export interface RouterLogin {
  /** `https://host[:port]` or `http://host[:port]`, without a slash at its end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** PEM file of the CA that vouches for the router; without one, those the machine trusts. */
  readonly caCertificate?: string;
  /** Any certificate will do. */
  readonly insecure?: boolean;
}

const SETTINGS = /^(ROS|MIKROTIK)_/;

/** The variables by which the provider finds the router, and no others of its kind from the caller's shell. */
export function providerEnvironment(login: RouterLogin, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(environment).filter(([name]) => !SETTINGS.test(name));
  return {
    ...Object.fromEntries(others),
    ROS_HOSTURL: login.url,
    ROS_USERNAME: login.username,
    ROS_PASSWORD: login.password,
    ...(login.caCertificate === undefined ? {} : { ROS_CA_CERTIFICATE: login.caCertificate }),
    ...(login.insecure === true ? { ROS_INSECURE: "true" } : {}),
  };
}

/** The login in the caller's environment, by the provider's rules; undefined where no router is named. */
export function loginFrom(environment: NodeJS.ProcessEnv): RouterLogin | undefined {
  const host = environment["ROS_HOSTURL"];
  if (!host) {
    return undefined;
  }
  const username = environment["ROS_USERNAME"] || environment["MIKROTIK_USER"];
  if (!username) {
    throw new Failure("ROS_HOSTURL is set and ROS_USERNAME is not: set it, and ROS_PASSWORD.");
  }
  const certificate = environment["ROS_CA_CERTIFICATE"] || environment["MIKROTIK_CA_CERTIFICATE"];
  const insecure = environment["ROS_INSECURE"] || environment["MIKROTIK_INSECURE"] || "false";
  return {
    url: readUrl(host),
    username,
    password: environment["ROS_PASSWORD"] || environment["MIKROTIK_PASSWORD"] || "",
    // The provider runs in another folder; npm says in which one the caller is.
    caCertificate: certificate && resolve(environment["INIT_CWD"] ?? process.cwd(), certificate),
    insecure: /^(1|t|true)$/i.test(insecure),
  };
}

/** The variables that name no router and yet speak of one. */
export const unusedIn = (environment: NodeJS.ProcessEnv): readonly string[] =>
  ["ROS_USERNAME", "ROS_PASSWORD", "MIKROTIK_HOST", "MIKROTIK_USER", "MIKROTIK_PASSWORD"].filter(
    (name) => environment[name],
  );

/** A bare host means HTTPS, as it does to the provider. */
function readUrl(host: string): string {
  const [, scheme] = /^([a-z]+):\/\//i.exec(host) ?? [];
  const text = scheme === undefined ? `https://${host}` : host;
  if (!/^https?:/i.test(text)) {
    throw new Failure(
      `ROS_HOSTURL=${host}: the demo reads rows over REST, so write https://host or http://host, not ${scheme}://.`,
    );
  }
  if (!URL.canParse(text)) {
    throw new Failure(`ROS_HOSTURL=${host} is no address of a router: write https://host or http://host.`);
  }
  return text.replace(/\/+$/, "");
}

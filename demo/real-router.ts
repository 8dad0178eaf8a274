import { InputError } from "../lib/cli/input";
import { loginFrom, type RouterLogin } from "../lib/cli/router-login";
import { Failure } from "../tools/failure";

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

/** The router that the caller's environment names; undefined if it names none. */
export function realRouterIn(environment: NodeJS.ProcessEnv): RouterLogin | undefined {
  if (!environment["ROS_HOSTURL"]) {
    return undefined;
  }
  try {
    // The provider runs in another folder; npm says in which one the caller is.
    return loginFrom(environment, environment["INIT_CWD"]);
  } catch (error) {
    throw error instanceof InputError ? new Failure(`${error.message}.`) : error;
  }
}

/** The variables that name no router and yet speak of one. */
export const unusedIn = (environment: NodeJS.ProcessEnv): readonly string[] =>
  ["ROS_USERNAME", "ROS_PASSWORD", "MIKROTIK_HOST", "MIKROTIK_USER", "MIKROTIK_PASSWORD"].filter(
    (name) => environment[name],
  );

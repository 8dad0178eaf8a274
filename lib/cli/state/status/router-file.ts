import {
  checkKeys,
  isYamlObject,
  mustBe,
  quotedValue,
  type ReportProblem,
  readYamlFile,
} from "../../../text/read-yaml-file";
import { InputError, readText } from "../../input";
import { RouterClient } from "../../router";
import { loginFrom } from "../../router-login";

/** A router, and the client that reads it, whose connection stays open between readings. */
export interface NamedRouter {
  readonly name: string;
  readonly client: RouterClient;
}

const KEYS = ["name", "url", "username", "passwordVariable"];
const REQUIRED = ["name", "url"];

/**
 * Reads a YAML file of routers: a list of `name` and `url`, and where they differ from the environment `username` and
 * `passwordVariable`, the name of the environment variable that holds the password.
 *
 * @throws InputError with every problem of the file
 */
export async function readRouters(
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly NamedRouter[]> {
  const entries = readYamlFile(await readText(file), {
    most: "fewer routers",
    read: (json, report) => readEntries(json, environment, report),
    error: (problems) => new InputError(`${file}: ${problems.join("; ")}`),
  });
  return entries.map((entry) => routerOf(entry, environment));
}

interface Entry {
  readonly name: string;
  readonly url: string;
  readonly username?: string;
  readonly passwordVariable?: string;
}

function readEntries(json: unknown, environment: NodeJS.ProcessEnv, report: ReportProblem): readonly Entry[] {
  if (!Array.isArray(json) || json.length === 0) {
    report([], "the file must be a list of routers: write - name: porto and url: https://192.0.2.1");
    return [];
  }
  const names = new Set<unknown>();
  return json.map((entry: unknown, i) => {
    if (!isYamlObject(entry)) {
      report([i], mustBe("a router", "an object with name and url", entry));
      return { name: "", url: "" };
    }
    checkKeys(entry, KEYS, [i], report);
    for (const key of KEYS) {
      const value = entry[key];
      if (value === undefined ? REQUIRED.includes(key) : typeof value !== "string") {
        report([i, key], mustBe(key, "a text", value));
      }
    }
    const { name } = entry as { readonly name?: unknown };
    if (name !== undefined && names.has(name)) {
      report([i, "name"], `several routers are named ${quotedValue(name)}`);
    }
    names.add(name);
    const variable = entry["passwordVariable"];
    if (typeof variable === "string" && environment[variable] === undefined) {
      report([i, "passwordVariable"], `the variable ${variable} is not set`);
    }
    return entry as unknown as Entry;
  });
}

function routerOf(item: Entry, environment: NodeJS.ProcessEnv): NamedRouter {
  const { name, url, username, passwordVariable } = item;
  const login = loginFrom({
    ...environment,
    ROS_HOSTURL: url,
    ...(username === undefined ? {} : { ROS_USERNAME: username }),
    ...(passwordVariable === undefined ? {} : { ROS_PASSWORD: environment[passwordVariable] }),
  });
  return { name, client: new RouterClient(login) };
}

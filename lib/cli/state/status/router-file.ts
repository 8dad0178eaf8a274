import { parseDocument } from "yaml";
import { InputError, readText } from "../../input";
import { RouterClient } from "../../router";
import { loginFrom } from "../../router-login";

/** A router, and the client that reads it, whose connection stays open between readings. */
export interface NamedRouter {
  readonly name: string;
  readonly client: RouterClient;
}

const KEYS = ["name", "url", "username", "passwordVariable"];

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
  const document = parseDocument(await readText(file));
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    throw new InputError(`${file}: ${wrong.message.split("\n")[0]}`);
  }
  const list: unknown = document.toJS();
  if (!Array.isArray(list) || list.length === 0) {
    throw new InputError(`${file} must be a list of routers: write - name: porto and url: https://192.0.2.1`);
  }
  const problems = [...list.flatMap((item, i) => problemsOf(item, i, environment)), ...repeatedNames(list)];
  if (problems.length > 0) {
    throw new InputError(`${file}: ${problems.join("; ")}`);
  }
  return list.map((item) => routerOf(item, environment));
}

interface Entry {
  readonly name: string;
  readonly url: string;
  readonly username?: string;
  readonly passwordVariable?: string;
}

function problemsOf(item: unknown, i: number, environment: NodeJS.ProcessEnv): readonly string[] {
  const place = `router ${i + 1}`;
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    return [`${place} must have a name and a url`];
  }
  const entry = item as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(entry).filter((key) => !KEYS.includes(key));
  const missing = ["name", "url"].filter((key) => entry[key] === undefined);
  const wrong = KEYS.filter((key) => entry[key] !== undefined && typeof entry[key] !== "string");
  const variable = entry["passwordVariable"];
  return [
    ...unknown.map((key) => `${place} has ${key}, which is not one of ${KEYS.join(", ")}`),
    ...missing.map((key) => `${place} has no ${key}`),
    ...wrong.map((key) => `${place} has a ${key} that is not a text`),
    ...(typeof variable === "string" && environment[variable] === undefined
      ? [`${place} names the variable ${variable}, which is not set`]
      : []),
  ];
}

function repeatedNames(list: readonly unknown[]): readonly string[] {
  const names = list.map((item) => Object(item).name).filter((name) => typeof name === "string");
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(
    (name) => `several routers are named ${name}`,
  );
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

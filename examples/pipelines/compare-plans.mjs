// Compares two plans that `terraform show -json` wrote: node compare-plans.mjs REVIEWED OWN
// Exits 0 where applying either does the same, else 1 with one line that names what differs. It prints no values.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const LONGEST_LIST = 10;
const LONGEST_NAME = 200;

/** What may differ between two runs without changing what is applied. All else must be equal. */
const IGNORED = [
  ...["timestamp", "applyable"],
  // They hold what the router counts, such as the rest of a lease. What follows from it is among the resource changes.
  ...["prior_state", "planned_values", "resource_drift", "relevant_attributes", "output_changes"],
  // The reading and the writing user may log in by variables.
  "variables",
];

/** A change without the attributes that it leaves as they are: those may be counters of the router too. */
function changedAttributes({ before, after, after_unknown, ...change }) {
  if (after === null) {
    return { ...change, id: before.id };
  }
  if (isOfSecrets(before, after, after_unknown, change)) {
    return { ...change, actions: ["no-op"], attributes: {} };
  }
  const attributes = {};
  for (const name of Object.keys({ ...before, ...after, ...after_unknown })) {
    const unknown = after_unknown[name] ?? false;
    if (JSON.stringify(unknown).includes("true")) {
      attributes[name] = { after: after[name], unknown };
    } else if (!isDeepStrictEqual(before?.[name], after[name])) {
      attributes[name] = { before: before?.[name], after: after[name] };
    }
  }
  return { ...change, attributes };
}

/**
 * Whether a change in place changes nothing but secrets. To a user without the right `sensitive` a router shows a mask, so
 * the plan of the reading user always shows such a change, and the plan of the writing user shows it only where it is one.
 */
function isOfSecrets(before, after, unknown, { actions, before_sensitive, after_sensitive }) {
  const changed = Object.keys({ ...after, ...unknown }).filter(
    (name) =>
      !isDeepStrictEqual(before?.[name], after[name]) ||
      JSON.stringify(unknown[name] ?? false).includes("true"),
  );
  const isSecret = (name) => before_sensitive?.[name] === true || after_sensitive?.[name] === true;
  return isDeepStrictEqual(actions, ["update"]) && changed.length > 0 && changed.every(isSecret);
}

/** All that must be equal, by the name under which a difference is reported. */
function partsOf(plan) {
  const { resource_changes = [], configuration, ...rest } = plan;
  const { provider_config = {}, root_module, ...otherConfiguration } = configuration;
  const { resources = [], ...otherModule } = root_module;
  // Their expressions are logins.
  const providers = Object.values(provider_config).map(({ expressions, ...provider }) => provider);
  const parts = new Map([["configuration", [otherConfiguration, otherModule, providers]]]);
  const add = (name, value) => parts.set(name, [...(parts.get(name) ?? []), value]);
  for (const name of Object.keys(rest).filter((key) => !IGNORED.includes(key))) {
    add(name, rest[name]);
  }
  for (const { change, ...resource } of resource_changes) {
    add(resource.address, { ...resource, change: changedAttributes(change) });
  }
  for (const resource of resources) {
    add(resource.address, resource);
  }
  return parts;
}

function read(file) {
  try {
    return partsOf(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Not the error's own words, which quote the file.
    fail(`${file} is not a plan that terraform show -json wrote.`);
  }
}

function fail(sentence) {
  console.log(`${process.env.GITHUB_ACTIONS ? "::error::" : ""}${sentence}`);
  process.exit(1);
}

/** A name without control characters: the author of the pull request chose it. */
const printable = (name) =>
  String(name)
    .slice(0, LONGEST_NAME)
    .replace(/[^\w.\-"[\]/]/g, "?");

const [reviewed, own] = process.argv.slice(2).map(read);
const names = [...new Set([...reviewed.keys(), ...own.keys()])];
const different = names.filter((name) => !isDeepStrictEqual(reviewed.get(name), own.get(name)));
if (different.length > 0) {
  const listed = different.slice(0, LONGEST_LIST).map(printable).join(", ");
  const more = different.length > LONGEST_LIST ? ` and ${different.length - LONGEST_LIST} more` : "";
  fail(
    `The plan of now is not the reviewed one: ${listed}${more} differ. Run the plan of the request again and read its review, then run the apply again.`,
  );
}

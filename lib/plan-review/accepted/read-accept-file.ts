import {
  checkKeys,
  isYamlObject,
  mustBe,
  quotedValue,
  type ReportProblem,
  readYamlFile,
  type YamlObject,
  type YamlPath,
} from "../../text/read-yaml-file";
import { FINDINGS, type FindingId } from "../findings/finding-ids";
import { AcceptFileError } from "./accept-file-error";
import type { Acceptance } from "./acceptance";

/** The most entries of one file. */
const MOST_ENTRIES = 1_000;

/**
 * Reads a YAML file of accepted findings. `docs/accept.schema.json` is its schema.
 *
 * @throws AcceptFileError with every problem and its line
 * @example
 * const accepted = readAcceptFile(readFileSync("accept.yml", "utf8"));
 * const report = review([readPlan(json, "plan.json")], { accepted, today: "2027-01-31" });
 */
export function readAcceptFile(text: string): readonly Acceptance[] {
  return readYamlFile(text, {
    most: `at most ${MOST_ENTRIES} entries`,
    read: readEntries,
    error: (problems) => new AcceptFileError(problems),
  });
}

const KEYS = ["id", "subject", "router", "reason", "expires"];

function readEntries(json: unknown, report: ReportProblem): readonly Acceptance[] {
  const list = isYamlObject(json) ? json["accepted"] : undefined;
  if (!isYamlObject(json) || !Array.isArray(list)) {
    report([], "write a list under accepted:");
    return [];
  }
  checkKeys(json, ["accepted"], [], report);
  if (list.length > MOST_ENTRIES) {
    report(["accepted"], `the file has ${list.length} entries; write at most ${MOST_ENTRIES}`);
    return [];
  }
  const seen = new Set<string>();
  return list.map((item, i) => {
    const path = ["accepted", i];
    const entry = readEntry(isYamlObject(item) ? item : {}, path, report);
    const { id, subject, router } = entry;
    const key = JSON.stringify([id, subject, router]);
    if (subject !== "" && seen.has(key)) {
      report(path, `${id} of ${quotedValue(subject)} is accepted twice; remove one of the entries`);
    }
    seen.add(key);
    return entry;
  });
}

function readEntry(json: YamlObject, path: YamlPath, report: ReportProblem): Acceptance {
  checkKeys(json, KEYS, path, report);
  const text = (name: string): string => {
    const value = json[name];
    if (typeof value === "string" && value.trim() !== "") {
      return value;
    }
    report([...path, name], mustBe(name, "a string", value));
    return "";
  };
  const { expires } = json;
  if (expires !== undefined && !isDate(expires)) {
    report([...path, "expires"], mustBe("expires", "a date such as 2027-01-31", expires));
  }
  const [subject, reason] = [text("subject"), text("reason")];
  return {
    id: readId(json["id"], [...path, "id"], report),
    subject,
    ...(json["router"] === undefined ? {} : { router: text("router") }),
    reason,
    ...(isDate(expires) ? { expires } : {}),
  };
}

function readId(value: unknown, path: YamlPath, report: ReportProblem): FindingId {
  if (typeof value === "string" && Object.hasOwn(FINDINGS, value)) {
    return value as FindingId;
  }
  report(path, mustBe("id", "the id of a check, such as newly-reachable", value));
  return "newly-reachable";
}

function isDate(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    // A day that the month does not have becomes one of the next month.
    new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true
  );
}

import { readFileSync, writeFileSync } from "node:fs";
import { callersForge } from "../forge";
import { readWords } from "./arguments";

/** As curl, before a GitLab that has what the pipeline asks of it. */

const PAGE = 100;

const forge = callersForge();
const { values, flags, rest } = readWords(process.argv.slice(2), {
  values: ["--header", "--output", "--request", "--data"],
  flags: ["--fail", "--silent", "--show-error", "--location"],
});
const one = (option: string): string | undefined => values.get(option)?.[0];
const headers = values.get("--header") ?? [];
const method = one("--request") ?? "GET";
const url = new URL(rest[0] ?? "");
const project = `/api/v4/projects/${process.env["CI_PROJECT_ID"]}/`;
const path = url.pathname.replace(project, "");
const notes = `merge_requests/${process.env["CI_MERGE_REQUEST_IID"]}/notes`;

/** The users that tokens are of. */
const USERS: Readonly<Record<string, number>> = { "of-notes": 7, "of-plans": 8 };

function reply(): string {
  const user = USERS[headers.find((header) => header.startsWith("PRIVATE-TOKEN: "))?.slice(15) ?? ""];
  if (user === undefined) {
    return refuse(401);
  }
  if (path === "/api/v4/user") {
    return JSON.stringify({ id: user });
  }
  if (path === notes && method === "GET") {
    const from = (Number(url.searchParams.get("page")) - 1) * PAGE;
    const all = forge.comments.map(({ id, author, body }) => ({ id, body, author: { id: Number(author) } }));
    return JSON.stringify(all.slice(from, from + Number(url.searchParams.get("per_page"))));
  }
  const [, id, commit, request] =
    /notes\/(\d+)$|^repository\/commits\/(\w+)\/merge_requests$|^jobs\/artifacts\/refs%2Fmerge-requests%2F(\d+)%2Fhead\/download$/.exec(
      path,
    ) ?? [];
  if (path === notes && method === "POST") {
    forge.comment(String(user), bodySent());
    return "{}";
  }
  if (id !== undefined && method === "PUT") {
    return forge.edit(Number(id), bodySent()) ? "{}" : refuse(404);
  }
  if (commit !== undefined) {
    const merged = forge.merged[commit] !== undefined;
    return JSON.stringify(merged ? [{ iid: 12, state: "merged", target_branch: "main" }] : []);
  }
  if (request === "12" && url.searchParams.get("job") === "plan") {
    const run = forge.runs.find(({ ok }) => ok);
    // Our unzip takes a folder's name.
    return run === undefined ? refuse(404) : forge.artifact(run.id, "plan");
  }
  return refuse(404);
}

function bodySent(): string {
  const file = one("--data") ?? "";
  return headers.includes("Content-Type: application/json") && file.startsWith("@")
    ? JSON.parse(readFileSync(file.slice(1), "utf8")).body
    : refuse(400);
}

function refuse(status: number): never {
  if (flags.has("--show-error")) {
    console.error(`curl: (22) The requested URL returned error: ${status}: ${method} ${path}`);
  }
  process.exit(flags.has("--fail") ? 22 : 0);
}

const text = reply();
const output = one("--output");
if (output === undefined) {
  console.log(text);
} else {
  writeFileSync(output, text);
}

import { readFileSync } from "node:fs";
import { raw } from "jq-wasm";
import { callersForge } from "../forge";
import { readWords } from "./arguments";

/** As `gh api`, before a GitHub that has what the workflows ask of it. */

const LONGEST_COMMENT = 65_536;
const PAGE = 2;

const forge = callersForge();
const [command, ...words] = process.argv.slice(2);
const { values, flags, rest } = readWords(words, {
  values: ["--method", "--field", "--raw-field", "--jq"],
  flags: ["--paginate", "--silent"],
});
const fields = Object.fromEntries(
  [...(values.get("--field") ?? []), ...(values.get("--raw-field") ?? [])].map((field) => {
    const [name = "", value = ""] = field.split(/=(.*)/s);
    return [name, value.startsWith("@") ? readFileSync(value.slice(1), "utf8") : value];
  }),
);
const method = values.get("--method")?.[0] ?? (Object.keys(fields).length > 0 ? "POST" : "GET");

function reply(): unknown {
  const path = (rest[0] ?? "").replace(`repos/${process.env["GITHUB_REPOSITORY"]}/`, "");
  const [, id, commit] = /^issues\/comments\/(\d+)$|^commits\/(\w+)\/pulls$/.exec(path) ?? [];
  if (path === `issues/${process.env["PULL_REQUEST"]}/comments` && method === "GET") {
    return forge.comments.map((comment) => ({ ...comment, user: { login: comment.author } }));
  }
  if (path === `issues/${process.env["PULL_REQUEST"]}/comments` && method === "POST") {
    return forge.comment("github-actions[bot]", allowed(fields["body"]));
  }
  if (id !== undefined && method === "PATCH") {
    return forge.edit(Number(id), allowed(fields["body"])) ? {} : refuse("Not Found (HTTP 404)");
  }
  if (commit !== undefined) {
    const head = forge.merged[commit];
    return head === undefined
      ? []
      : [{ merge_commit_sha: commit, merged_at: "2026-11-24T12:00:00Z", head: { sha: head } }];
  }
  if (path === "actions/workflows/plan.yml/runs" && fields["event"] === "pull_request") {
    const wanted = forge.runs.filter(({ head, ok }) => head === fields["head_sha"] && ok);
    const head_repository = { full_name: process.env["GITHUB_REPOSITORY"] };
    return fields["status"] === "success"
      ? { workflow_runs: wanted.map(({ id: run }) => ({ id: run, head_repository })) }
      : refuse("asked for runs that failed");
  }
  return refuse(`Not Found: ${method} ${path} (HTTP 404)`);
}

function allowed(body = ""): string {
  return body.length > LONGEST_COMMENT ? refuse("Body is too long (HTTP 422)") : body;
}

function refuse(why: string): never {
  console.error(`gh: ${why}`);
  process.exit(1);
}

async function main(): Promise<void> {
  if (command !== "api" || process.env["GH_TOKEN"] === undefined) {
    refuse("no token, or another command");
  }
  const whole = reply();
  const pages = Array.isArray(whole)
    ? Array.from({ length: Math.max(1, Math.ceil(whole.length / PAGE)) }, (_, i) =>
        whole.slice(i * PAGE, (i + 1) * PAGE),
      )
    : [whole];
  for (const page of flags.has("--paginate") ? pages : pages.slice(0, 1)) {
    const text = await raw(page ?? {}, values.get("--jq")?.[0] ?? ".", ["-r"]);
    if (!flags.has("--silent") && text !== "") {
      console.log(text);
    }
  }
}

void main();

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LabRouter } from "../../lab/router";
import { PROVIDER } from "../../tools/pinned-provider";
import { run } from "../../tools/run";
import { RestClient } from "../lab/rest-client";
import type { Run } from "../run-program";
import { Bench, type Stop } from "./runner/bench";
import { type JobEnded, OnGithub, OnGitlab, type Platform } from "./runner/platforms";

const MARKER = "<!-- routeros-plan-review -->";
const FORGED = `${MARKER}\nwritten by somebody else`;
const LONGEST_REPORT = 64_512;
const SEALED = "reviewed.json.cms";
const COMPARISON = "compare-plans.mjs";

/** Shows all that was said where it was not. */
const expectFine = ({ ok, text }: Run): void => expect(ok ? "" : text).toBe("");

describe.each([
  // A cancelled job is killed in the end. GitLab runs no cleanup of a job that was timed out, but a trap can.
  ["GitHub", OnGithub, ["KILL"]],
  ["GitLab", OnGitlab, ["KILL", "TERM"]],
] as [string, typeof OnGithub | typeof OnGitlab, Stop[]][])("the pipeline on %s", (_, on, stops) => {
  let router: LabRouter;
  let bench: Bench;
  let platform: Platform;
  let base: string;
  let key: string;

  beforeAll(async () => {
    router = await LabRouter.start();
    bench = new Bench();
    key = bench.path("key.pem");
    const certificate = bench.path("plans.pem");
    const made = run("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=plans"],
      ...["-keyout", key, "-out", certificate],
    ]);
    expect(made).toMatchObject({ ok: true });
    const login = {
      ROS_HOSTURL: router.httpsUrl,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ROS_CA_CERTIFICATE: router.caCertificateFile,
    };
    platform = new on(bench, login, readFileSync(key, "utf8"));
    base = bench.commit({
      "plans.pem": readFileSync(certificate, "utf8"),
      [COMPARISON]: readFileSync(resolve(__dirname, "../../examples/pipelines", COMPARISON), "utf8"),
      "stack.json": stack({}),
    });
  });

  afterAll(async () => {
    bench.remove();
    await router.close();
  });

  const site = (comment: string, gateway = "10.112.0.1") => ({
    routeros_ip_address: { wan: { address: "10.112.0.2/24", interface: "wlan1" } },
    routeros_ip_firewall_nat: {
      wan: { chain: "srcnat", out_interface: "wlan1", action: "masquerade", comment },
    },
    routeros_ip_route: {
      default: {
        dst_address: "0.0.0.0/0",
        gateway,
        check_gateway: "ping",
        depends_on: ["routeros_ip_address.wan", "routeros_ip_firewall_nat.wan"],
      },
    },
  });
  /** A stack whose state is kept outside of every workspace, as a remote backend does. */
  const stack = (resource: object): string =>
    JSON.stringify({
      terraform: {
        required_providers: { routeros: { source: PROVIDER.source, version: PROVIDER.version } },
        backend: { local: { path: bench.path("site.tfstate") } },
      },
      provider: { routeros: { ca_certificate: router.caCertificateFile } },
      ...(Object.keys(resource).length > 0 ? { resource } : {}),
    });
  const applied = () => router.rows("/ip/firewall/nat").map(({ comment }) => comment);
  const ours = () => bench.forge.comments.filter(({ author }) => author === platform.author);
  /** Merges a head: the protected branch gets a commit of its own. */
  const merge = (head: string, more: Record<string, string> = {}): string => {
    const merged = bench.commit(more, head);
    bench.forge.merge(merged, head);
    return merged;
  };

  describe("a plan without errors", () => {
    let head: string;
    let reviewed: JobEnded;
    beforeAll(async () => {
      // More than a page of them.
      for (let i = 0; i < 120; i += 1) {
        bench.forge.comment("9", FORGED);
      }
      head = bench.commit({ "stack.json": stack(site("first")) }, base);
      reviewed = await platform.review(head);
      expectFine(reviewed);
    });

    test("is commented, with what it is the plan of", () => {
      expect(ours().map(({ body }) => body.split("\n").slice(0, 2))).toEqual([
        [MARKER, expect.stringContaining("## This plan changes the network. No problems found in")],
      ]);
      expect(ours()[0]?.body).toMatch(new RegExp(`Planned for ${head} by .*, SHA-256 [0-9a-f]{64}\\.\n$`));
    });

    test("writes nothing to the router, and is of no use to those who read artefacts", () => {
      expect(new Set(router.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
      expect(readdirSync(platform.sealed()).sort()).toEqual(["SHA256SUMS", SEALED, "tree"]);
      expect(readFileSync(join(platform.sealed(), SEALED), "latin1")).not.toContain("resource_changes");
      expect(reviewed.plansLeft).toEqual([]);
    });

    test.each(stops)("leaves no plan on its runner where a job is ended early, by SIG%s", async (signal) => {
      const merged = merge(head);
      for (const job of [() => platform.plan(head), () => platform.apply(merged)]) {
        const { ok, plansLeft } = await bench.whileStopped("show", signal, job);
        expect([ok, plansLeft]).toEqual([false, []]);
      }
    });

    test("is not applied for a commit that came by no request", async () => {
      const { ok, text } = await platform.apply(bench.commit({}, head));
      expect([ok, text]).toEqual([false, expect.stringMatching(/came by no (pull|merge) request/)]);
    });

    test("is not applied to a merge that holds what it did not see", async () => {
      const { ok, text } = await platform.apply(merge(head, { "stack.json": stack(site("unseen")) }));
      expect([ok, text]).toEqual([
        false,
        expect.stringContaining("The merge holds what the plan did not see"),
      ]);
    });

    test("is not applied where it was changed since", async () => {
      const { ok, text } = await whileSealed((sealed) => {
        const at = sealed.length - 100;
        return Buffer.concat([
          sealed.subarray(0, at),
          Buffer.of(255 - (sealed[at] ?? 0)),
          sealed.subarray(at + 1),
        ]);
      });
      expect([ok, text]).toEqual([false, expect.stringContaining("Error decrypting")]);
    });

    test("is not applied where the hash is that of another", async () => {
      const { ok, text } = await whileSealed((sealed) => sealed, "0".repeat(64));
      expect([ok, text]).toEqual([false, expect.stringContaining(`${SEALED}: FAILED`)]);
    });

    test("is not applied where another was sealed in its place, as anybody can", async () => {
      const { ok, text, plansLeft } = await whileSealed((sealed) => {
        const plan = openssl(["-decrypt", "-inform", "DER", "-inkey", key], sealed);
        const forged = Buffer.from(`${plan}`.replaceAll('10.112.0.1"', '10.112.0.9"'));
        const seal = ["-encrypt", "-aes-256-gcm", "-outform", "DER"];
        return openssl([...seal, bench.path("plans.pem")], forged);
      });
      expect([ok, text]).toEqual([
        false,
        expect.stringMatching(/^.*not the reviewed one: routeros_ip_route\.default differ\. .*$/m),
      ]);
      expect([applied(), plansLeft]).toEqual([[], []]);
    });

    test("is applied once: then it is no longer the plan", async () => {
      expect(applied()).toEqual([]);
      const merged = merge(head);
      const first = await platform.apply(merged);
      expectFine(first);
      expect([applied(), first.plansLeft]).toEqual([["first"], []]);
      const { ok, text } = await platform.apply(merged);
      expect([ok, text]).toEqual([
        false,
        expect.stringMatching(
          /routeros_ip_address\.wan, routeros_ip_firewall_nat\.wan, routeros_ip_route\.default differ/,
        ),
      ]);
    });

    /** How the apply ends where the sealed plan is another, and its hash or one that is given goes with it. */
    async function whileSealed(change: (sealed: Buffer) => Buffer, hash?: string): Promise<JobEnded> {
      const parts = [SEALED, "SHA256SUMS"].map((name) => join(platform.sealed(), name));
      const whole = parts.map((part) => readFileSync(part));
      const other = change(whole[0] as Buffer);
      const sums = `${hash ?? createHash("sha256").update(other).digest("hex")}  ${SEALED}\n`;
      for (const [i, content] of [other, sums].entries()) {
        writeFileSync(parts[i] as string, content);
      }
      try {
        return await platform.apply(merge(head));
      } finally {
        for (const [i, part] of parts.entries()) {
          writeFileSync(part, whole[i] as Buffer);
        }
      }
    }

    /** What `openssl cms` makes of this. */
    function openssl(args: readonly string[], input: Buffer): Buffer {
      const [from, to] = [bench.fresh("input"), bench.fresh("output")];
      writeFileSync(from, input);
      const [operation = "", ...rest] = args;
      const made = run("openssl", ["cms", operation, "-binary", "-in", from, "-out", to, ...rest]);
      expect(made).toMatchObject({ ok: true });
      return readFileSync(to);
    }
  });

  test("says in the same comment that there is nothing to change, and applies nothing else", async () => {
    const head = bench.commit({ "stack.json": stack(site("first")) }, base);
    expectFine(await platform.review(head));
    expect(ours().map(({ body }) => body)).toEqual([expect.stringContaining("This plan changes nothing.")]);
    expect(bench.forge.comments.filter(({ body }) => body === FORGED)).toHaveLength(120);

    // Somebody changes the router after the review: to change that back is another plan.
    await new RestClient(router).patch("/ip/firewall/nat/*1", { comment: "by hand" });
    const { ok, text } = await platform.apply(merge(head));
    expect([ok, text, applied()]).toEqual([
      false,
      expect.stringContaining("is not the reviewed one: routeros_ip_firewall_nat.wan differ."),
      ["by hand"],
    ]);
  });

  test("comments on a plan with errors, fails, and never applies it", async () => {
    const head = bench.commit({ "stack.json": stack(site("first", "10.112.0.1,10.112.0.9")) }, base);
    const { ok, plansLeft } = await platform.review(head);
    expect([ok, ours()[0]?.body, plansLeft]).toEqual([
      false,
      expect.stringContaining("**gateway-list**"),
      [],
    ]);
    expect(await platform.apply(merge(head))).toMatchObject({ ok: false });
    expect(router.rows("/ip/route").map(({ gateway }) => gateway)).not.toContain("10.112.0.1,10.112.0.9");
  });

  test("says in the same comment that a plan failed", async () => {
    const head = bench.commit({ "stack.json": "{" }, base);
    expect(await platform.review(head)).toMatchObject({ ok: false });
    expect(ours().map(({ body }) => body)).toEqual([expect.stringContaining(`No review of ${head}`)]);
  });

  test("has room for the longest report", async () => {
    expectFine(await platform.comment(base, "x".repeat(LONGEST_REPORT)));
    expect(ours()[0]?.body.length).toBeGreaterThan(LONGEST_REPORT);
  });
});

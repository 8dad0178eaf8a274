import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabRouter } from "../../lab/router";
import { PROVIDER } from "../../tools/pinned-provider";
import { run } from "../../tools/run";
import type { Run } from "../run-program";
import { Bench } from "./runner/bench";
import { OnGithub, OnGitlab, type Platform } from "./runner/platforms";

jest.setTimeout(120_000);

const MARKER = "<!-- routeros-plan-review -->";
const FORGED = `${MARKER}\nwritten by somebody else`;
const LONGEST_REPORT = 64_512;

/** Shows all that was said where it was not. */
const expectFine = ({ ok, text }: Run): void => expect(ok ? "" : text).toBe("");

describe.each([
  ["GitHub", OnGithub],
  ["GitLab", OnGitlab],
])("the pipeline on %s", (_, on) => {
  let router: LabRouter;
  let bench: Bench;
  let platform: Platform;
  let base: string;

  beforeAll(async () => {
    router = await LabRouter.start();
    bench = new Bench();
    const key = bench.path("key.pem");
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
    base = bench.commit({ "plans.pem": readFileSync(certificate, "utf8"), "stack.json": stack({}) });
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
    beforeAll(async () => {
      // More than a page of them.
      for (let i = 0; i < 120; i += 1) {
        bench.forge.comment("9", FORGED);
      }
      head = bench.commit({ "stack.json": stack(site("first")) }, base);
      expectFine(await platform.review(head));
    });

    test("is commented, with what it is the plan of", () => {
      expect(ours().map(({ body }) => body.split("\n").slice(0, 2))).toEqual([
        [MARKER, "## This plan changes the network; nothing speaks against it."],
      ]);
      expect(ours()[0]?.body).toMatch(new RegExp(`Planned for ${head} by .*, SHA-256 [0-9a-f]{64}\\.\n$`));
    });

    test("writes nothing to the router, and is of no use to those who read artefacts", () => {
      expect(new Set(router.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
      expect(readdirSync(platform.sealed()).sort()).toEqual([
        ".terraform.lock.hcl",
        "SHA256SUMS",
        "reviewed.tfplan.cms",
        "tree",
      ]);
      expect(readFileSync(join(platform.sealed(), "reviewed.tfplan.cms"), "latin1")).not.toContain("tfplan");
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
      const { ok, text } = await whileChanged("reviewed.tfplan.cms", (sealed) => {
        const at = sealed.length - 100;
        return Buffer.concat([
          sealed.subarray(0, at),
          Buffer.of(255 - (sealed[at] ?? 0)),
          sealed.subarray(at + 1),
        ]);
      });
      expect([ok, text]).toEqual([false, expect.stringContaining("Error decrypting")]);
    });

    test("is not applied where another was sealed in its place", async () => {
      const { ok, text } = await whileChanged("SHA256SUMS", (sums) =>
        Buffer.from(`${sums}`.replace(/^\w+/, "0".repeat(64))),
      );
      expect([ok, text]).toEqual([false, expect.stringContaining("reviewed.tfplan: FAILED")]);
    });

    test("is applied once: then it is stale", async () => {
      expect(applied()).toEqual([]);
      const merged = merge(head);
      expectFine(await platform.apply(merged));
      expect(applied()).toEqual(["first"]);
      const { ok, text } = await platform.apply(merged);
      expect([ok, text]).toEqual([false, expect.stringContaining("Saved plan is stale")]);
    });

    /** How the apply ends where a part of the artefact is another. */
    async function whileChanged(name: string, change: (whole: Buffer) => Buffer): Promise<Run> {
      const part = join(platform.sealed(), name);
      const whole = readFileSync(part);
      writeFileSync(part, change(whole));
      try {
        return await platform.apply(merge(head));
      } finally {
        writeFileSync(part, whole);
      }
    }
  });

  test("says in the same comment that there is nothing to change", async () => {
    expectFine(await platform.review(bench.commit({ "stack.json": stack(site("first")) }, base)));
    expect(ours().map(({ body }) => body)).toEqual([expect.stringContaining("This plan changes nothing.")]);
    expect(bench.forge.comments.filter(({ body }) => body === FORGED)).toHaveLength(120);
  });

  test("comments on a plan with errors, fails, and never applies it", async () => {
    const head = bench.commit({ "stack.json": stack(site("first", "10.112.0.1,10.112.0.9")) }, base);
    const { ok } = await platform.review(head);
    expect([ok, ours()[0]?.body]).toEqual([false, expect.stringContaining("**gateway-list**")]);
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

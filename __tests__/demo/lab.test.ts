import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DemoEnding, REPOSITORY, removeFolders, runDemo } from "./run-demo";

jest.setTimeout(90_000);
afterAll(removeFolders);

/** The names in the checkout's root, but for what another test builds, and when its own output was written. */
function checkout(): unknown {
  const names = readdirSync(REPOSITORY).filter((name) => name !== "dist");
  const output = names.filter((name) => /^(cdktf\.out|terraform\.)/.test(name));
  return { names, written: output.map((name) => statSync(join(REPOSITORY, name)).mtimeMs) };
}

describe("npm run demo", () => {
  const before = checkout();
  let demo: DemoEnding;
  beforeAll(async () => {
    // Somebody's own settings must not reach the lab router.
    demo = await runDemo({
      env: { ROS_INSECURE: "true", MIKROTIK_PASSWORD: "x", TF_WORKSPACE: "prod", CI: "1" },
    });
  });

  test("succeeds and says nothing on stderr", () => {
    expect({ status: demo.status, stderr: demo.stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("leaves neither processes nor files, and the checkout as it was", () => {
    expect(demo).toMatchObject({ leftovers: [], processes: [] });
    expect(checkout()).toEqual(before);
  });

  test("prints nothing that only a terminal understands, and no line too wide for a page", () => {
    expect(demo.stdout).not.toContain("\x1b");
    expect(demo.stdout).not.toContain("\r");
    expect(demo.stdout.split("\n").filter((line) => line.length > 110)).toEqual([]);
  });

  test("counts the resources while they come and go", () => {
    expect(demo.stdout).toContain("planned: 18 to add, 0 to change, 0 to destroy");
    for (const verb of ["created", "removed"]) {
      const counted = [...demo.stdout.matchAll(new RegExp(`(\\d+) of 18 ${verb}: (.+)`, "g"))];
      expect(counted.map(([, count]) => Number(count))).toEqual(
        Array.from({ length: 18 }, (_, index) => index + 1),
      );
      expect(counted.map(([, , path]) => path)).toContain("gateway/wlan1/masquerade");
    }
  });

  test("shows the article's sections in its order", () => {
    const headings = ["IP Addresses", "NAT", "Routing", "Connections to the router itself", "DNS issues"];
    const places = headings.map((heading) => demo.stdout.indexOf(`\n${heading}\n`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test.each([
    ["the LAN", /│ \d │ 192\.168\.0\.1\/24 │ 192\.168\.0\.0 │ Local +│ gateway\/Local\/address/],
    ["a WAN", /│ \d │ 10\.112\.0\.2\/24 +│ 10\.112\.0\.0 +│ wlan1 +│ gateway\/wlan1\/address/],
    ["masquerade", /│ srcnat │ out-interface=wlan2 │ masquerade +│ gateway\/wlan2\/masquerade/],
    [
      "an ECMP route",
      /│ As\+ │ 0\.0\.0\.0\/0 +│ 10\.112\.0\.1 │ main +│ 1 +│ ping +│ gateway\/wlan1\/default-route/,
    ],
    [
      "a policy route",
      /│ As │ 0\.0\.0\.0\/0 +│ 10\.111\.0\.1 │ to_wlan2 │ 1 +│ ping +│ gateway\/wlan2\/policy-route/,
    ],
    ["a table", /│ to_wlan1 │ yes │ gateway\/wlan1\/routing-table/],
    ["a mark", /│ new-connection-mark=wlan1_conn │/],
    ["a routing mark", /│ new-routing-mark=to_wlan2 +│/],
    ["public DNS servers", /│ 9\.9\.9\.9,1\.1\.1\.1 │/],
    [
      "the static entry",
      /│ portal\.isp\.example +│ A +│ 203\.0\.113\.80 │ gateway\/dns\/portal\.isp\.example/,
    ],
    ["its pin", /│ 203\.0\.113\.80\/32 │ 10\.111\.0\.1 │ main /],
    ["somebody else's rule", /│ somebody else's: +│\n.*│ camera, Alice +│/],
    ["somebody else's record", /│ somebody else's: +│\n.*│ printer, Bob +│/],
  ])("shows %s as it stands on the router", (_, row) => {
    expect(demo.stdout).toMatch(row);
  });

  test("draws the gateway", () => {
    expect(demo.stdout).toMatch(
      /192\.168\.0\.0\/24 ──┤ Local 192\.168\.0\.1 ── main ─┬─ wlan1 10\.112\.0\.2\/24/,
    );
    expect(demo.stdout).toMatch(/└─ wlan2 10\.111\.0\.2\/24 +├── 10\.111\.0\.1 ── Internet/);
  });

  test("says first that a router of the user's would need ROS_HOSTURL", () => {
    expect(demo.stdout.split("\n")[0]).toBe(
      "Without ROS_HOSTURL a lab router is used; MIKROTIK_PASSWORD would be for a router of yours.",
    );
  });

  test("says that a second plan changes nothing, in Terraform's words", () => {
    expect(demo.stdout).toContain(
      'Nothing changes. Terraform: "No changes. Your infrastructure matches the configuration."',
    );
  });

  test("ends with the rows of somebody else, which are still there", () => {
    expect(demo.stdout.trim().split("\n").slice(-2)).toEqual([
      '  /ip/firewall/nat "camera, Alice" is still there, unchanged',
      '  /ip/dns/static "printer, Bob" is still there, unchanged',
    ]);
  });
});

describe("Ctrl-C", () => {
  test.each([
    ["while the router starts", "starting a lab router", "SIGINT", 130],
    ["while main.ts is synthesized", "synthesizing main.ts", "SIGINT", 130],
    ["in the middle of a deploy", "3 of 18 created", "SIGINT", 130],
    ["while rows are read", "- reading the router's rows", "SIGINT", 130],
    ["when a destroy begins, as SIGTERM", "- cdktf destroy article", "SIGTERM", 143],
  ] as const)("%s leaves nothing behind", async (_, interruptAt, signal, status) => {
    const ending = await runDemo({ interruptAt, signal });
    expect(ending).toMatchObject({ status, stderr: "", leftovers: [], processes: [] });
    expect(ending.stdout.endsWith("\nInterrupted: cleaning up.\n")).toBe(true);
  });
});

test("without Terraform it stops before it starts a router", async () => {
  expect(await runDemo({ env: { TERRAFORM_BINARY_NAME: "no-such-terraform" } })).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringMatching(/^no-such-terraform is not on the PATH: .*\n$/),
    leftovers: [],
  });
});

describe("the command line", () => {
  test.each([
    ["an unknown option", ["--fast"], "error: unknown option '--fast'\n"],
    ["an argument", ["now"], "error: too many arguments. Expected 0 arguments but got 1.\n"],
  ])("refuses %s with one line", async (_, args, stderr) => {
    expect(await runDemo({ args })).toMatchObject({ status: 1, stdout: "", stderr });
  });

  test("explains itself", async () => {
    const { status, stdout } = await runDemo({ args: ["--help"] });
    expect(status).toBe(0);
    expect(stdout).toContain("--yes");
    expect(stdout).toContain("ROS_HOSTURL");
  });
});

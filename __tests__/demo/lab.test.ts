import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fullTest, inAll } from "../tier";
import { barsIn, chapterOf } from "./chapters";
import { type DemoEnding, REPOSITORY, removeFolders, runDemo } from "./run-demo";

afterAll(removeFolders);

const FLOWS = 4096;

/** How far a WAN's share may be from what is expected of it. */
const TOLERANCE = 0.15;

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

  test("leaves neither processes, namespaces nor files, and the checkout as it was", () => {
    expect(demo).toMatchObject({ leftovers: [], processes: [], namespaces: [] });
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
      const counted = [...demo.stdout.matchAll(new RegExp(`(\\d+) of 18 ${verb}(?:: (gateway/.+))?$`, "gm"))];
      const counts = counted.map(([, count]) => Number(count));
      // The CDKTF CLI may swallow the last of them.
      expect(counts).toEqual([...counts.slice(0, -1).map((_, index) => index + 1), 18]);
      expect(counts.length).toBeGreaterThan(4);
      expect(counted.slice(0, -1).map(([, , path]) => path)).not.toContain(undefined);
    }
    for (const path of ["gateway/Local/address", "gateway/wlan1/mark-connection"]) {
      expect(demo.stdout).toMatch(new RegExp(`\\d of 18 (created|removed): ${path}$`, "m"));
    }
  });

  test("reviews the plan before it deploys: shares, also with a WAN down", () => {
    const [before = "", after] = demo.stdout.split("cdktf deploy article");
    expect(after).toBeDefined();
    expect(before).toContain("This plan changes the network. No problems found in");
    expect(before).toMatch(/│ LAN Local +│ wlan1 50\.0 %, wlan2 50\.0 % │/);
    expect(before).toMatch(/│ LAN Local, wlan1 down +│ wlan2 100\.0 % +│/);
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
    ["somebody else's rule", /│ somebody else's: +│\n.*│ camera +│/],
    ["somebody else's record", /│ somebody else's: +│\n.*│ printer +│/],
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

  test("says which version runs, where the operator finds it, and which timers were set", () => {
    expect(demo.stdout).toContain("RouterOS 7.24 at https://10.255.255.1, from the operator's place");
    expect(demo.stdout).toContain(
      "/routing/settings set\n    check-gateway-ping-interval=200ms check-gateway-ping-timeout=150ms check-gateway-ping-count=2",
    );
    expect(demo.stdout).toContain("By itself a router asks every 10 s");
  });

  test("4,096 flows are spread over the WANs as expected, each with its WAN's address", () => {
    const text = chapterOf(demo, "4,096 flows from the LAN, each to a destination of its own");
    const bars = barsIn(text);
    expect(bars.map(({ wan, expected }) => [wan, expected])).toEqual([
      ["wlan1", 50],
      ["wlan2", 50],
    ]);
    expect(bars.reduce((sum, { flows }) => sum + flows, 0)).toBe(FLOWS);
    for (const { wan, flows, share, full, width } of bars) {
      expect([wan, Math.abs(flows - FLOWS / 2) <= (TOLERANCE * FLOWS) / 2]).toEqual([wan, true]);
      expect(share).toBeCloseTo((100 * flows) / FLOWS, 1);
      expect(full).toBe(Math.round((width * flows) / FLOWS));
    }
    const [wlan1, wlan2] = bars.map(({ flows }) => flows.toLocaleString("en-US"));
    expect(text).toContain(`At the far end ${wlan2} from 10.111.0.2, ${wlan1} from 10.112.0.2.`);
    expect(text).toContain("Packets that came to an ISP from any other address: 0.");
  });

  test.each([
    ["wlan1", "10.112.0.2", "100 by wlan1, 0 by wlan2"],
    ["wlan2", "10.111.0.2", "0 by wlan1, 100 by wlan2"],
  ])("a connection to the router on %s is answered through it", (wan, address, ways) => {
    const [, after = ""] = chapterOf(
      demo,
      "Connections from the Internet to the router itself, port 8080",
    ).split(`: to ${address}, its address on ${wan}\n`);
    const [connection, reply, all] = after.split("\n");
    expect(connection).toMatch(
      new RegExp(`^ {2}198\\.18\\.\\d+\\.\\d+:\\d+ came in by ${wan}: connection-mark=${wan}_conn$`),
    );
    expect(reply).toMatch(
      new RegExp(`^ {2}the output rule sent its replies to the table to_${wan}, as all [1-9]\\d* packets`),
    );
    expect(all).toBe(`  100 of 100 connections answered: ${ways}`);
  });

  test("a gateway's death and return are told in order, with the seconds since", () => {
    const text = chapterOf(demo, "The gateway of wlan1 dies, and comes back");
    const told = [...text.matchAll(/^ +(\d+\.\d\d) s {2}(.+)$/gm)].map(([, seconds, event]) => ({
      seconds: Number(seconds),
      event,
    }));
    const place = (event: RegExp): number => told.findIndex((line) => event.test(line.event ?? ""));
    const dead = place(/^the gateway 10\.112\.0\.1 no longer answers$/);
    const inactive = place(/^its routes are inactive$/);
    const moved = place(
      /^all of 256 new flows are answered, none by wlan1; of [\d,]+ before, [\d,]+ were not$/,
    );
    const healed = place(/^the gateway answers again$/);
    const back = place(/^its routes are back$/);
    const shared = place(/^1,024 new flows are shared as before$/);
    expect([dead, ...[inactive, moved].sort(), healed, back, shared]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(told[dead]?.seconds).toBe(0);
    const seconds = told.map((line) => line.seconds);
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  });

  test("afterwards both WANs have their shares again", () => {
    const bars = barsIn(chapterOf(demo, "The gateway of wlan1 dies, and comes back"));
    expect(bars.map(({ wan }) => wan)).toEqual(["wlan1", "wlan2"]);
    for (const { wan, flows } of bars) {
      expect([wan, Math.abs(flows - 512) <= TOLERANCE * 512]).toEqual([wan, true]);
    }
  });

  test("a change that cuts the operator off is undone by the router, and operator and LAN are back", () => {
    const text = chapterOf(demo, "A change cuts the operator off, and the router undoes it by itself");
    const told = [...text.matchAll(/^ +\d+\.\d\d s {2}(.+)$/gm)].map(([, event]) => event);
    expect(told).toEqual([
      "the rule is on the router",
      "the operator no longer reaches the router",
      "no gateway check is answered: 0 of 256 new flows of the LAN get out",
      "the guard waits 3 minutes; the lab moves the router's clock on instead",
      "the router has run the undo script: the rule is gone",
      "the operator reaches the router again",
      "all of 256 new flows of the LAN are answered again",
    ]);
    expect(text).toContain(
      "The guard ended with status 1: the apply is undone, and the rows are as they were.",
    );
    expect(text).toMatch(/done after .+: routeros-state guard recover article/);
  });

  test("says that a second plan changes nothing, in Terraform's words", () => {
    expect(demo.stdout).toContain(
      'Nothing changes. Terraform: "No changes. Your infrastructure matches the configuration."',
    );
  });

  test("ends with the rows of somebody else, which are still there", () => {
    expect(demo.stdout.trim().split("\n").slice(-2)).toEqual([
      '  /ip/firewall/nat "camera" is still there, unchanged',
      '  /ip/dns/static "printer" is still there, unchanged',
    ]);
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

/** What is wrong with a command line, and what is said of it. */
const MISTAKES: [what: string, args: string[], stderr: string][] = [
  ["an unknown option", ["--fast"], "error: unknown option '--fast'\n"],
  ["an argument", ["now"], "error: too many arguments. Expected 0 arguments but got 1.\n"],
];

describe("the command line", () => {
  inAll(() =>
    test.each(MISTAKES)("refuses %s with one line", async (_, args, stderr) => {
      expect(await runDemo({ args })).toMatchObject({ status: 1, stdout: "", stderr });
    }),
  );

  fullTest("explains itself", async () => {
    const { status, stdout } = await runDemo({ args: ["--help"] });
    expect(status).toBe(0);
    expect(stdout).toContain("--yes");
    expect(stdout).toContain("ROS_HOSTURL");
  });
});

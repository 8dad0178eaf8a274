import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../tools/run";
import { fullTest } from "../tier";
import { removeFolders, runDemo, temporaryFolder } from "./run-demo";

afterAll(removeFolders);

/** A PATH on which there is nothing but these programs. */
function pathOf(...programs: readonly string[]): string {
  const folder = join(temporaryFolder(), "bin");
  mkdirSync(folder);
  for (const program of programs) {
    const { stdout } = run("sh", ["-c", `command -v ${program}`]);
    symlinkSync(stdout.trim(), join(folder, program));
  }
  return folder;
}

fullTest(
  "without the programs for a network it says which, and what installs them, and does the rest",
  async () => {
    const path = pathOf("sh", "env", "node", "terraform", "unshare", "ip", "ping");
    const demo = await runDemo({ env: { PATH: path } });
    expect(demo).toMatchObject({ status: 0, stderr: "", leftovers: [], processes: [], namespaces: [] });
    const lines = demo.stdout.split("\n");
    expect(lines[0]).toMatch(
      /^Without packets: The lab's network needs nft, socat\b.*\. Run: (sudo )?apt-get install -y nftables socat\b/,
    );
    expect(demo.stdout).toMatch(
      /RouterOS 7\.20\.4 at https:\/\/127\.0\.0\.1:\d+: the REST API is real, packets are not\./,
    );
    expect(demo.stdout).toContain("18 of 18 created");
    expect(demo.stdout).toContain("Nothing changes. Terraform:");
    expect(demo.stdout).toContain("18 of 18 removed");
    expect(
      lines.filter((line) => /flows from the LAN|dies, and comes back|cuts the operator off/.test(line)),
    ).toEqual([]);
  },
);

test("where the kernel refuses it says so, and goes on", async () => {
  const demo = await runDemo({
    before: ["setpriv", "--bounding-set=-all", "--inh-caps=-all"],
    interruptAt: "the REST API is real, packets are not.",
  });
  expect(demo.stdout.split("\n")[0]).toMatch(
    /^Without packets: The kernel does not let this process have networks of its own: .+\.$/,
  );
  expect(demo).toMatchObject({ status: 130, stderr: "", leftovers: [], processes: [] });
});

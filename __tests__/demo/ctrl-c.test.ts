import { fullTest, sampled } from "../tier";
import { removeFolders, runDemo } from "./run-demo";

afterAll(removeFolders);

/** A line that the demo prints, and the signal that it then gets. */
const MOMENTS = [
  ["while the network is built", "- starting a network", "SIGINT", 130],
  ["while the router starts", "starting a lab router", "SIGINT", 130],
  ["while main.ts is synthesized", "synthesizing main.ts", "SIGINT", 130],
  ["in the middle of a deploy", "3 of 18 created", "SIGINT", 130],
  ["while rows are read", "- reading the router's rows", "SIGINT", 130],
  ["while the Internet is started", "- starting the Internet", "SIGINT", 130],
  ["while flows are sent", "1,024 answered", "SIGINT", 130],
  ["while somebody connects to the router", "- to 10.111.0.2, its address on wlan2", "SIGINT", 130],
  ["while a gateway is dead, as SIGHUP", "the gateway 10.112.0.1 no longer answers", "SIGHUP", 129],
  ["while the operator is cut off", "the operator no longer reaches the router", "SIGINT", 130],
  ["when a destroy begins, as SIGTERM", "- cdktf destroy article", "SIGTERM", 143],
] as const;

describe("Ctrl-C", () => {
  test.each(sampled(MOMENTS, 1))("%s leaves nothing behind", async (_, interruptAt, signal, status) => {
    const ending = await runDemo({ interruptAt, signal });
    expect(ending).toMatchObject({ status, stderr: "", leftovers: [], processes: [], namespaces: [] });
    expect(ending.stdout.endsWith("\nInterrupted: cleaning up.\n")).toBe(true);
  });

  fullTest(
    "leaves nothing behind either where the demo is not root, and has a user namespace of its own",
    async () => {
      const ending = await runDemo({
        before: ["unshare", "--user", "--map-user=65534", "--map-group=65534"],
        interruptAt: "1,024 answered",
      });
      expect(ending).toMatchObject({ status: 130, stderr: "", leftovers: [], processes: [], namespaces: [] });
      expect(ending.stdout.endsWith("\nInterrupted: cleaning up.\n")).toBe(true);
    },
  );
});

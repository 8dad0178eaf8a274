import { formatJson, formatMarkdown, formatSarif, review, verdictLine } from "../../lib/plan-review";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";

const unmarked = changed(
  {
    routeros_ip_firewall_mangle: {
      wlan1_input: null,
      wlan2_input: null,
      wlan3_input: null,
    },
  },
  3,
);
const report = review([plan(articleResources(3), unmarked)]);
const errors = report.findings.filter(({ id, verdict }) => id === "reply-path" && verdict === "fail");

test("equal findings of several WANs are one finding that names them all", () => {
  expect(errors.map(({ subject }) => subject)).toEqual(["wlan1", "wlan2", "wlan3"]);
  expect(verdictLine(report)).toContain("1 error");
  const markdown = formatMarkdown(report);
  expect(markdown.match(/\*\*reply-path\*\*/g)).toHaveLength(1);
  expect(markdown).toContain("The same is true of wlan2 and wlan3.");
});

test("programs still have an entry for each WAN, whose key stays the same from plan to plan", () => {
  const { findings } = JSON.parse(formatJson(report));
  expect(findings.filter(({ id }: { id: string }) => id === "reply-path")).toEqual(
    ["wlan1", "wlan2", "wlan3"].map((subject) =>
      expect.objectContaining({ subject, subjects: ["wlan1", "wlan2", "wlan3"] }),
    ),
  );
  const [{ results }] = JSON.parse(formatSarif(report)).runs;
  const prints = results.map((each: { partialFingerprints: object }) =>
    Object.values(each.partialFingerprints),
  );
  expect(prints.flat()).toEqual(
    expect.arrayContaining(["routeros reply-path wlan1", "routeros reply-path wlan3"]),
  );
});

test("findings that differ in more than the WAN stay apart", () => {
  const wrong = changed(
    {
      routeros_ip_route: {
        wlan1_default: { gateway: "172.16.0.1" },
        wlan2_default: { gateway: "172.17.0.1" },
      },
    },
    3,
  );
  const { findings } = review([plan(articleResources(3), wrong)]);
  const outside = findings.filter(({ id }) => id === "gateway-outside-subnet");
  expect(outside.length).toBeGreaterThan(1);
  const markdown = formatMarkdown(review([plan(articleResources(3), wrong)]));
  expect(markdown.match(/\*\*gateway-outside-subnet\*\*/g)).toHaveLength(outside.length);
});

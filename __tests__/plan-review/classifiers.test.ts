import { changed, findingsIn, found, of } from "./findings-in";

/** Rules that mark new connections of the LAN for wlan1, wlan2 and so on, each with a classifier. */
const classified = (...classifiers: (string | undefined)[]) =>
  changed({
    routeros_ip_firewall_mangle: {
      ...Object.fromEntries(
        classifiers.map((per_connection_classifier, i) => [
          `part${i}`,
          {
            chain: "prerouting",
            in_interface: "Local",
            connection_mark: "no-mark",
            per_connection_classifier,
            action: "mark-connection",
            new_connection_mark: `wlan${(i % 2) + 1}_conn`,
            passthrough: true,
            depends_on: i === 0 ? [] : [`routeros_ip_firewall_mangle.part${i - 1}`],
          },
        ]),
      ),
      ...Object.fromEntries(
        [1, 2].map((wan) => [
          `route${wan}`,
          {
            chain: "prerouting",
            in_interface: "Local",
            connection_mark: `wlan${wan}_conn`,
            action: "mark-routing",
            new_routing_mark: `\${routeros_routing_table.wlan${wan}.name}`,
            passthrough: false,
            depends_on: [`routeros_ip_firewall_mangle.part${classifiers.length - 1}`],
          },
        ]),
      ),
    },
  });

const KINDS = ["classifier-remainder", "classifier-gap", "rule-unreachable"] as const;

test("remainders that divide all connections are right", () => {
  expect(found(classified("both-addresses:2/0", "both-addresses:2/1"), KINDS)).toEqual([]);
  expect(found(classified("both-addresses:4/0", "both-addresses:2/1", "both-addresses:4/2"), KINDS)).toEqual(
    [],
  );
});

test("a remainder out of range is refused, and the part that nobody takes is named", () => {
  const resources = classified("both-addresses:3/1", "both-addresses:3/2", "both-addresses:3/3");
  expect(found(resources, KINDS)).toEqual(["fail error ip_firewall_mangle.part2"]);
  const [finding] = of(findingsIn(resources), "classifier-remainder");
  expect(finding?.message).toContain("has remainder 3, but remainders of 3 go from 0 to 2");
  expect(finding?.message).toContain("no rule takes remainder 0");
  expect(finding?.remediation).toBe('Write per_connection_classifier = "both-addresses:3/0".');
});

test("a part that no rule takes leaves by main", () => {
  const [finding] = of(findingsIn(classified("both-addresses:4/0", "both-addresses:4/1")), "classifier-gap");
  expect(finding).toMatchObject({
    severity: "warning",
    message: expect.stringContaining(
      "No classifier rule takes remainders 2 and 3 of 4, so 1/2 of these connections",
    ),
  });
});

test("a rule without a classifier takes the rest, and one rule alone takes a part on purpose", () => {
  expect(found(classified("both-addresses:4/0", "both-addresses:4/1", undefined), "classifier-gap")).toEqual(
    [],
  );
  expect(found(classified("both-addresses:4/0"), "classifier-gap")).toEqual([]);
});

test("a part that an earlier, larger one holds is never reached", () => {
  expect(found(classified("both-addresses:2/0", "both-addresses:4/2", "both-addresses:2/1"), KINDS)).toEqual([
    "fail error ip_firewall_mangle.part1",
  ]);
  expect(found(classified("both-addresses:4/2", "both-addresses:2/0", "both-addresses:2/1"), KINDS)).toEqual(
    [],
  );
});

test("denominators whose common multiple is too large to list are said to be unknown", () => {
  const resources = classified("both-addresses:65537/1", "both-addresses:65539/1");
  expect(found(resources, KINDS)).toEqual(["unknown note ip_firewall_mangle.part0"]);
  const [finding] = of(findingsIn(resources), "classifier-gap");
  expect(finding?.message).toContain("least common multiple of their denominators is larger than 100000");
});

import { formatMarkdown, type RouterReport, review } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { changed, findingsIn, of } from "./findings-in";
import { plan } from "./plans";

const routerOf = (after: Resources): RouterReport => {
  const [router] = review([plan({}, after)]).routers;
  if (router === undefined) {
    throw new Error("no router");
  }
  return router;
};

/** The article's gateway with so many LANs, of which the last is captured by a table that only wlan2 serves. */
const manyLans = (count: number): Resources =>
  changed({
    routeros_ip_address: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `lan${i + 1}`,
        { address: `192.168.${i + 1}.1/24`, interface: `lan${i + 1}` },
      ]),
    ),
    routeros_ip_route: { wlan2_policy: { check_gateway: "none" } },
    routeros_routing_rule: {
      last: { interface: `lan${count}`, action: "lookup-only-in-table", table: "to_wlan2" },
    },
  });

test("a LAN is looked at however many come before it", () => {
  const { shares } = routerOf(manyLans(12));
  const last = shares.find(({ origin }) => origin.id === "LAN lan12");
  expect([...(last?.after?.shares ?? [])]).toEqual([["wlan2", 1]]);
});

test("a LAN that a failure cuts off is named, although the first LAN has another WAN", () => {
  const [loss, ...others] = of(findingsIn(manyLans(12)), "failure-loses-traffic");
  expect(others).toEqual([]);
  expect([loss?.severity, loss?.subject, loss?.message]).toEqual([
    "error",
    "wlan2 LAN lan12",
    "When wlan2 is down, all new connections from LAN lan12 are lost (sent to a dead gateway).",
  ]);
});

test("LANs of which the same is true share a line of the report", () => {
  const text = formatMarkdown(review([plan({}, manyLans(12))]));
  expect(text).toContain(
    "| LAN lan1, LAN lan2, LAN lan3, LAN lan4, LAN lan5, LAN lan6 and 7 more | wlan1 1/2, wlan2 1/2 |",
  );
  expect(text).toContain("| LAN lan12 | wlan2 all |");
});

test("the matrix has a row for all WANs of the first tier", () => {
  const { failures } = routerOf(changed({ routeros_ip_route: { wlan3_default: { distance: 2 } } }, 3));
  const [lan] = failures.origins;
  expect(lan?.cases.map(({ down, after }) => [down.join("+"), ...(after?.shares.keys() ?? [])])).toEqual([
    ["wlan1", "wlan2"],
    ["wlan2", "wlan1"],
    ["wlan3", "wlan1", "wlan2"],
    ["wlan1+wlan2", "wlan3"],
  ]);
  expect(failures.leftOut).toBe(0);
});

test("a plan without a LAN says so, and nothing about hosts", () => {
  const report = review([plan({}, changed({ routeros_ip_address: { Local: null } }))]);
  expect(report.routers[0]?.origins.map(({ name }) => name)).toEqual(["the router"]);
  expect(formatMarkdown(report)).toContain(
    "The plan has no LAN, so the report says nothing about the connections of hosts, only of the router's own.",
  );
});

test("a port forward is followed however many come before it, and what is too much is said", () => {
  const forwards = (count: number) =>
    of(
      findingsIn(
        changed({
          routeros_ip_firewall_nat: Object.fromEntries(
            Array.from({ length: count }, (_, i) => [
              `web${i}`,
              {
                chain: "dstnat",
                action: "dst-nat",
                in_interface: "wlan1",
                protocol: "tcp",
                dst_port: String(2_000 + i),
                to_addresses: "192.168.0.7",
              },
            ]),
          ),
        }),
      ),
      "forward-reply-path",
    );
  expect(forwards(40).filter(({ severity }) => severity === "error")).toHaveLength(40);
  expect(forwards(520).find(({ severity }) => severity === "note")?.message).toBe(
    "It is unknown where the replies of 20 port forwards of wlan1 leave, because only the first 500 were followed.",
  );
});

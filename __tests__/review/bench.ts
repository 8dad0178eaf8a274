import Table from "cli-table3";
import { formatMarkdown, readPlan, review } from "../../lib/review";
import type { Resources } from "../terraform";
import { articleResources, planJson } from "./plans";

/*
 * How long a review takes, by the size of the plan, what it is made of and what the plan does to that: `npm run bench:review`.
 * Growth is compared within one run, in the processor's time, so that other work on the machine does not count; of three
 * runs the shortest, so that a collection of garbage does not.
 */

const SIZES = [1250, 2500, 5000];

const many = (size: number, make: (i: number) => Record<string, unknown>) =>
  Object.fromEntries(Array.from({ length: size }, (_, i) => [`r${i}`, make(i)]));

const host = (i: number): string =>
  `172.${16 + Math.floor(i / 65536)}.${Math.floor(i / 256) % 256}.${i % 256}`;

/** A gateway of three WANs, and so many more resources of one kind. */
const SHAPES: Readonly<Record<string, (size: number) => Resources>> = {
  "filter rules": (size) => ({
    routeros_ip_firewall_filter: many(size, (i) => ({
      chain: "forward",
      action: "accept",
      src_address: host(i),
      ...(i > 0 ? { depends_on: [`routeros_ip_firewall_filter.r${i - 1}`] } : {}),
    })),
  }),
  "address lists": (size) => ({
    routeros_ip_firewall_addr_list: many(size, (i) => ({ list: "blocked", address: host(i) })),
  }),
  addresses: (size) => ({
    routeros_ip_address: many(size, (i) => ({
      address: `10.${Math.floor(i / 256)}.${i % 256}.1/24`,
      interface: `vlan${i}`,
    })),
  }),
  routes: (size) => ({
    routeros_ip_route: many(size, (i) => ({
      dst_address: `${host(i)}/32`,
      gateway: `192.168.0.${2 + (i % 250)}`,
    })),
  }),
};

/** What a plan does to them. */
const DOINGS: Readonly<Record<string, (resources: Resources) => readonly [Resources, Resources]>> = {
  made: (resources) => [articleResources(3), resources],
  changed: (resources) => [resources, withComments(resources)],
  removed: (resources) => [resources, articleResources(3)],
};

function withComments(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([type, byName]) => [
      type,
      Object.fromEntries(Object.entries(byName).map(([name, row]) => [name, { ...row, comment: "new" }])),
    ]),
  );
}

function cpuMs([before, after]: readonly [Resources, Resources]): number {
  const text = JSON.stringify(planJson(before, after));
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage();
    formatMarkdown(review([readPlan(text, "plan.json")]));
    return process.cpuUsage(start).user;
  });
  return Math.round(Math.min(...times) / 1000);
}

const cases = Object.entries(SHAPES).flatMap(([shape, make]) =>
  Object.entries(DOINGS).map(([doing, change]) => ({
    name: `${shape}, ${doing}`,
    time: (size: number) => cpuMs(change(articleResources(3, make(size)))),
  })),
);
// The first run compiles.
for (const { time } of cases) {
  time(SIZES[0] ?? 0);
}
const table = new Table({
  head: ["resources of a plan", ...SIZES.map(String), "growth for twice the size"],
  style: { head: [], border: [] },
});
for (const { name, time } of cases) {
  const times = SIZES.map(time);
  const growth = (times.at(-1) ?? 0) / Math.max(1, times.at(-2) ?? 1);
  table.push([name, ...times.map((each) => `${each} ms`), growth.toFixed(1)]);
}
console.log(table.toString());

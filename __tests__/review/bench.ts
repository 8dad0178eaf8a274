import Table from "cli-table3";
import { formatMarkdown, readPlan, review } from "../../lib/review";
import type { Resources } from "../terraform";
import { articleResources, planJson } from "./plans";

/*
 * How long a review takes, by the size of the plan and by what it is made of: `npm run bench:review`. Growth is compared within
 * one run, in the processor's time, so that other work on the machine does not count.
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
  routes: (size) => ({
    routeros_ip_route: many(size, (i) => ({
      dst_address: `${host(i)}/32`,
      gateway: `192.168.0.${2 + (i % 250)}`,
    })),
  }),
};

function cpuMs(resources: Resources): number {
  const text = JSON.stringify(planJson({}, articleResources(3, resources)));
  const start = process.cpuUsage();
  formatMarkdown(review([readPlan(text, "plan.json")]));
  return Math.round(process.cpuUsage(start).user / 1000);
}

// The first run compiles.
for (const make of Object.values(SHAPES)) {
  cpuMs(make(SIZES[0] ?? 0));
}
const table = new Table({
  head: ["resources of a plan", ...SIZES.map(String), "growth for twice the size"],
  style: { head: [], border: [] },
});
for (const [name, make] of Object.entries(SHAPES)) {
  const times = SIZES.map((size) => cpuMs(make(size)));
  const growth = (times.at(-1) ?? 0) / Math.max(1, times.at(-2) ?? 1);
  table.push([name, ...times.map((time) => `${time} ms`), growth.toFixed(1)]);
}
console.log(table.toString());

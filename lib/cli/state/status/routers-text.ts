import { shortened } from "../../../text/printable";
import { table } from "../../table";
import type { RouterReading } from "./read-routers";
import { wanName } from "./status-text";

/** How much of an error the table shows. */
const MOST_LETTERS = 100;

/** A line per router, and what is down on it. */
export function routersText(readings: readonly RouterReading[]): string {
  const count = (is: (reading: RouterReading) => boolean): number => readings.filter(is).length;
  const stateIs = (state: string) => (reading: RouterReading) =>
    "status" in reading && reading.status.state === state;
  return [
    table(["router", "state", "WANs up", "down"], readings.map(cells)),
    `${readings.length} routers: ${count(stateIs("up"))} up, ${count(stateIs("degraded"))} degraded, ${count(stateIs("down"))} down, ${count((reading) => "error" in reading)} unreadable`,
  ].join("\n");
}

function cells(reading: RouterReading): readonly string[] {
  if ("error" in reading) {
    return [reading.name, "unreadable", "-", shortened(reading.error, MOST_LETTERS)];
  }
  const { wans, state } = reading.status;
  const down = wans.filter(({ isUp }) => !isUp);
  return [
    reading.name,
    state,
    `${wans.length - down.length} of ${wans.length}`,
    down.map(wanName).join(", ") || "-",
  ];
}

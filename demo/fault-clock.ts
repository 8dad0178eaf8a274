import { colors, tell } from "./print-progress";

const WIDTH = 8;

/** Tells what happens, and how many seconds after the fault. */
export class FaultClock {
  private readonly start = Date.now();

  tell(event: string): void {
    const seconds = `${((Date.now() - this.start) / 1000).toFixed(2)} s`;
    tell(`  ${colors.cyan(seconds.padStart(WIDTH))}  ${event}`);
  }
}

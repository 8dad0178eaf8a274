import { FaultClock } from "../../demo/fault-clock";
import { abandonSteps, warn } from "../../demo/print-progress";

let printed = "";
let complained: unknown[] = [];
beforeEach(() => {
  printed = "";
  complained = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
  jest.spyOn(console, "error").mockImplementation((text) => {
    complained.push(text);
  });
  jest.spyOn(Date, "now").mockReturnValueOnce(1000).mockReturnValueOnce(1000).mockReturnValueOnce(13_345);
});
afterEach(() => jest.restoreAllMocks());

test("the clock tells the seconds since it was started", () => {
  const clock = new FaultClock();
  clock.tell("dead");
  clock.tell("alive");
  expect(printed).toBe("    0.00 s  dead\n   12.35 s  alive\n");
});

test("a trouble beside the story is told in a line", () => {
  warn(new Error("the kernel says no"));
  expect(complained).toEqual(["the kernel says no"]);
});

// The last one here: what is abandoned stays so.
test("once the demo is interrupted, neither events nor troubles are told", () => {
  const clock = new FaultClock();
  abandonSteps();
  clock.tell("dead");
  warn(new Error("killed"));
  expect([printed, complained]).toEqual(["", []]);
});

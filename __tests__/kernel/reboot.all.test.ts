import { eventually } from "../until";
import { addGateway, networkWithRouter } from "./small-network";

const network = networkWithRouter();

beforeEach(() => addGateway(network().lab));

test("a router that starts again passes no packet meanwhile, and forgets every connection and count", async () => {
  const { lab, lan } = network();
  const answers = () => lan.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.7");
  const connections = async () => (await lab.freshRows("/ip/firewall/connection")).length;
  const counted = async () =>
    (await lab.freshRows("/ip/firewall/mangle")).reduce((sum, row) => sum + Number(row["packets"]), 0);
  lab.add("/ip/firewall/mangle", { chain: "forward", action: "passthrough" });
  await lab.settled();
  await eventually(answers, (is) => expect(is).toBe(true));
  lan.run("ping", "-c", "30", "-i", "0.01", "198.51.100.7");
  expect(await connections()).toBeGreaterThan(0);
  expect(await counted()).toBeGreaterThan(30);
  const before = lab.rows("/ip/route");
  await lab.reboot(async () => {
    expect(answers()).toBe(false);
    expect(await connections()).toBe(0);
  });
  await eventually(answers, (is) => expect(is).toBe(true));
  expect(lab.rows("/ip/route")).toEqual(before);
  expect(await counted()).toBeLessThan(30);
});

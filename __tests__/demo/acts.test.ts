import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { showForeignRows } from "../../demo/acts/foreign-rows";
import { loginOf } from "../../demo/lab-target";
import { foreignRows } from "../../demo/ownership";
import { abandonSteps } from "../../demo/print-progress";
import { readRows } from "../../demo/router-rows";
import { LabRouter } from "../../lab/router";

let printed = "";
beforeEach(() => {
  printed = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

describe("the rows of somebody else", () => {
  let router: LabRouter;
  beforeEach(async () => {
    router = await LabRouter.start();
  });
  afterEach(() => router.close());

  test("are told as unchanged, or their change is a failure", async () => {
    const login = loginOf(router);
    const id = router.add("/ip/dns/static", { name: "nas.example", address: "192.0.2.9", comment: "nas" });
    const before = foreignRows(await readRows(login));
    await showForeignRows(before, login);
    expect(printed).toContain('/ip/dns/static "nas" is still there, unchanged');

    router.set("/ip/dns/static", id, { address: "192.0.2.10" });
    await expect(showForeignRows(before, login)).rejects.toThrow(
      'The rows of somebody else are not what they were: /ip/dns/static "nas" has changed.',
    );
    router.remove("/ip/dns/static", id);
    await expect(showForeignRows(before, login)).rejects.toThrow('"nas" is gone');
  });
});

// The last one here: what is abandoned stays so.
test("once the demo is interrupted, rows that arrive are not told any more", async () => {
  const held = await holdingServer();
  const url = `http://127.0.0.1:${(held.server.address() as AddressInfo).port}`;
  let told = false;
  void showForeignRows([], { url, username: "", password: "" }).then(() => {
    told = true;
  });
  await held.asked;
  abandonSteps();
  printed = "";
  held.release();
  await held.askedLast;
  // One more question and answer: whoever waits for an earlier answer has it by now.
  await (await fetch(url)).text();
  await new Promise((resolve) => held.server.close(resolve));
  expect({ told, printed }).toEqual({ told: false, printed: "" });
});

/** A router without rows that keeps its first answer back. */
async function holdingServer() {
  let [release, ask, askLast] = [() => {}, () => {}, () => {}];
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const askedLast = new Promise<void>((resolve) => {
    askLast = resolve;
  });
  const server: Server = createServer(async (request, response) => {
    ask();
    await released;
    response.once("finish", () => {
      if (request.url === "/rest/ip/dns/static") {
        askLast();
      }
    });
    response.setHeader("connection", "close").end("[]");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, release: () => release(), asked, askedLast };
}

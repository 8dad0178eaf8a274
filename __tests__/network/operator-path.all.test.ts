import { Network } from "../../lab/network";
import { operatorUrl, startRouterOf } from "../../lab/networked-router";
import type { LabRouter } from "../../lab/router";
import { ARTICLE } from "./description";

let network: Network;
let router: LabRouter;

beforeAll(async () => {
  network = await Network.up(ARTICLE);
  router = await startRouterOf(network);
});

afterAll(async () => {
  await router.close();
  await network.down();
});

/** Asks the router from the operator's machine; gives back the status, or 000 without a reply. */
const ask = (seconds: number, method: string, path: string, body?: object): Promise<string> =>
  network.operator.namespace.shell(
    [
      `curl -s -o /dev/null -w '%{http_code}' --max-time ${seconds} --cacert ${router.caCertificateFile}`,
      `-u ${router.username}:${router.password} -X ${method} ${operatorUrl(network)}/rest${path}`,
      body === undefined ? "" : `-H 'content-type: application/json' -d '${JSON.stringify(body)}'`,
      "|| true",
    ].join(" "),
  );

const put = (seconds: number, name: string) =>
  ask(seconds, "PUT", "/ip/dns/static", { name, address: "192.0.2.1" });

test("a path that is cut at a write: it is done, and nothing comes back until the path is there again", async () => {
  router.faults.onWrite(2, { after: () => network.operator.cut() });
  expect(await put(60, "a")).toBe("201");
  expect(await put(2, "b")).toBe("000");
  expect(await ask(1, "GET", "/ip/dns/static")).toBe("000");
  expect(router.rows("/ip/dns/static").map(({ name }) => name)).toEqual(["a", "b"]);
  await network.operator.heal();
  expect(await ask(60, "GET", "/ip/dns/static")).toBe("200");
});

test("a router that starts again lets the operator wait, and answers then", async () => {
  await router.reboot(async () => {
    expect(await ask(2, "GET", "/ip/dns/static")).toBe("000");
  });
  expect(await ask(60, "GET", "/ip/dns/static")).toBe("200");
});

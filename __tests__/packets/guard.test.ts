import { IpFirewallFilter } from "@cdktf/provider-routeros/lib/ip-firewall-filter";
import { operatorUrl } from "../../lab/networked-router";
import { GuardedDeployment } from "../cli/guarding";
import { contentOf } from "../deploy/lab";
import { runProgram } from "../run-program";
import { until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const wans = WANS.slice(0, 2);
const FLOWS = 256;
/** Two in `main`, and one in the table of each WAN. */
const ROUTES = 4;
/** How long a reply is waited for that comes. */
const PATIENCE_S = 30;
/** Flows that are lost are waited for no longer. */
const LOST_MS = 300;

/** The time that a guard gives an apply. */
const TIMEOUT_MS = 180_000;

let lab: PacketLab;
let terraform: GuardedDeployment;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.stand(gatewayOf(wans));
  terraform = new GuardedDeployment(lab.router, operatorUrl(lab.network), operator().entry);
});
afterAll(async () => {
  terraform.remove();
  await lab.down();
});

const operator = () => lab.network.operator.namespace;

/** Whether a packet of the operator reaches the router, and the reply the operator within a time. */
async function reaches(seconds: number): Promise<boolean> {
  const ping = `ping -n -c 1 -W ${seconds} ${lab.network.managementAddress} >/dev/null && echo reaches || true`;
  return (await operator().shell(ping)).includes("reaches");
}

/** Flows of the LAN, by the WAN that they took. */
async function sharesOfLan(): Promise<Record<string, number>> {
  const { byWan, failed } = await lab.fromLan(FLOWS);
  expect(failed).toEqual([]);
  return Object.fromEntries(byWan);
}

/** The rows of the router, rules in their order. */
const content = () => [
  contentOf(lab.router),
  ["filter", "mangle", "nat"].map((table) =>
    lab.router.rows(`/ip/firewall/${table}`).map(({ comment }) => comment),
  ),
];

const isLocked = () => lab.router.rows("/ip/firewall/filter").some(({ comment }) => comment === "site/lock");

/** Drops all that is for the router itself, the replies to its gateway checks too. */
async function planLock(): Promise<void> {
  terraform.write((stack) => {
    new IpFirewallFilter(stack, "lock", { chain: "input", action: "drop", comment: "site/lock" });
  });
  await terraform.plannedJson();
}

/** Applies the plan under guard, from the operator's machine. */
function applyUnderGuard() {
  const { words, environment } = terraform.process;
  const [program = "", ...args] = [...operator().entry, process.execPath, ...words];
  const guard = { hasEnded: false, end: runProgram(program, args, { cwd: process.cwd(), env: environment }) };
  const setEnded = () => {
    guard.hasEnded = true;
  };
  guard.end.then(setEnded, setEnded);
  return guard;
}

test("a router undoes an apply that cuts the operator and the LAN off, and both are back", async () => {
  await planLock();
  const [rows, shares] = [content(), await sharesOfLan()];
  expect(await reaches(PATIENCE_S)).toBe(true);
  expect(Object.keys(shares).sort()).toEqual(["wlan1", "wlan2"]);

  const guard = applyUnderGuard();
  await until("the rule is written", () => isLocked() || guard.hasEnded);
  await until("no gateway is found", () => lab.inactive().length === ROUTES || guard.hasEnded);
  expect([guard.hasEnded, await reaches(1)]).toEqual([false, false]);
  expect((await lab.fromLan(FLOWS, "udp", LOST_MS)).failed).toHaveLength(FLOWS);

  await lab.router.passTime(TIMEOUT_MS);
  expect([await reaches(PATIENCE_S), isLocked()]).toEqual([true, false]);
  await lab.heal();
  expect(await sharesOfLan()).toEqual(shares);
  expect(await guard.end).toMatchObject({
    ok: false,
    text: expect.stringContaining("The apply is undone. Next, run: routeros-state guard recover"),
  });
  expect(content()).toEqual(rows);
});

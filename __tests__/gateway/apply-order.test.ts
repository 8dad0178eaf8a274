import fc from "fast-check";
import type { GatewayDescription, Wan } from "../../lib";
import { designGateway } from "../../lib/gateway/gateway-design";
import { pinsOf } from "../../lib/gateway/policies/pins";
import { runs } from "../tier";
import { anyChange, type Change, values } from "./arbitrary-change";
import { SimulatedApply, type Step } from "./simulated-apply";
import { type Fault, keyOf, mentionsOf, SimulatedRouter } from "./simulated-router";

const SEED = 20130112; // the article's day
/** `ORDER_CHANGES=10000` looks at more. */
const CHANGES = Number(process.env["ORDER_CHANGES"] ?? runs(60, 500));

const rowsOfGateway = (description: GatewayDescription) => designGateway(description, "gateway", values).rows;

/** Names of rows that no gateway makes: all interfaces but those of PPPoE clients. */
const isOutside = (menu: string, name: string) =>
  menu === "interface" ? !name.startsWith("pppoe") : ["main", "LAN"].includes(name);

/** Ranks of steps: by chance, and by chance once all new rows are made, changed rows changed, or old ones removed. */
function ranksOf(chances: readonly number[]): ((step: Step) => number)[] {
  let drawn = 0;
  const chance = () => chances[drawn++ % chances.length] ?? 0;
  const first = (kind: Step["kind"]) => (step: Step) => chance() + (step.kind === kind ? 0 : 2 ** 32);
  return [chance, first("create"), first("update"), first("delete")];
}

/**
 * The interfaces by which traffic may leave for a moment as it does neither before nor after: those that a WAN moves from or
 * to, and those of a WAN in whose place another comes, as where it is renamed without `renamedFrom`.
 */
function movedInterfaces({ before, after }: Change): string[] {
  return after.wans.flatMap((wan) => {
    const isKept = ({ name }: Wan) => name === wan.name || name === wan.renamedFrom;
    return before.wans
      .filter((was) => isKept(was) || was.routerName === wan.routerName || was.interface === wan.interface)
      .filter((was) => !isKept(was) || was.interface !== wan.interface)
      .flatMap((was) => [was.interface, wan.interface]);
  });
}

/** The interfaces of WANs that go while a pin, or the one of a domain's resolver, is led from them to another WAN. */
function leftByPins({ before, after }: Change): string[] {
  const stays = (wan: Wan) =>
    after.wans.some(({ name, renamedFrom }) => [name, renamedFrom].includes(wan.name));
  const pinsAfter = new Set(pinsOf(after, values).map(({ name }) => name));
  const led = pinsOf(before, values).filter((pin) => pinsAfter.has(pin.name));
  return before.wans
    .filter((wan) => !stays(wan) && led.some(({ via }) => via.flat().includes(wan.name)))
    .map((wan) => wan.interface);
}

/** What Terraform gives no means against; the page on WANs says it of each. */
function isInherent({ kind, subject, value }: Fault, { before, after }: SimulatedApply): boolean {
  const named = (rows: SimulatedApply["before"]) => rows.find((row) => row.values["name"] === value)?.address;
  switch (kind) {
    // Two resources exchange an address or a name, or one takes what another leaves. Entries of lists are known by theirs.
    case "taken":
      return before.some(
        ({ menu, ...row }) =>
          menu !== "ip/firewall/address-list" && row.address !== subject && keyOf({ menu, ...row }) === value,
      );
    // Terraform removes a row before it changes what named it: that names another row then, or another of this name.
    case "dangling":
      return (
        (named(after) !== undefined && named(after) !== named(before)) ||
        after.some((row) => row.address === subject && !mentionsOf(row).some(({ name }) => name === value))
      );
    default:
      return false;
  }
}

/** What is wrong in the moments of one apply, in the order of a rank. */
function faultsOf(change: Change, apply: SimulatedApply, rank: (step: Step) => number): string[] {
  const routerOf = (rows: SimulatedApply["before"]) => new SimulatedRouter(rows, apply.after, isOutside);
  const [start, end] = [routerOf(apply.before), routerOf(apply.after)];
  const excused = [...movedInterfaces(change), ...leftByPins(change)];
  const usual = {
    unmasqueraded: [
      ...start.unmasqueraded,
      ...change.after.wans.filter(({ masquerade }) => !masquerade).map((wan) => wan.interface),
      ...excused,
    ],
    open: [...start.openToQuestions, ...end.openToQuestions, ...excused, ...opened(change)],
  };
  const router = routerOf(apply.before);
  return apply.inOrderOf(rank).flatMap((step) => {
    const faults = router.take(step).filter((fault) => !isInherent(fault, apply));
    const { unmasqueraded, openToQuestions } = router;
    return [
      ...faults.map(({ kind, subject, value }) => `${kind}: ${subject} ${value}`),
      ...[...unmasqueraded]
        .filter((name) => !usual.unmasqueraded.includes(name))
        .map((name) => `unmasqueraded: ${name}`),
      ...[...openToQuestions].filter((name) => !usual.open.includes(name)).map((name) => `open: ${name}`),
    ].map((fault) => `${fault} (${step.kind} ${(step.after ?? step.before)?.address})`);
  });
}

/** The interfaces of WANs that nothing guards while the resolver is opened in the apply that they go in, or is no longer managed. */
function opened({ before, after }: Change): string[] {
  const [was, is] = [before.dns?.allowRemoteRequests, after.dns?.allowRemoteRequests];
  const going = was === true ? [] : before.wans;
  const coming = is === undefined ? [...before.wans, ...after.wans] : [];
  return [...going, ...coming].map((wan) => wan.interface);
}

test(`${CHANGES} random changes, in orders that Terraform may take: every write is taken, nothing is bare in between (seed ${SEED})`, () => {
  const chances = fc.array(fc.nat(), { minLength: 61, maxLength: 61 });
  fc.assert(
    fc.property(anyChange, chances, (change, drawn) => {
      const apply = new SimulatedApply(
        rowsOfGateway(change.before),
        rowsOfGateway(change.after),
        change.after.wans,
      );
      expect(apply.isTurned).toBe(false);
      expect(ranksOf(drawn).flatMap((rank) => faultsOf(change, apply, rank))).toEqual([]);
    }),
    { seed: SEED, numRuns: CHANGES, endOnFailure: true },
  );
});

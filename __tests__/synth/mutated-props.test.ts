import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack, Token } from "cdktf";
import fc from "fast-check";
import {
  Balancing,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  GatewayProblemsError,
  HealthCheck,
  Wan,
} from "../../lib";
import { anyMixedGateway } from "../gateway/arbitrary-gateway";
import { runs } from "../tier";
import { newApp } from "./synthesize";

const SEED = 20130112; // the article's day
const MUTATIONS = Number(process.env["MUTATIONS"] ?? runs(200, 1000));

// biome-ignore lint/suspicious/noExplicitAny: these are what TypeScript would refuse.
type Anything = any;
type Path = readonly (string | number)[];

/** Props with every prop that a random gateway leaves out. */
const anyProps: fc.Arbitrary<EcmpMasqueradeGatewayProps> = anyMixedGateway.map((gateway) => ({
  ...gateway,
  comment: "owner",
  routerOsVersion: "7.20.4",
  lanList: gateway.management?.interfaces?.includes("lan 0") ? undefined : "LAN",
  routingTable: gateway.wans.some(({ kind }) => kind === "dhcp") ? undefined : "office",
  dns: {
    ...gateway.dns,
    servers: ["9.9.9.9", "149.112.112.112"],
    staticRecords: [{ name: "portal.example", address: "203.0.113.9", ttl: "30m" }],
  },
  placeBefore: { mangle: "*5" },
  lifecycle: { preventDestroy: true, ignoreChanges: ["comment"] },
}));

/** What a value is made of: its own members, or the options of a factory. */
function membersOf(value: Anything): Anything {
  const isMade = value instanceof Wan || value instanceof Balancing || value instanceof HealthCheck;
  return isMade ? value._given : typeof value === "object" ? value : undefined;
}

/** Every path below a value that leads to something. */
function pathsOf(value: Anything, path: Path = []): Path[] {
  return Object.entries(membersOf(value) ?? {}).flatMap(([key, member]) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key];
    return member === undefined ? [] : [below, ...pathsOf(member, below)];
  });
}

/** A copy with something changed in the object or list at a path. */
function changed(value: Anything, path: Path, change: (members: Anything) => void): Anything {
  const members = membersOf(value);
  const copy = Array.isArray(members) ? [...members] : { ...members };
  const [key, ...rest] = path;
  if (key === undefined) {
    change(copy);
  } else {
    copy[key] = changed(members[key], rest, change);
  }
  return value instanceof Wan
    ? value._with(copy)
    : value instanceof Balancing
      ? Balancing._of(value._kind, copy)
      : value instanceof HealthCheck
        ? HealthCheck._of(copy)
        : copy;
}

/** As the error writes a path. */
const written = (path: Path) =>
  path.map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`)).join("");

class Instance {
  public readonly name = "a";
}
const circular: Anything = { name: "a" };
circular.self = circular;
const broken = new Proxy({}, { get: () => fail(), ownKeys: () => fail(), getPrototypeOf: () => fail() });
const { proxy: revoked, revoke } = Proxy.revocable([], {});
revoke();
function fail(): never {
  throw new TypeError("no luck\n\u202e");
}

/** What nobody means by any prop. */
const NASTY: readonly Anything[] = [
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  1.5,
  7n,
  Symbol("s"),
  fail,
  HealthCheck.ping,
  circular,
  [circular],
  // biome-ignore lint/suspicious/noSparseArray: a hole is the mistake.
  [, "a"],
  new Array(4_000_000_000),
  ["!block"],
  [[]],
  new Map([["name", "a"]]),
  new Set(["a"]),
  new Date(0),
  Promise.resolve({}),
  new Instance(),
  Object.create({ name: "a" }),
  new String("a"),
  broken,
  revoked,
  {
    get name() {
      return fail();
    },
  },
  "a\nb",
  "a\u0000b",
  "\u202eether1",
  "a\u200bb",
  "\ud800",
  "${var.name}",
  "%{ if true }a%{ endif }",
  "a".repeat(10_000),
  { name: "a", __proto__: null, constructor: "a" },
  new App({ outdir: "unused" }),
  Token.asAny({ resolve: () => "a" }),
  { resolve: () => "a", creationStack: [], toJSON: () => "a" },
  Object.create(Wan.prototype),
  Object.create(HealthCheck.prototype),
  new Proxy(Wan.static({} as never), {}),
];

const index = fc.nat({ max: 1_000_000 });
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

/** What was done to props, and where the error must point. */
interface Mutation {
  readonly props: Anything;
  readonly path: string;
}

const mutations: readonly ((props: Anything, where: number, what: number) => Mutation)[] = [
  // Another value.
  (props, where, what) => {
    const path = pick(pathsOf(props), where);
    const value = pick(NASTY, what);
    const key = path.at(-1) as string;
    return {
      props: changed(props, path.slice(0, -1), (members) => {
        members[key] = value;
      }),
      path: written(path),
    };
  },
  // A prop that throws when it is read.
  (props, where) => {
    const path = pick(pathsOf(props), where);
    const key = path.at(-1) as string;
    const spoil = (members: Anything) => Object.defineProperty(members, key, { enumerable: true, get: fail });
    return { props: changed(props, path.slice(0, -1), spoil), path: written(path) };
  },
  // A prop whose name is misspelt: once more beside it, so that nothing is missing.
  (props, where, what) => {
    const path = pick(
      pathsOf(props).filter((candidate) => typeof candidate.at(-1) === "string"),
      where,
    );
    const key = path.at(-1) as string;
    const typo = pick(
      [`${key}s`, key.slice(1), `${key.slice(1)}${key[0]}`, key.toUpperCase(), `x${key}`],
      what,
    );
    const spoil = (members: Anything) => {
      members[typo] = members[key];
    };
    return { props: changed(props, path.slice(0, -1), spoil), path: written([...path.slice(0, -1), typo]) };
  },
  // A hole in a list.
  (props, where) => {
    const path = pick(
      pathsOf(props).filter((candidate) => typeof candidate.at(-1) === "number"),
      where,
    );
    const spoil = (members: Anything) => {
      delete members[path.at(-1) as number];
    };
    return { props: changed(props, path.slice(0, -1), spoil), path: written(path) };
  },
];

function synthesized(props: EcmpMasqueradeGatewayProps): string {
  const stack = new TerraformStack(app, "twin");
  try {
    new RouterosProvider(stack, "routeros", {});
    new EcmpMasqueradeGateway(stack, "gateway", props);
    return JSON.stringify(stack.toTerraform());
  } finally {
    app.node.tryRemoveChild("twin");
  }
}

const app = newApp();
const site = new TerraformStack(app, "site");

test(`${MUTATIONS} mutated props are each refused by their path, or make the same rows (seed ${SEED})`, () => {
  fc.assert(
    fc.property(anyProps, fc.constantFrom(...mutations), index, index, (valid, mutate, where, what) => {
      const { props, path } = mutate(valid, where, what);
      let problems: readonly string[];
      try {
        new EcmpMasqueradeGateway(site, "gateway", props);
        site.node.tryRemoveChild("gateway");
        expect([path, synthesized(props)]).toEqual([path, synthesized(valid)]);
        return;
      } catch (error) {
        if (!(error instanceof GatewayProblemsError)) {
          throw error;
        }
        problems = error.problems;
      }
      expect(site.node.children).toEqual([]);
      const pointing = problems.filter(
        (text) => text.startsWith(path) && /^[ :.[]/.test(text.slice(path.length)),
      );
      expect({ path, problems, pointing }).not.toEqual({ path, problems, pointing: [] });
      for (const text of problems) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(text.length).toBeLessThan(600);
      }
    }),
    { seed: SEED, numRuns: MUTATIONS },
  );
});

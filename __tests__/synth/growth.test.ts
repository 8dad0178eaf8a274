import { Fn } from "cdktf";
import { IPv4 } from "ipaddr.js";
import * as library from "../../lib";
import { kindsOf } from "../bench/gateways";
import { gatewayOf } from "./synthesize";

/* Growth is counted, not timed: `npm run bench` times it. */

const KINDS = kindsOf(library);

const SIZE = 10;

afterEach(() => jest.restoreAllMocks());

/** How many addresses are taken apart for a gateway. */
function parsed(props: Parameters<typeof gatewayOf>[0]): number {
  const parser = jest.spyOn(IPv4, "parser" as never);
  gatewayOf(props);
  return parser.mock.calls.length;
}

test.each(KINDS)("with twice the $name no more than twice the addresses are parsed", ({ gateway }) => {
  const [once, twice, four] = [gateway(SIZE), gateway(2 * SIZE), gateway(4 * SIZE)].map(parsed);
  expect((four ?? 0) - (twice ?? 0)).toBeLessThanOrEqual(2 * ((twice ?? 0) - (once ?? 0)));
});

test.each(KINDS)("no expression of Terraform's is built for $name that are written out", ({ gateway }) => {
  const functions = (["cidrhost", "cidrnetmask", "cidrsubnet", "split", "tonumber"] as const).map((name) =>
    jest.spyOn(Fn, name),
  );
  gatewayOf(gateway(3));
  expect(functions.flatMap(({ mock }) => mock.calls)).toEqual([]);
});

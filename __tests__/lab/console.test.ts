import { LabRouter, parseScript } from "../../lab/router";

let router: LabRouter;
beforeEach(async () => {
  router = await LabRouter.start({ interfaces: ["ether1", "ether2"] });
});
afterEach(() => router.close());

const comments = (menu: string): readonly (string | undefined)[] =>
  router.rows(menu).map((row) => row["comment"]);

const RULES = `/ip/firewall/filter
add chain=input comment=a
add chain=forward comment="b c"
add chain=forward comment=d
`;

test("a menu stays the current one, with slashes or with blanks", () => {
  router.run(
    '/ip address add address=10.0.0.1/24 interface=ether1; /ip/route\nadd gateway=10.0.0.9 comment="x y"',
  );
  expect(router.rows("/ip/address").map(({ address }) => address)).toEqual(["10.0.0.1/24"]);
  expect(comments("/ip/route").filter(Boolean)).toEqual(["x y"]);
});

test("comments and continued lines are read as one would", () => {
  router.run(
    "# nothing\n/ip/firewall/filter add \\\n  chain=input \\\n  comment=a # the rest\n".replace(
      " # the rest",
      "",
    ),
  );
  expect(comments("/ip/firewall/filter")).toEqual(["a"]);
});

test.each([
  ['comment="a \\"b\\" \\$c \\\\ \\? \\_."', 'a "b" $c \\ ?  .'],
  ['comment="\\C3\\A9t\\C3\\A9"', "été"],
  ["comment=a=b:c,d", "a=b:c,d"],
  ["comment=!x", "!x"],
])("%s is a text", (argument, comment) => {
  router.run(`/ip/firewall/filter add chain=input ${argument}`);
  expect(comments("/ip/firewall/filter")).toEqual([comment]);
});

test.each([
  ['set [find comment="b c"] comment=e', ["a", "e", "d"]],
  ["set [find where chain=forward] !comment", ["a", undefined, undefined]],
  ["set *2 comment=e", ["a", "e", "d"]],
  ["remove [find chain=forward comment=d]", ["a", "b c"]],
  ["remove [find comment=none]", ["a", "b c", "d"]],
  ["remove *1", ["b c", "d"]],
  ["move [find comment=d] destination=[find comment=a]", ["d", "a", "b c"]],
  ["move [find comment=d] [find comment=a]", ["d", "a", "b c"]],
  ["add chain=input comment=f place-before=[find comment=d]", ["a", "b c", "f", "d"]],
])("%s finds the rows that it means", (command, expected) => {
  router.run(`${RULES}${command}`);
  expect(comments("/ip/firewall/filter")).toEqual(expected);
});

test("flags, rows by name and menus of one row work as on a router", () => {
  router.run(`/routing/table add name=t fib
/interface/ethernet
set [find default-name=ether1] name=wan
set ether2 name=lan disabled=yes
/ip/dns set servers=9.9.9.9 allow-remote-requests=yes
/ip/firewall/filter
add chain=input disabled=yes
enable [find disabled=yes]`);
  expect(router.rows("/routing/table").at(-1)).toMatchObject({ name: "t", fib: "" });
  expect(router.rows("/interface/ethernet").map(({ name }) => name)).toEqual(["wan", "lan"]);
  expect(router.rows("/ip/dns")).toMatchObject([{ servers: "9.9.9.9", "allow-remote-requests": "true" }]);
  expect(router.rows("/ip/firewall/filter")).toMatchObject([{ disabled: "false" }]);
});

test.each([
  ["/ip/frob add", "line 5: no such command or directory (frob)"],
  ["/ip/route frob", "line 5: no such command or directory (frob)"],
  ["/ip/route add gateway=10.0.0.1 frob=1", "line 5: unknown parameter frob"],
  ["/ip/firewall/filter add chain=input place-before=[find chain=forward]", "line 5: no such item"],
  ["/ip/firewall/filter print", "line 5: no such command or directory (print)"],
  ["/ip/firewall/filter remove 0", "line 5: not implemented by the lab router: numbers of rows"],
  ["/ip/firewall/filter remove [find frob=1]", "line 5: not implemented by the lab router: frob"],
  [
    "/ip/firewall/filter remove [/ip/route find]",
    "line 5: not implemented by the lab router: a command other",
  ],
  ["/ip/route add gateway=[find]", "line 5: not implemented by the lab router: a command as the value"],
])("%s is refused with its line, and what came before it stays", (command, problem) => {
  expect(() => router.run(`${RULES}${command}`)).toThrow(problem);
  expect(comments("/ip/firewall/filter")).toEqual(["a", "b c", "d"]);
});

test.each([
  [":global a 1", "line 2: not implemented by the lab router: the command :global"],
  ['/ip/route add comment="a $', "line 2: expected a name after $, found"],
  ["/ip/route remove ]", "line 2: expected a word, found ]"],
  ["}", "line 2: expected a word, found }"],
  [":if (1 = 1", "line 2: ( is not closed"],
  [':if ("a" ~ "b") do={}', "line 2: not implemented by the lab router: the operator ~"],
  [":if (1 = 1 = 1) do={}", "line 2: not implemented by the lab router: unlike operators"],
  [":if (true and true or true) do={}", "line 2: not implemented by the lab router: unlike operators"],
  [':if ("a" . "b" = "ab") do={}', "line 2: not implemented by the lab router: unlike operators"],
  [":log info $gateway-address", "line 2: not implemented by the lab router: $gateway-: put a name"],
  ["/ip/route add comment=a$x", "line 2: not implemented by the lab router: $ within a text without quotes"],
  ["{ /ip/route add", "line 2: { is not closed"],
  ["/ip/route remove [find comment!=x]", "line 2: not implemented by the lab router: comment!="],
  ['/ip/route add comment="a', 'line 2: the text is not closed by "'],
  ['/ip/route add comment="\\q"', "line 2: \\q is no escape"],
  ["/ip/route remove [find", "line 2: [ is not closed"],
  ["/ip/route remove [find\n]", "line 2: the line ends within [ ]"],
])("%s: what the lab does not read is refused before anything runs", (script, problem) => {
  expect(() => router.run(`/ip/dns set servers=1.1.1.1\n${script}`)).toThrow(problem);
  expect(router.rows("/ip/dns")).toMatchObject([{ servers: "" }]);
});

test.each(["comment=a or comment=b", "comment~a"])(
  "find with %s is refused, even where there are no rows",
  (conditions) => {
    expect(() => router.run(`/ip/route remove [find ${conditions}]`)).toThrow(
      "line 1: not implemented by the lab router",
    );
  },
);

test("a script is read without a router", () => {
  expect(parseScript('/ip route\nset [find comment="a b"] distance=2 !check-gateway')).toEqual([
    {
      line: 1,
      isAbsolute: true,
      words: [
        { kind: "plain", text: "ip" },
        { kind: "plain", text: "route" },
      ],
    },
    {
      line: 2,
      isAbsolute: false,
      words: [
        { kind: "plain", text: "set" },
        {
          kind: "command",
          script: [
            {
              line: 2,
              isAbsolute: false,
              words: [
                { kind: "plain", text: "find" },
                { kind: "argument", name: "comment", value: { kind: "text", text: "a b" } },
              ],
            },
          ],
        },
        { kind: "argument", name: "distance", value: { kind: "text", text: "2" } },
        { kind: "without", name: "check-gateway" },
      ],
    },
  ]);
});

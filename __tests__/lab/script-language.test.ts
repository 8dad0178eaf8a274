import type { LabRouter } from "../../lab/router";
import { labRouter } from "./rest-client";

const client = labRouter({ interfaces: ["ether1", "ether2"] });
let router: LabRouter;
let before = 0;
beforeEach(() => {
  router = client().router;
  before = router.rows("/log").length;
});

const rules = (): readonly (string | undefined)[] =>
  router.rows("/ip/firewall/filter").map((row) => row["comment"]);
const logged = (): readonly string[] =>
  router
    .rows("/log")
    .slice(before)
    .map(({ topics = "", message = "" }) => `${topics}: ${message}`);

const RULES = `/ip/firewall/filter
add chain=input comment=a
add chain=forward comment=b
add chain=forward comment=c disabled=yes
`;

const log = (text: string): string => `:log info ${text}`;

test.each([
  [log("plain"), "plain"],
  [`:local x no\n${log("$x")}`, "false"],
  [`:local x "no"\n${log("$x")}`, "no"],
  [log('message="a b"'), "a b"],
  [`:local x "1"\n${log('"x is $x"')}`, "x is 1"],
  [`:local x 1\n${log('("a" . $x . "b")')}`, "a1b"],
  [`:local x 1\n:set x 2\n${log("$x")}`, "2"],
  [`:local x\n${log('"[$x]"')}`, "[]"],
  [log('"$none"'), ""],
  [log('"$(1 + 2)"'), "3"],
  [log('"$[:len "abcd"]"'), "4"],
  [log('"\\$x"'), "$x"],
  [log("[/ip/firewall/filter/get [find comment=b] chain]"), "forward"],
  [log("[/ip/firewall/filter get number=[find comment=b] value-name=chain]"), "forward"],
  [log("[/system/identity/get name]"), "MikroTik"],
  [log("[:len [/ip/firewall/filter/find chain=forward]]"), "2"],
  [log("[:len [/ip/firewall/filter/find where chain=forward and comment=b]]"), "1"],
  [`:local c "b"\n${log("[:len [/ip/firewall/filter/find comment=$c]]")}`, "1"],
  [log('"$[/ip/firewall/filter/get [find comment=a] disabled]"'), "false"],
  [`:local id [/ip/route/add gateway=10.0.0.1]\n${log("[/ip/route/get $id gateway]")}`, "10.0.0.1"],
])("%s logs %j", (script, message) => {
  router.run(`${RULES}\n/\n${script}`);
  expect(logged()).toEqual([`script,info: ${message}`]);
});

test.each([
  ["(1 = 1)", true],
  ['($x = "1")', true],
  ["($x=1)", true],
  ["($x != 1)", false],
  ["(2 > 1 && 1 < 2)", true],
  ["(2 >= 3 or 3 <= 3)", true],
  ["(!(1 = 1))", false],
  ["(not (1 = 2))", true],
  ["([/ip/firewall/filter get [find comment=c] disabled] = true)", true],
  ["([:len [/ip/firewall/filter find comment=none]] = 0)", true],
  ["(($x . 2) = 12)", true],
  ["true", true],
])("if %s is %j", (condition, expected) => {
  router.run(`${RULES}/\n:local x 1\n:if ${condition} do={:log info held} else={\n  :log warning failed\n}`);
  expect(logged()).toEqual([expected ? "script,info: held" : "script,warning: failed"]);
});

test("foreach goes over the rows that find gives, and each block has variables of its own", () => {
  router.run(`${RULES}
:local x outer
:foreach i in=[/ip/firewall/filter find chain=forward] do={
  :local x inner
  /ip/firewall/filter set $i comment=("was " . [/ip/firewall/filter get $i comment])
}
:log info $x`);
  expect([rules(), logged()]).toEqual([["a", "was b", "was c"], ["script,info: outer"]]);
});

test("a block may change a variable of the block around it", () => {
  router.run(":local n 0\n:if (true) do={ :set n 1 }\n:log info $n");
  expect(logged()).toEqual(["script,info: 1"]);
});

test("rows are added at their place, changed, switched and removed", () => {
  router.run(`${RULES}
add chain=input comment="d" place-before=[find comment="b"]
enable [find comment=c]
disable [find comment=a]
unset [find comment=b] value-name=comment
remove [find comment=none]`);
  expect(router.rows("/ip/firewall/filter")).toMatchObject([
    { comment: "a", disabled: "true" },
    { comment: "d" },
    { chain: "forward" },
    { comment: "c", disabled: "false" },
  ]);
  expect(rules()[2]).toBeUndefined();
});

describe("errors", () => {
  test("a command that fails ends the script, and what came before it stays", () => {
    expect(() => router.run(`${RULES}:error "no more"\nadd chain=input comment=d`)).toThrow(
      "line 5: no more",
    );
    expect(rules()).toEqual(["a", "b", "c"]);
  });

  test("on-error goes on after it", () => {
    router.run(`${RULES}
:do {
  add chain=input comment=d
  set *FF comment=e
  add chain=input comment=f
} on-error={ :log error "failed" }
add chain=input comment=g`);
    expect([rules(), logged()]).toEqual([["a", "b", "c", "d", "g"], ["script,error: failed"]]);
  });

  test.each([
    ["numbers of rows", "set 0 comment=d"],
    ["a field that no row has", "remove [find frob=1]"],
  ])("on-error does not go on after %s, which the lab does not interpret", (_what, command) => {
    const script = `${RULES}:do { ${command} } on-error={}\nadd chain=input comment=d`;
    expect(() => router.run(script)).toThrow("line 5: not implemented by the lab router");
    expect(rules()).toEqual(["a", "b", "c"]);
  });

  test.each([
    [":set x 1", "variable x is not declared"],
    [":if (5) do={}", "conditional not boolean"],
    [":foreach i in=5 do={}", "not implemented by the lab router: :foreach without"],
    ["/ip/firewall/filter get [find chain=none] comment", "no such item"],
    ["/ip/firewall/filter get [find] comment", "not implemented by the lab router: get of several rows"],
    ["/ip/firewall/filter get [find comment=a] frob", "not implemented by the lab router: get of frob"],
    [":log loud x", "no such command or directory (loud)"],
    [':log info ("a" + 1)', 'not implemented by the lab router: "a" as an operand of +'],
    [
      ":log info (1 = [/ip/firewall/filter find])",
      "not implemented by the lab router: a list as an operand of =",
    ],
    [
      ":local comment b\n/ip/firewall/filter remove [find comment=$comment]",
      "not implemented by the lab router: $comment in a condition of find: rows have a field of that name",
    ],
  ])("%s fails", (script, problem) => {
    router.run(RULES);
    expect(() => router.run(script)).toThrow(problem);
    expect(rules()).toEqual(["a", "b", "c"]);
  });
});

/** The house rule: imports point downwards only, and never in a circle. */
const only = (from, allowed, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: "error",
  from: { path: `^${from}/` },
  to: { path: "^(lib|lab|tools|demo|main)", pathNot: [`^${from}/`, ...allowed] },
});

/** The rooms of the review, each built on those before it. */
const reviewRooms = ["plan", "model", "traffic", "questions", "transient", "findings", "formats"];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    only("lib/text", [], "what every module may use on texts from outside"),
    only("lib/routing", ["^lib/text/"], "what RouterOS does with rows rests on nothing else of ours"),
    only("lib/props", ["^lib/(routing|text)/"], "what a user says, in value classes"),
    only("lib/design", ["^lib/(props|routing|text)/"], "props become rows: pure"),
    only("lib/gateway", ["^lib/(design|props|routing|text)/"], "constructs map rows to resources"),
    only("lib/provider", [], "what the provider's resources are on a router"),
    only("lib/review", ["^lib/(provider|routing|text)/"], "a plan becomes a report: pure"),
    ...reviewRooms.slice(0, -1).map((room, i) => ({
      name: `review-${room}-imports`,
      comment:
        "a plan, the routers in it, their traffic, questions about it, the moments of an apply, what is found, how it is shown",
      severity: "error",
      from: { path: `^lib/review/${room}/` },
      to: { path: `^lib/review/(${reviewRooms.slice(i + 1).join("|")})/` },
    })),
    only("lib/adoption", ["^lib/(provider|text)/"], "the rows of a router beside a stack: pure"),
    only(
      "lib/cli",
      [
        "^lib/(adoption|text)/",
        "^lib/provider/menus\\.ts$",
        "^lib/review/index\\.ts$",
        "^lib/routing/ipv4\\.ts$",
      ],
      "files, arguments, routers, Terraform",
    ),
    only("lab", ["^lib/routing/(rows|ipv4)\\.ts$", "^tools/"], "the judge takes no answers from lib/routing"),
    only("tools", [], "tools build the house and use none of it"),
    only(
      "demo",
      ["^lab/", "^tools/", "^lib/routing/", "^lib/review/index\\.ts$"],
      "the demo deploys main.ts as a user would, and reviews its plan",
    ),
    {
      name: "pure-rooms",
      comment: "what is pure knows nothing of CDKTF, HTTP or files",
      severity: "error",
      from: { path: "^lib/(adoption|design|props|provider|review|routing|text)/" },
      to: { path: "cdktf|constructs", dependencyTypes: ["npm", "npm-peer", "npm-dev"] },
    },
    {
      name: "pure-rooms-no-io",
      severity: "error",
      from: { path: "^lib/(adoption|design|props|provider|review|routing|text)/" },
      to: { dependencyTypes: ["core"] },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: ["node_modules", "^bindings/lib"] },
    // A project of a user's, which our packages are installed to.
    exclude: { path: "^(bindings/lib|examples/first-gateway)" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      conditionNames: ["require", "node", "default"],
      exportsFields: ["exports"],
    },
  },
};

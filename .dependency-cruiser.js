/** Imports point one way, and never in a circle. */
const only = (from, allowed, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: "error",
  from: { path: `^${from}/` },
  to: { path: "^(lib|lab|tools|demo|main)", pathNot: [`^${from}/`, ...allowed] },
});

/** The modules of the review, each built on those before it. */
const reviewModules = [
  "plan",
  "model",
  "traffic",
  "flow-assertions",
  "transient",
  "text",
  "findings",
  "checks",
  "formats",
];

/** The concepts of the gateway, which know nothing of how resources are made. */
const PURE =
  "^lib/(gateway/(?!terraform/|ecmp-masquerade-gateway)|collections|plan-review|routeros|simulator|state|text)";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    only("lib/collections", [], "what every module may use on lists"),
    only("lib/text", [], "what every module may use on texts from outside"),
    only("lib/routeros", ["^lib/(collections|text)/"], "facts about RouterOS and the provider"),
    only("lib/simulator", ["^lib/(collections|routeros|text)/"], "what RouterOS does with rows"),
    only("lib/gateway", ["^lib/(collections|routeros|text)/"], "props become rows, rows become resources"),
    {
      name: "gateway-terraform-imports",
      comment: "rows do not know the resources that are made of them",
      severity: "error",
      from: { path: "^lib/gateway/", pathNot: "^lib/gateway/(terraform/|ecmp-masquerade-gateway)" },
      to: { path: "^lib/gateway/(terraform/|ecmp-masquerade-gateway)" },
    },
    only("lib/plan-review", ["^lib/(collections|routeros|simulator|text)/"], "a plan becomes a report"),
    ...reviewModules.slice(0, -1).map((module, i) => ({
      name: `plan-review-${module}-imports`,
      comment:
        "a plan, the routers in it, their traffic, assertions about it, states during an apply, texts, findings, checks, formats",
      severity: "error",
      from: { path: `^lib/plan-review/${module}/` },
      to: { path: `^lib/plan-review/(${reviewModules.slice(i + 1).join("|")})/` },
    })),
    only("lib/state", ["^lib/(collections|routeros|text)/"], "the rows of a router beside a stack"),
    only(
      "lib/cli",
      ["^lib/(routeros|state|text)/", "^lib/plan-review/index\\.ts$"],
      "files, arguments, routers, Terraform",
    ),
    only("lab", ["^lib/routeros/", "^tools/"], "the lab takes facts, and no answers of lib/simulator"),
    only("tools", [], "tools build the package and use none of it"),
    only(
      "demo",
      ["^lab/", "^tools/", "^lib/(cli|routeros|simulator)/", "^lib/plan-review/index\\.ts$"],
      "the demo deploys main.ts as a user would, and reviews its plan",
    ),
    {
      name: "only-gateway-terraform-knows-cdktf",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/gateway/terraform/" },
      to: { path: "node_modules/cdktf|^cdktf", dependencyTypes: ["npm", "npm-peer", "npm-dev"] },
    },
    {
      name: "pure-modules",
      comment: "pure modules know nothing of CDKTF, HTTP or files",
      severity: "error",
      from: { path: PURE },
      to: { path: "cdktf|constructs", dependencyTypes: ["npm", "npm-peer", "npm-dev"] },
    },
    {
      name: "pure-modules-no-io",
      severity: "error",
      from: { path: PURE },
      to: { dependencyTypes: ["core"] },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: ["node_modules", "^bindings/lib"] },
    // A project of a user's, which our packages are installed to.
    exclude: { path: "^(bindings/lib|examples/(first-gateway|starter))" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      conditionNames: ["require", "node", "default"],
      exportsFields: ["exports"],
    },
  },
};

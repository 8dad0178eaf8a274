import { availableParallelism } from "node:os";
import jestConfig from "./jest.config.js";

/** Modules that are pure: their tests need no program and no network. */
const MODULES = ["collections", "gateway", "plan-review", "routeros", "simulator", "state", "text"];
const TESTS = ["gateway", "plan-review", "routeros", "simulator", "state", "synth"];
/** By which tests a module is judged that is asked for alone: those closest to it, which takes minutes and not hours. */
const CLOSE_TESTS = {
  collections: ["gateway", "simulator"],
  gateway: ["gateway", "synth"],
  "plan-review": ["plan-review"],
  routeros: ["routeros", "state"],
  simulator: ["simulator"],
  state: ["state"],
  text: ["gateway", "synth"],
};
const [, asked = "all"] = /--mutate[ =]lib\/([\w-]+)\//.exec(process.argv.join(" ")) ?? [];
/** The parts of these that know CDKTF. */
const NOT_PURE = ["lib/gateway/ecmp-masquerade-gateway.ts", "lib/gateway/terraform/**/*.ts"];

// Stryker has its own.
const { reporters: _, ...jest } = jestConfig;

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: [...MODULES.map((module) => `lib/${module}/**/*.ts`), ...NOT_PURE.map((file) => `!${file}`)],
  testRunner: "jest",
  // Jest follows imports from a test to a module through files of its roots only.
  jest: {
    config: {
      ...jest,
      roots: ["lib", ...(CLOSE_TESTS[asked] ?? TESTS).map((folder) => `__tests__/${folder}`)],
    },
  },
  coverageAnalysis: "perTest",
  // A mutant in a value that is made when its file is loaded would need every test.
  ignoreStatic: true,
  concurrency: availableParallelism(),
  // Deadlines for a machine at ten times its load.
  dryRunTimeoutMinutes: 120,
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: `.stryker/${asked}.json`,
  tempDirName: ".stryker/sandbox",
  // Stryker reads it by an interface that TypeScript 7 has no more, and jest reads none.
  tsconfigFile: ".stryker/none.json",
  // The bindings are found through node_modules.
  ignorePatterns: [".stryker", "bindings", "cdktf.out", "dist"],
  plugins: ["@stryker-mutator/jest-runner", "./stryker.modules.mjs"],
  reporters: ["progress-append-only", "modules"],
  allowEmpty: false,
};

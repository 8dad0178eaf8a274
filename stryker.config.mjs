import { availableParallelism } from "node:os";
import jestConfig from "./jest.config.js";

/** Modules that are pure: their tests need no program and no network. */
const MODULES = ["collections", "gateway", "plan-review", "routeros", "simulator", "state", "text"];
const TESTS = ["gateway", "plan-review", "routeros", "simulator", "state", "synth"];
/** The parts of these that know CDKTF. */
const NOT_PURE = ["lib/gateway/ecmp-masquerade-gateway.ts", "lib/gateway/terraform/**/*.ts"];

// Stryker has its own.
const { reporters: _, ...jest } = jestConfig;

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: [...MODULES.map((module) => `lib/${module}/**/*.ts`), ...NOT_PURE.map((file) => `!${file}`)],
  testRunner: "jest",
  // Jest follows imports from a test to a module through files of its roots only.
  jest: { config: { ...jest, roots: ["lib", ...TESTS.map((folder) => `__tests__/${folder}`)] } },
  coverageAnalysis: "perTest",
  // A mutant in a value that is made when its file is loaded would need every test.
  ignoreStatic: true,
  concurrency: availableParallelism(),
  // Deadlines for a machine at ten times its load.
  dryRunTimeoutMinutes: 120,
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: ".stryker/incremental.json",
  tempDirName: ".stryker/sandbox",
  // Stryker reads it by an interface that TypeScript 7 has no more, and jest reads none.
  tsconfigFile: ".stryker/none.json",
  // The bindings are found through node_modules.
  ignorePatterns: [".stryker", "bindings", "cdktf.out", "dist"],
  plugins: ["@stryker-mutator/jest-runner", "./stryker.modules.mjs"],
  reporters: ["progress-append-only", "modules"],
  allowEmpty: false,
};

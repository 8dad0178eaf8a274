const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    // What takes long and proves no claim that another test does not prove: `npm run test:all`.
    ...(process.env.TESTS === "all" ? [] : ["\\.all\\.test\\.ts$"]),
    // Folders of tests that this machine has nothing for.
    ...(process.env.TESTS_WITHOUT ? [`__tests__/(${process.env.TESTS_WITHOUT})/`] : []),
  ],
  // It ends a test that hangs: none comes near it, also on a machine at ten times its load.
  testTimeout: 900_000,
  // Many tests wait for a program that waits for another: a worker more than there are cores keeps these busy.
  maxWorkers: availableParallelism() + 1,
  testSequencer: "<rootDir>/jest.sequencer.js",
  // Nothing shows the console of a test, and jest would find out where each line came from: CDK warns thousands of times.
  silent: true,
  reporters: ["<rootDir>/jest.progress.js", ["summary", { summaryThreshold: Number.POSITIVE_INFINITY }]],
  // Half of the time to load CDK, and three quarters of the time to synthesize.
  moduleNameMapper: {
    "^\\..*/stack-trace$": "<rootDir>/__tests__/left-out-of-cdk.ts",
    "^archiver$": "<rootDir>/__tests__/left-out-of-cdk.ts",
    "^selfsigned$": "<rootDir>/__tests__/selfsigned-of-the-run.ts",
  },
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
};

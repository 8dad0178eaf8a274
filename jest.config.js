/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // For property tests beside tests that use both cores.
  testTimeout: 30_000,
  // Jest leaves a core idle by default; on two cores that is half of them.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/jest.sequencer.js",
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
};

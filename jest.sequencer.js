const Sequencer = require("@jest/test-sequencer").default;

/** The files that take longest, longest first: one of them begun last would leave the other core idle. */
const LONG = [
  "packets/golden",
  "deploy/guard-walk",
  "deploy/random-configurations",
  "cli/state-heal",
  "demo/ctrl-c",
  "demo/lab",
  "deploy/create-faults",
  "cli/state-heal-updates",
  "deploy/update-faults",
  "demo/real-router",
  "deploy/place-before",
  "packets/pairs",
  "package/tarballs",
  "lab/arguments",
  "packets/prediction",
  "packets/classifier",
  "deploy/destroy-faults",
  "cli/state-adopt",
  "gateway/gateway-design",
];

const rank = ({ path }) => {
  const file = path.replaceAll("\\", "/").replace(/(\.all)?\.test\.ts$/, "");
  const i = LONG.findIndex((name) => file.endsWith(name));
  return i < 0 ? LONG.length : i;
};

/** Jest's own order, by how long files took last time, knows nothing in a clean clone. */
module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};

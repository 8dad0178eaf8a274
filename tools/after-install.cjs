// `npm ci` ends here: `postprepare`, since npm warns those who install our tarball of a script named `prepare`.
// JavaScript, since nothing reads TypeScript where development dependencies are left out.
try {
  require("tsx/cjs");
} catch {
  console.error(
    "no bindings are made without development dependencies: npm ci, without --omit=dev, makes them",
  );
  process.exit(0);
}
require("./prepare.ts");

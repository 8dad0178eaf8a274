import { runToExit } from "./failure";
import { installOpenTofu } from "./opentofu";

/** `npm run --silent tofu`: prints the OpenTofu to run, and builds it first where there is none. */
void runToExit(async () => {
  console.log(await installOpenTofu());
});

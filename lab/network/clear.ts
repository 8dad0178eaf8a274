import { runToExit } from "../../tools/failure";
import { clearRemains } from "./remains";

/** `npx tsx lab/network/clear.ts`: removes what lab networks left whose programs are gone. */

runToExit(async () => {
  const { removed, inUse } = await clearRemains();
  console.log(removed.length === 0 ? "Nothing was left." : `Removed ${removed.join(", ")}.`);
  if (inUse.length > 0) {
    console.log(`In use, and left alone: ${inUse.join(", ")}.`);
  }
});

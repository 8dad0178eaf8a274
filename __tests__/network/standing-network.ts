import { Network, networkProblem, underRoot } from "../../lab/network";
import { ARTICLE } from "./description";

/** Brings a network up, prints what its namespaces' names begin with, and keeps it until this is killed. */
async function stand(): Promise<void> {
  await underRoot();
  if (networkProblem() !== undefined) {
    throw new Error(networkProblem());
  }
  const network = await Network.up(ARTICLE);
  console.log(network.prefix);
  // Alone, it tells how it ended; otherwise somebody else ends it.
  if (process.argv.includes("--down")) {
    await network.down();
  } else {
    setInterval(() => {}, 60_000);
  }
}

stand().catch((error) => {
  console.error(error);
  process.exit(1);
});

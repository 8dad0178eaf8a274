import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "./input";

/** Where `cdktf synth` puts stacks, below the folder of `cdktf.json`. */
const STACKS = join("cdktf.out", "stacks");

/**
 * The folder in which Terraform runs for a stack.
 *
 * @param stack the name of a synthesized stack, or a folder that holds a Terraform configuration
 */
export function stackFolder(stack: string): string {
  const found = [join(STACKS, stack), stack].find(holdsConfiguration);
  if (found === undefined) {
    throw new InputError(
      `there is no stack "${stack}": neither ${join(STACKS, stack)} nor ${stack} is a folder with a Terraform configuration: run cdktf synth, or write the folder`,
    );
  }
  return found;
}

const holdsConfiguration = (folder: string): boolean =>
  existsSync(folder) &&
  statSync(folder).isDirectory() &&
  readdirSync(folder).some((name) => name.endsWith(".tf") || name.endsWith(".tf.json"));

import { type Answers, CREATE, freeRows } from "../../state/matching";
import type { StackResource } from "../../state/stack";
import { InputError } from "../input";
import type { StackReading } from "./read-both";

/**
 * Reads the user's answers to open questions, `ADDRESS=ID` or `ADDRESS=create` each.
 *
 * @throws InputError for a resource that needs no row, and for a row that is not free
 */
export function answersFrom(texts: readonly string[], { stack, rows }: StackReading): Answers {
  const free = freeRows(stack, rows);
  const answers = new Map<string, string>();
  const given = new Set<string>();
  for (const text of texts) {
    const [address, answer] = readAnswer(text);
    const resource = resourceWithoutRow(stack.resources, address);
    const ids = free(resource).map((row) => row[".id"] ?? "");
    const row = `${resource.menu.path} ${answer}`;
    if (answer !== CREATE && !ids.includes(answer)) {
      throw new InputError(
        `--row ${text}: there is no free row ${row}: write one of ${[...ids, CREATE].join(", ")}`,
      );
    }
    if (given.has(row)) {
      throw new InputError(`--row ${text}: ${row} is already given to another resource: write another row`);
    }
    answers.set(address, answer);
    if (answer !== CREATE) {
      given.add(row);
    }
  }
  return answers;
}

function readAnswer(text: string): [address: string, answer: string] {
  const [, address, answer] = /^(.+)=(\*[0-9A-F]+|create)$/i.exec(text) ?? [];
  if (address === undefined || answer === undefined) {
    throw new InputError(
      `--row ${text}: write ADDRESS=ID, such as routeros_ip_route.name=*80000001, or ADDRESS=${CREATE}`,
    );
  }
  return [address, answer];
}

function resourceWithoutRow(resources: readonly StackResource[], address: string): StackResource {
  const resource = resources.find((one) => one.address === address);
  if (resource === undefined || resource.id !== undefined || resource.menu.singleton) {
    throw new InputError(
      `--row ${address}: no resource with this address needs a row: write the address of one that is not in the state`,
    );
  }
  return resource;
}

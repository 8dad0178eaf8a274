import { createInterface } from "node:readline";
import { HeldFlows } from "./held";
import type { FlowReply, Request, Requests } from "./messages";
import { sendAll } from "./senders";
import { Servers } from "./servers";

/** What runs inside a namespace: it does what it is told on stdin, and ends when that does. */

type Handlers = {
  readonly [Name in keyof Requests]: (
    options: Requests[Name]["takes"],
  ) => Requests[Name]["gives"] | Promise<Requests[Name]["gives"]>;
};

const servers = new Servers();
const held = new HeldFlows();

const HANDLERS: Handlers = {
  listen: async (options) => {
    await servers.listen(options);
    return null;
  },
  send: (options) => sendAll(options),
  hold: ({ group, ...options }) => held.hold(group, options),
  pulse: ({ group, withinMs }) => held.pulse(group, withinMs),
  release: ({ group }) => {
    held.release(group);
    return null;
  },
  visits: () => servers.takeVisits(),
};

async function handle({ id, name, options }: Request): Promise<FlowReply> {
  try {
    return { id, result: await HANDLERS[name](options as never) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const reply = await handle(JSON.parse(line) as Request);
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  })
  .on("close", () => process.exit());

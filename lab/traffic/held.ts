import type { FlowAnswer, Pulse, SendOptions } from "./messages";
import { readAnswer } from "./messages";
import { nextToken, type Opened, openAll } from "./senders";

/** Flows that are kept open, in groups. */
export class HeldFlows {
  private readonly groups = new Map<string, HeldFlow[]>();

  /** Opens flows, and keeps those that are answered. */
  async hold(group: string, options: SendOptions): Promise<FlowAnswer[]> {
    const opened = await openAll(options);
    this.groups.set(
      group,
      opened.filter(({ answer }) => answer.ok).map((flow) => new HeldFlow(flow)),
    );
    return opened.map(({ answer }) => answer);
  }

  /** Asks every flow of a group again, all at once. */
  pulse(group: string, withinMs: number): Promise<Pulse[]> {
    return Promise.all((this.groups.get(group) ?? []).map((flow) => flow.pulse(withinMs)));
  }

  release(group: string): void {
    for (const flow of this.groups.get(group) ?? []) {
      flow.close();
    }
    this.groups.delete(group);
  }
}

class HeldFlow {
  private error: string | undefined;
  private wake: () => void = () => {};
  private lines: string[] = [];

  constructor(private readonly opened: Opened) {
    opened.listen(
      (line) => {
        this.lines.push(line);
        this.wake();
      },
      (code) => {
        // What broke stays broken, and the first reason is the reason.
        this.error ??= code;
        this.wake();
      },
    );
  }

  async pulse(withinMs: number): Promise<Pulse> {
    const { flow, seenAs: first } = this.opened.answer;
    const token = nextToken();
    this.lines = [];
    if (this.error === undefined) {
      this.opened.exchange.ask(token);
    }
    const seenAs = await this.answerTo(token, withinMs);
    if (seenAs === undefined) {
      return this.error === undefined
        ? { flow, state: "silent" }
        : { flow, state: "broken", error: this.error };
    }
    const hasMoved = seenAs.address !== first?.address || seenAs.port !== first?.port;
    return { flow, state: hasMoved ? "moved" : "alive", seenAs };
  }

  close(): void {
    this.opened.listen(
      () => {},
      () => {},
    );
    this.opened.exchange.close();
  }

  /** The source that the far end saw; undefined after the timeout, or if the flow breaks before. */
  private answerTo(token: string, withinMs: number): Promise<FlowAnswer["seenAs"]> {
    return new Promise((resolve) => {
      const finish = (seenAs?: FlowAnswer["seenAs"]): void => {
        clearTimeout(timer);
        this.wake = () => {};
        resolve(seenAs);
      };
      const timer = setTimeout(finish, withinMs);
      this.wake = () => {
        // Answers to earlier questions may come late, when a way has opened again.
        const answered = this.lines.map(readAnswer).find((line) => line.token === token);
        if (answered !== undefined) {
          finish(answered.seenAs);
        } else if (this.error !== undefined) {
          finish();
        }
      };
      this.wake();
    });
  }
}

import type { Traffic } from "../../observations";
import type { RouterNamespace } from "../router-namespace";

/** What a device has carried, when it was looked at. */
interface Reading {
  readonly at: number;
  readonly received: number;
  readonly sent: number;
}

/** A rate over less says nothing. */
const LEAST_MS = 1000;

/** What devices carry: since the reading before, which is at least a second old. */
export class LinkTraffic {
  private before: ReadonlyMap<string, Reading> = new Map();
  private now: ReadonlyMap<string, Reading> = new Map();

  constructor(private readonly namespace: RouterNamespace) {}

  async refresh(): Promise<void> {
    const [{ at: last } = { at: 0 }] = this.now.values();
    if (performance.now() - last < LEAST_MS) {
      return;
    }
    const output = await this.namespace.run("ip", ["-j", "-s", "link", "show"]);
    const at = performance.now();
    this.before = this.now;
    this.now = new Map(
      (JSON.parse(output) as readonly LinkJson[]).map((link) => [link.ifname, readingOf(link, at)]),
    );
  }

  of(device: string): Traffic {
    const [before, now] = [this.before.get(device), this.now.get(device)];
    if (before === undefined || now === undefined) {
      return { receivedBits: 0, sentBits: 0 };
    }
    const perSecond = (bytes: number): number => Math.round((bytes * 8 * 1000) / (now.at - before.at));
    return {
      receivedBits: perSecond(now.received - before.received),
      sentBits: perSecond(now.sent - before.sent),
    };
  }
}

interface LinkJson {
  readonly ifname: string;
  readonly stats64: { readonly rx: { readonly bytes: number }; readonly tx: { readonly bytes: number } };
}

const readingOf = ({ stats64 }: LinkJson, at: number): Reading => ({
  at,
  received: stats64.rx.bytes,
  sent: stats64.tx.bytes,
});

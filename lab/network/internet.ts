import { AddressBlock, addressesOf } from "./block";
import { DEFAULT_INTERNET } from "./description";
import { Namespace } from "./namespace";
import { quiet } from "./quiet";
import { replyAsAsked } from "./udp-replies";

/** Everybody else: a namespace that answers on all the addresses it was given. */
export class Internet {
  readonly namespace: Namespace;

  constructor(
    prefix: string,
    private readonly prefixes: readonly string[] = DEFAULT_INTERNET,
  ) {
    this.namespace = new Namespace(`${prefix}internet`);
  }

  /** The first `count` of its addresses. */
  addresses(count: number): string[] {
    return addressesOf(this.blocks, count);
  }

  async prepare(): Promise<void> {
    await quiet(this.namespace);
    await this.namespace.ip(
      "link set lo up",
      ...this.blocks.map((block) => `route add local ${block} dev lo`),
    );
    await replyAsAsked(this.namespace, this.preferred);
  }

  /** What packets come from that no program chose a source for. */
  get preferred(): string {
    return String(this.addresses(1)[0]);
  }

  private get blocks(): AddressBlock[] {
    return this.prefixes.map(AddressBlock.parse);
  }
}

import type { Values } from "../../menus/menu";
import type { RouterNamespace } from "../router-namespace";
import { familyOf } from "./families";
import { counterName } from "./nft-ruleset";
import { TABLE } from "./ruleset-changes";

interface Counter {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly packets: number;
  readonly bytes: number;
}

/** What the rules of the firewall have counted, as last read. */
export class Counters {
  private counters: ReadonlyMap<string, Counter> = new Map();

  constructor(private readonly namespace: RouterNamespace) {}

  async refresh(): Promise<void> {
    const output = await this.namespace.run("nft", ["-j", "list", "counters"]);
    const { nftables } = JSON.parse(output) as { nftables: readonly { counter?: Counter }[] };
    const counters = nftables.flatMap(({ counter }) => (counter?.table === TABLE ? counter : []));
    this.counters = new Map(counters.map((counter) => [`${counter.family} ${counter.name}`, counter]));
  }

  of(menu: string, id: string): Values {
    const { bytes, packets } = this.counters.get(`${familyOf(menu)} ${counterName(menu, id)}`) ?? {
      bytes: 0,
      packets: 0,
    };
    return { bytes: String(bytes), packets: String(packets) };
  }
}

import type { Values } from "../../menus/menu";

/** Which ports are in which interface list: members, those of included lists, without those of excluded ones. */
export class InterfaceLists {
  constructor(
    private readonly lists: readonly Values[],
    private readonly members: readonly Values[],
    private readonly ports: readonly string[],
  ) {}

  portsOf(name: string): readonly string[] {
    return this.resolve(name, []);
  }

  private resolve(name: string, within: readonly string[]): readonly string[] {
    if (within.includes(name)) {
      return [];
    }
    if (name === "all" || name === "static") {
      return this.ports;
    }
    if (name === "none" || name === "dynamic") {
      return [];
    }
    const list = this.lists.find((row) => row["name"] === name);
    const others = (key: string): readonly string[] =>
      (list?.[key] ?? "")
        .split(",")
        .filter((other) => other !== "")
        .flatMap((other) => this.resolve(other, [...within, name]));
    const own = this.members
      .filter((row) => row["list"] === name && row["disabled"] !== "true")
      .map((row) => row["interface"] ?? "");
    const excluded = others("exclude");
    const included = new Set([...own, ...others("include")]);
    return this.ports.filter((port) => included.has(port) && !excluded.includes(port));
  }
}

import { isWithin, type Range, rangeOf, toNumber } from "../../routeros/address-ranges";
import { CannotTell, type ModelRow, type RouterModel } from "../model";
import { orCannotTell } from "../packets/trace";
import { RowIndex } from "../row-index";

/** What one address list holds. */
interface AddressList {
  readonly addresses: ReadonlySet<number>;
  readonly ranges: readonly Range[];
  /** Whether it may hold more: entries that are names, and those that rules add. */
  readonly isOpen: boolean;
}

/** The address lists of a router. */
export class AddressLists {
  private readonly entries: RowIndex;
  private readonly growing: ReadonlySet<unknown>;
  private readonly lists = new Map<string, AddressList>();

  public constructor(router: RouterModel) {
    this.entries = new RowIndex(router.enabled("/ip/firewall/address-list"), "list");
    this.growing = new Set(
      ["filter", "mangle", "nat", "raw"].flatMap((table) =>
        router.enabled(`/ip/firewall/${table}`).map((rule) => rule.raw("address-list")),
      ),
    );
  }

  /** Whether an address is in a list; undefined where that is unknown. */
  public holds(name: string, address: string): boolean | undefined {
    const list = this.lists.get(name) ?? this.read(name);
    const number = toNumber(address);
    const isIn = list.addresses.has(number) || list.ranges.some((range) => isWithin(range, number));
    return isIn ? true : list.isOpen ? undefined : false;
  }

  /** The addresses that are in a list, and whether there may be more. */
  public contentOf(name: string): { readonly ranges: readonly Range[]; readonly isOpen: boolean } {
    const found = orCannotTell(() => this.lists.get(name) ?? this.read(name));
    return found instanceof CannotTell
      ? { ranges: [], isOpen: true }
      : {
          ranges: [...[...found.addresses].map((first) => ({ first, last: first })), ...found.ranges],
          isOpen: found.isOpen,
        };
  }

  private read(name: string): AddressList {
    const found = this.entries.all(name).map((entry: ModelRow) => rangeOf(entry.get("address") ?? ""));
    const ranges = found.filter((range) => range !== undefined);
    const isOne = ({ first, last }: Range): boolean => first === last;
    const list = {
      addresses: new Set(ranges.filter(isOne).map(({ first }) => first)),
      ranges: ranges.filter((range) => !isOne(range)),
      isOpen: ranges.length < found.length || this.growing.has(name),
    };
    this.lists.set(name, list);
    return list;
  }
}

/** The address lists of a router's rows. */
export function addressListsOf(router: RouterModel): AddressLists {
  return new AddressLists(router);
}

import { EcmpMasqueradeGateway } from "../../lib";
import { sampled } from "../tier";
import { chosenIn, OPTIONS, REFUSED } from "./option-pairs";
import {
  type Attributes,
  awaitedBy,
  type Case,
  IN_PAIRS,
  IN_TRIPLES,
  rowsCase,
  synthesizedCase,
  typeOf,
} from "./pair-cases";
import { routerStack } from "./synthesize";

/** Gateways in which every two values of two options stand together, as they are synthesized; in `npm test` some of them. */
let synthesized: readonly Case[];
/** Those and more, the others by their rows alone. */
let cases: readonly Case[];
beforeAll(() => {
  const chosen = sampled(IN_PAIRS, 20);
  synthesized = chosen.map(synthesizedCase);
  cases = [
    ...synthesized,
    ...IN_PAIRS.filter((choice) => !chosen.includes(choice)).map(rowsCase),
    ...IN_TRIPLES.slice(IN_PAIRS.length).map(rowsCase),
  ];
});

/** Fails with the gateways, and in each with what breaks a rule. */
function forEachCase(violations: (one: Case) => readonly string[], of = cases): void {
  const found = of.map((one) => [one.name, violations(one)] as const);
  expect(Object.fromEntries(found.filter(([, broken]) => broken.length > 0))).toEqual({});
}

/** Fails with the resources of a gateway that break a rule. */
function forEachResource(breaks: (attributes: Attributes, type: string) => boolean): void {
  forEachCase(({ resources }) =>
    [...resources].flatMap(([address, attributes]) => (breaks(attributes, typeOf(address)) ? [address] : [])),
  );
}

test("the resources say what the rows alone say, and wait for as much", () => {
  forEachCase((one) => {
    const alone = byComment(rowsCase(one.choice));
    return [...byComment(one)].flatMap(([comment, { said, awaited }]) => {
      const row = alone.get(comment);
      return row?.said === said && row.awaited.every((other) => awaited.includes(other)) ? [] : [comment];
    });
  }, synthesized);
});

/** What the rows of a case say, and the comments of those that they wait for, by their own comment. */
function byComment({ resources }: Case) {
  const rows = [...resources].filter(([address]) => isRow(typeOf(address)));
  return new Map(
    // A password is a token, which only synthesis resolves.
    rows.map(([address, { depends_on = [], provider, lifecycle, password, comment, ...attributes }]) => [
      String(comment),
      {
        said: JSON.stringify([typeOf(address), Object.entries(attributes).sort()]),
        awaited: (depends_on as string[]).map((name) => resources.get(name)?.["comment"]),
      },
    ]),
  );
}

test.each(REFUSED.map((part) => [JSON.stringify(part), part] as const))("%s is refused", (_, part) => {
  const usual = Object.fromEntries(Object.entries(OPTIONS).map(([option, [value]]) => [option, value]));
  const stack = routerStack();
  const { props, later } = chosenIn(stack, { ...usual, ...part });
  const make = () => {
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", props);
    return later === undefined ? undefined : gateway.addPortForward(later);
  };
  expect(make).toThrow(/has \d+ problem/);
});

const SINGLETONS = ["routeros_ip_dns", "routeros_ip_settings"];
const ORDER = "routeros_move_items";
const isRow = (type: string) => ![...SINGLETONS, ORDER].includes(type);

test("every row says whether it is disabled", () => {
  // A list has no such property.
  forEachResource(
    ({ disabled }, type) =>
      isRow(type) && type !== "routeros_interface_list" && typeof disabled !== "boolean",
  );
});

test("every route says all that decides about it, its check among them", () => {
  const said = [
    "dst_address",
    "gateway",
    "routing_table",
    "distance",
    "scope",
    "target_scope",
    "check_gateway",
  ];
  forEachResource(
    (attributes, type) =>
      type === "routeros_ip_route" && said.some((attribute) => attributes[attribute] === undefined),
  );
});

const WHICH = ["in_interface", "out_interface", "in_interface_list", "out_interface_list"];

test("every rule names an interface, a connection mark or a source, and a mark says whether later rules see it", () => {
  forEachResource(({ chain, action, passthrough, ...matchers }) => {
    const asks = [...WHICH, "src_address"].some((matcher) => matchers[matcher] !== undefined);
    const reads = ![undefined, "no-mark"].includes(matchers["connection_mark"] as string | undefined);
    const marks = String(action).startsWith("mark-");
    return chain !== undefined && (!(asks || reads) || (marks && typeof passthrough !== "boolean"));
  });
});

test("every mark is given only to what has none", () => {
  forEachResource(({ action, connection_mark: mark }) => action === "mark-connection" && mark !== "no-mark");
});

/** What no two rows of a menu may have alike, where the router refuses the second. */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  routeros_routing_table: ["name"],
  routeros_interface_list: ["name"],
  routeros_interface_list_member: ["list", "interface"],
  routeros_interface_pppoe_client: ["name"],
  routeros_ip_address: ["address"],
  routeros_ip_dhcp_client: ["interface"],
  routeros_ip_dns: [],
  routeros_ip_dns_record: ["name"],
  routeros_ip_firewall_addr_list: ["list", "address"],
  routeros_ip_settings: [],
  routeros_move_items: ["resource_path"],
};

test("no row is twice what a router takes once, and no two rules are alike", () => {
  forEachCase(({ resources }) => {
    const keys = [...resources].map(([address, { comment: _, depends_on: __, ...attributes }]) => {
      const type = typeOf(address);
      const unique = UNIQUE[type]?.map((attribute) => attributes[attribute]) ?? [attributes];
      return `${type} ${JSON.stringify(unique)}`;
    });
    // A repeated route is one by its meaning.
    return keys.filter((key, i) => keys.indexOf(key) < i && !/^routeros_ip_route.*"0\.0\.0\.0\/0"/.test(key));
  });
});

test("comments begin with the owner, name the part and the role, and stand once", () => {
  const legal = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.:-]+(\/[0-9.]+)?$/;
  forEachCase(({ resources, props }) => {
    const owner = `${props.comment ?? props.name ?? "gateway"}/`;
    const comments = [...resources]
      .filter(([address]) => isRow(typeOf(address)))
      .map(([, { comment }]) => String(comment));
    return comments.filter(
      (comment, i) =>
        comments.indexOf(comment) < i ||
        !comment.startsWith(owner) ||
        !legal.test(comment.slice(owner.length)),
    );
  });
});

/** The resources that make something that others name. */
interface Makers {
  readonly tables: (name: string) => readonly string[];
  readonly interfaces: (name: string) => readonly string[];
  /** A list and its members. */
  readonly interfaceLists: (name: string) => readonly string[];
  readonly addressLists: (name: string) => readonly string[];
  readonly marks: (name: string) => readonly string[];
}

function makersIn(resources: Case["resources"]): Makers {
  const where = (types: readonly string[], attribute: string) => {
    const byName = new Map<unknown, string[]>();
    for (const [address, attributes] of resources) {
      if (types.includes(typeOf(address))) {
        const name = attributes[attribute];
        byName.set(name, [...(byName.get(name) ?? []), address]);
      }
    }
    return (name: string): readonly string[] => byName.get(name) ?? [];
  };
  const lists = where(["routeros_interface_list"], "name");
  const members = where(["routeros_interface_list_member"], "list");
  return {
    tables: where(["routeros_routing_table"], "name"),
    interfaces: where(["routeros_interface_pppoe_client"], "name"),
    interfaceLists: (name) => [...lists(name), ...(lists(name).length > 0 ? members(name) : [])],
    addressLists: where(["routeros_ip_firewall_addr_list"], "list"),
    marks: where(["routeros_ip_firewall_mangle"], "new_connection_mark"),
  };
}

/** The values of attributes, without the `!` of a matcher. */
const values = (attributes: Attributes, ...names: string[]): string[] =>
  names.flatMap((name) =>
    attributes[name] === undefined ? [] : [String(attributes[name]).replace(/^!/, "")],
  );

const tablesIn = (attributes: Attributes): string[] =>
  [
    ...values(attributes, "routing_table", "table", "new_routing_mark"),
    ...((attributes["default_route_tables"] ?? []) as string[]).map((entry) => entry.replace(/:.*/, "")),
  ].filter((table) => table !== "main");
const interfaceListsIn = (attributes: Attributes): string[] =>
  values(attributes, "in_interface_list", "out_interface_list");
const addressListsIn = (attributes: Attributes): string[] =>
  values(attributes, "src_address_list", "dst_address_list");
const interfacesIn = (attributes: Attributes): string[] =>
  values(attributes, "interface", "in_interface", "out_interface", "gateway");

test("what a row names is made by the gateway, or was there before it", () => {
  forEachCase(({ resources, props }) => {
    const made = makersIn(resources);
    return [...resources].flatMap(([address, attributes]) =>
      [
        ...tablesIn(attributes).filter((table) => made.tables(table).length === 0),
        ...interfaceListsIn(attributes).filter(
          (list) => list !== props.lanList && made.interfaceLists(list).length === 0,
        ),
        ...addressListsIn(attributes).filter((list) => made.addressLists(list).length === 0),
        ...values(attributes, "connection_mark").filter(
          (mark) => mark !== "no-mark" && made.marks(mark).length === 0,
        ),
      ].map((name) => `${address} names ${name}`),
    );
  });
});

test("what a row names stands before the row: tables, lists with all that is in them, interfaces", () => {
  forEachCase(({ resources }) => {
    const made = makersIn(resources);
    return [...resources].flatMap(([address, attributes]) => {
      const awaited = awaitedBy(address, resources);
      const needed = [
        ...tablesIn(attributes).flatMap(made.tables),
        ...interfaceListsIn(attributes).flatMap(made.interfaceLists),
        ...addressListsIn(attributes).flatMap(made.addressLists),
        ...interfacesIn(attributes).flatMap(made.interfaces),
      ];
      return needed
        .filter((maker) => maker !== address && !awaited.has(maker))
        .map((maker) => `${address} does not wait for ${maker}`);
    });
  });
});

test("a rule that leads a destination into a table waits for what fills the table", () => {
  forEachCase(({ resources }) =>
    [...resources].flatMap(([address, { dst_address: destination, table }]) => {
      if (typeOf(address) !== "routeros_routing_rule" || destination === undefined) {
        return [];
      }
      const fills = (other: string) => {
        const { routing_table, default_route_tables = [] } = resources.get(other) ?? {};
        return routing_table === table || String(default_route_tables).includes(`${table}:`);
      };
      return [...awaitedBy(address, resources)].some(fills) ? [] : [address];
    }),
  );
});

test("every resource has the provider and the lifecycle that were given, and waits for what was asked", () => {
  forEachCase(({ resources, choice }) => {
    const wanted = [
      choice["provider"] === "given" ? "routeros.east" : undefined,
      choice["lifecycle"] === "preventDestroy" ? true : undefined,
      choice["dependsOn"] === "a list",
    ];
    return [...resources].flatMap(([address, { provider, lifecycle = {} }]) => {
      const found = [
        provider,
        (lifecycle as Attributes)["prevent_destroy"],
        awaitedBy(address, resources).has("routeros_interface_list.before"),
      ];
      return wanted.every((value, i) => value === found[i]) ? [] : [`${address}: ${found.join()}`];
    });
  }, synthesized);
});

test("rules that come before another's are all of their menu, and the other is the last", () => {
  forEachCase(({ resources, props: { placeBefore = {} } }) => {
    const orders = new Map(
      [...resources.values()].map(({ resource_path, sequence }) => [resource_path, sequence] as const),
    );
    return (["mangle", "nat"] as const).flatMap((menu) => {
      const type = `routeros_ip_firewall_${menu}`;
      const rules = [...resources.keys()]
        .filter((address) => typeOf(address) === type)
        .map((address) => `\${${address}.id}`);
      const foreign = placeBefore[menu];
      const sequence = (orders.get(`/ip/firewall/${menu}`) ?? []) as string[];
      const wanted = foreign === undefined ? [] : [...rules.sort(), foreign];
      const found = [...sequence.slice(0, -1).sort(), ...sequence.slice(-1)];
      return JSON.stringify(found) === JSON.stringify(wanted) ? [] : [`${menu}: ${found.join()}`];
    });
  }, synthesized);
});

test("a disabled gateway leaves enabled what protects or does nothing alone: tables, masquerade, guards, LAN addresses", () => {
  forEachCase(({ resources, props }) => {
    const lans = props.lans.map(({ name, interface: port }) => `/${name ?? port}/address`);
    const mayStay = ["routeros_routing_table"];
    return [...resources].flatMap(([address, { disabled, action, comment = "" }]) =>
      props.disabled !== true ||
      disabled !== false ||
      action === "masquerade" ||
      mayStay.includes(typeOf(address)) ||
      /\/dns-guard-(tcp|udp)6?$/.test(String(comment)) ||
      lans.some((lan) => String(comment).endsWith(lan))
        ? []
        : [address],
    );
  });
});

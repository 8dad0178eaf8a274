import type { GatewayPicture, LanPicture, WanPicture } from "./gateway-picture";

/** A line across the drawing: what is on the LAN side, in the router, and on the Internet side. */
interface Line {
  readonly west: string;
  readonly entry: string;
  readonly way: string;
  readonly east: string;
}

/**
 * Draws a gateway:
 *
 *     LAN ──┤ Local ── main ─┬─ wlan1 ├── gateway
 *           │                └─ wlan2 ├── gateway
 */
export function drawGateway({ lans, wans, hashPolicy }: GatewayPicture): string {
  const ways = wans.flatMap((wan, index) => drawWay(wan, wans, index, hashPolicy));
  const height = Math.max(lans.length, ways.length);
  const lines = Array.from({ length: height }, (_, row) => ({
    ...drawLan(lans[row]),
    ...(ways[row] ?? NO_WAY),
  }));
  const width = (part: keyof Line): number => Math.max(...lines.map((line) => line[part].length));
  const [west, entry, way] = [width("west"), width("entry"), width("way")];

  const body = lines.map((line, row) => {
    const table = row === 0 ? "── main ─" : "         ";
    const [left, right] = [line.west === "" ? "│" : "┤", line.east === "" ? "│" : "├"];
    const inside = `${line.entry.padEnd(entry)} ${table}${line.way.padEnd(way)}`;
    return `${line.west.padEnd(west)}${left} ${inside} ${right}${line.east}`;
  });
  const margin = " ".repeat(west);
  const inner = entry + way + "── main ─".length + 3;
  const title = "─ router ";
  return [
    `${margin}┌${title}${"─".repeat(Math.max(inner - title.length, 0))}┐`,
    ...body,
    `${margin}└${"─".repeat(inner)}┘`,
  ].join("\n");
}

const NO_WAY = { way: "", east: "" };

function drawLan(lan: LanPicture | undefined): Pick<Line, "west" | "entry"> {
  if (lan === undefined) {
    return { west: "", entry: "" };
  }
  return { west: `${lan.network} ──`, entry: `${lan.interface} ${lan.address}` };
}

/** A branch of the tree: the interface, and below it what there is to say. */
function drawWay(
  wan: WanPicture,
  all: readonly WanPicture[],
  index: number,
  hashPolicy: string,
): readonly Pick<Line, "way" | "east">[] {
  const isLast = index === all.length - 1;
  const fork = all.length === 1 ? "─" : index === 0 ? "┬" : isLast ? "└" : "├";
  const trunk = isLast ? " " : "│";
  return [
    { way: `${fork}─ ${wan.interface} ${wan.address}`, east: `── ${wan.gateway} ── Internet` },
    ...describe(wan, all, hashPolicy).map((text) => ({ way: `${trunk}  ${text}`, east: "" })),
    ...(isLast ? [] : [{ way: trunk, east: "" }]),
  ];
}

function describe(wan: WanPicture, all: readonly WanPicture[], hashPolicy: string): readonly string[] {
  const extras = [`check-gateway=${wan.check}`, ...(wan.masquerade ? ["masquerade"] : [])];
  // The table of the replies leads to the gateway of the drawing, or it is worth saying.
  const elsewhere = wan.replyGateway === wan.gateway ? "" : ` ─> ${wan.replyGateway ?? "nowhere"}`;
  return [
    ...shareOf(wan, all, hashPolicy),
    extras.join(", "),
    ...(wan.mark === undefined ? [] : [`replies: ${wan.mark} ─> ${wan.table ?? "no table"}${elsewhere}`]),
    ...wan.pins.flatMap(({ destination, blocked }) => [
      `pinned: ${destination}`,
      `  (${blocked ? "blocked" : "balanced"} while down)`,
    ]),
  ];
}

/** The packet fields that the router hashes: packets with the same values leave by the same WAN. */
const HASHED: Readonly<Record<string, string>> = {
  l3: "source and destination",
  "l3-inner": "inner source and destination",
  l4: "addresses and ports",
};

/** What the router's hash sends this way while everything is as it is. */
function shareOf(wan: WanPicture, all: readonly WanPicture[], hashPolicy: string): readonly string[] {
  if (!wan.active) {
    return ["nothing new: not active"];
  }
  const active = all.filter((other) => other.active).length;
  // In two lines, so that the drawing fits a page.
  return active === 1
    ? ["all that is new"]
    : [`1 of ${active} equal shares,`, `  by ${HASHED[hashPolicy] ?? hashPolicy}`];
}

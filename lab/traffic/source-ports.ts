const FIRST_PORT = 10_000;
const LAST_PORT = 65_535;
let nextPort = FIRST_PORT;

/**
 * A source port of its own for each flow of this process. Whoever remembers an earlier flow of the port, as connection
 * tracking does for 30 seconds, mistakes a new one for it: a router that masquerades loses its first packet where the way
 * has changed meanwhile, and the far end, which translates datagrams for all of its addresses to one, loses it at times
 * even where its destination is another. No lab sends that many flows within that time.
 */
export function takeSourcePort(): number {
  const port = nextPort;
  nextPort = port === LAST_PORT ? FIRST_PORT : port + 1;
  return port;
}

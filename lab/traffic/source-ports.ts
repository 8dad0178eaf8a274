const FIRST_PORT = 10_000;
const LAST_PORT = 65_535;
let nextPort = FIRST_PORT;

/**
 * A source port of its own for each flow of this process. A router whose connection tracking remembers an earlier flow of
 * the port, for 30 seconds, takes a new one to the same destination for it, and loses its first packet where the way has
 * changed meanwhile. Those who send more flows within that time than there are ports send them to many destinations.
 */
export function takeSourcePort(): number {
  const port = nextPort;
  nextPort = port === LAST_PORT ? FIRST_PORT : port + 1;
  return port;
}

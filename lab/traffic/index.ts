export { Agent, type Held, type SendSettings } from "./agent";
export type { Answer, Endpoint, Flow, ListenOptions, Protocol, Pulse, Visit } from "./messages";
export { takeSourcePort } from "./source-ports";
export { ECHO_PORT, type Sending, Sent, Traffic } from "./traffic";

export { Agent, type Held, type SendSettings } from "./agent";
export type {
  Endpoint,
  FlowAnswer as Answer,
  ListenOptions,
  Protocol,
  Pulse,
  TrafficFlow as Flow,
  Visit,
} from "./messages";
export { takeSourcePort } from "./source-ports";
export { ECHO_PORT, type Sending, Sent, Traffic } from "./traffic";

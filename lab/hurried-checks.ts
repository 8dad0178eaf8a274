/** The row of `/routing/settings` by which RouterOS 7.21 and newer notice a dead gateway within a second. */
export const HURRIED_CHECKS = {
  "check-gateway-ping-interval": "200ms",
  "check-gateway-ping-timeout": "150ms",
  "check-gateway-ping-count": "2",
};

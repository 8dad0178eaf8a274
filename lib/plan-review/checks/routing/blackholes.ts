import type { StateCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known } from "../../model/values";

/** Routes that have a gateway and discard packets all the same, because they have `blackhole`. [provider issue 838] */
export const blackholes: StateCheck = ({ snapshot }) =>
  snapshot
    .enabled("/ip/route")
    .filter((route) => route.has("blackhole") && known(route, "gateway"))
    .map((route): Finding => {
      const { id } = route.reference;
      const isTrue = snapshot.row(id)?.change.after?.get("blackhole") === "true";
      return {
        id: "blackhole-with-gateway",
        severity: "error",
        verdict: "fail",
        subject: id,
        resources: [id],
        message: isTrue
          ? `The route has gateway=${known(route, "gateway")} and blackhole = true, so it discards packets; the provider reads the flag back as false, so every later plan changes it again.`
          : `The route has gateway=${known(route, "gateway")} and blackhole = false, but RouterOS takes the presence of blackhole as yes, so the route discards packets.`,
        remediation: "Remove blackhole from the route.",
      };
    });

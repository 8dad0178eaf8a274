import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known, lookUp, resourcesOf } from "../../model/values";
import { listed } from "../../text/list-text";
import { distributionOf } from "../../traffic/distribution";
import { followedOnce } from "../../traffic/followed-once";
import { refusesReversePath } from "../../traffic/reverse-path";
import { type RoutedWan, routedWans } from "../../traffic/wans";

/** WANs by which `rp-filter=strict` lets nothing in, because table main leads to the Internet by another one. */
export const reversePathFilter: StateCheck = (view) => {
  const internet = view.origins[0].flow.dstAddress;
  const refused = routedWans(view.wans).filter((wan) =>
    refusesReversePath(view.snapshot.state(), internet, wan.interface),
  );
  return refused.map((wan) => findingOf(wan, internet, view));
};

function findingOf(wan: RoutedWan, internet: string, view: View): Finding {
  const { snapshot, change } = view;
  const { names } = change;
  const name = names.of(wan.interface);
  const main = lookUp(snapshot.state(), "main", internet);
  const preferred = [...new Set(main?.hops.map((hop) => names.of(hop.interface)))];
  return {
    id: "rp-filter-strict",
    severity: isUsed(wan, view) ? "error" : "warning",
    verdict: "fail",
    subject: wan.interface,
    resources: [
      ...resourcesOf(snapshot.router.rows("/ip/settings")),
      ...(main?.routes ?? []).map(({ row }) => row.reference.id),
    ],
    message: `rp-filter=strict drops every packet that comes from the Internet by ${name}, because table main leads to the Internet by ${listed(preferred) || "a blackhole"}.`,
    remediation: "Set rp-filter=loose.",
  };
}

/** Whether anything needs a WAN while all are up: rules for what comes in by it, or connections that leave by it. */
function isUsed({ interface: wan }: RoutedWan, { snapshot, origins }: View): boolean {
  const hasRule = ["/ip/firewall/mangle", "/ip/firewall/nat"].some((menu) =>
    snapshot.enabled(menu).some((rule) => known(rule, "in-interface") === wan),
  );
  return (
    hasRule ||
    followedOnce(origins).some(
      ({ followed }) => distributionOf(snapshot.state(), followed).shares.get(wan) !== undefined,
    )
  );
}

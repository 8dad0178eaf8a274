import {
  Balancing,
  ClassifyBy,
  type EcmpMasqueradeGatewayProps,
  Otherwise,
  RouterTraffic,
  Wan,
} from "../../lib";
import { article, wlan1, wlan2 } from "../synth/synthesize";
import { contentOf, withRouter } from "./lab";

const weighted = (...weights: number[]) =>
  [wlan1, wlan2].slice(0, weights.length).map((wan, i) => Wan.static({ ...wan, weight: weights[i] }));
const by = (classifyBy: ClassifyBy, options: object = {}) =>
  Balancing.perConnectionClassifier({ by: classifyBy, ...options });

interface Stage {
  readonly what: string;
  readonly props: Partial<EcmpMasqueradeGatewayProps>;
  /** The classifier of wlan1's first classifier rule, and the source that its default route gives; absent from the rows again. */
  readonly classifier?: string;
  readonly source?: string;
}

/** One after the other on one router. */
const stages: readonly Stage[] = [
  {
    what: "a classifier",
    props: {
      wans: weighted(2, 1),
      balancing: by(ClassifyBy.BOTH_ADDRESSES, { exclude: ["10.20.0.0/16", "198.51.100.7/32"] }),
    },
    classifier: "both-addresses:3/0",
    source: "192.168.0.1",
  },
  {
    what: "other weights",
    props: { wans: weighted(1, 3), balancing: by(ClassifyBy.BOTH_ADDRESSES) },
    classifier: "both-addresses:4/0",
    source: "192.168.0.1",
  },
  {
    what: "one WAN",
    props: { wans: weighted(1), balancing: by(ClassifyBy.BOTH_ADDRESSES) },
    source: "192.168.0.1",
  },
  {
    what: "by user, with a blocked pin",
    props: {
      balancing: by(ClassifyBy.SOURCE_ADDRESS, { excludePrivate: true }),
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK }],
    },
    classifier: "src-address:2/0",
  },
  {
    what: "a router that fails over",
    props: { balancing: by(ClassifyBy.BOTH_ADDRESSES, { routerTraffic: RouterTraffic.FAILOVER }) },
    classifier: "both-addresses:2/0",
  },
  { what: "repeated routes", props: { wans: weighted(3, 1), balancing: Balancing.repeatedRoutes() } },
  { what: "pins and sources", props: { stickyConnections: true, sourceRouting: true } },
  { what: "the article", props: {} },
];

test("each way of balancing is applied over the one before it, and then plans nothing", async () => {
  await withRouter(async (router, terraform) => {
    terraform.writeGateway(article);
    await terraform.apply();
    const before = contentOf(router);
    const said = (menu: string, role: string, name: string) =>
      router.rows(menu).find(({ comment }) => comment === `gateway/wlan1/${role}`)?.[name];
    for (const { what, props, classifier, source } of stages) {
      terraform.writeGateway({ ...article, ...props });
      expect([what, await terraform.apply()]).toMatchObject([what, { ok: true }]);
      expect([what, await terraform.plan()]).toEqual([what, []]);
      expect([
        what,
        said("/ip/firewall/mangle", "classifier-1", "per-connection-classifier"),
        said("/ip/route", "default-route", "pref-src"),
      ]).toEqual([what, classifier, source]);
    }
    expect(contentOf(router)).toEqual(before);
  });
});

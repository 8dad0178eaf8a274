import fc from "fast-check";
import { designGateway } from "../../lib/gateway/gateway-design";
import { readOwnershipComment } from "../../lib/routeros/ownership-comment";
import { runs } from "../tier";
import { anyGateway, anyMixedGateway } from "./arbitrary-gateway";
import { literals } from "./literals";

test("every comment is read as one of the gateway's, whatever its name", () => {
  fc.assert(
    fc.property(fc.oneof(anyGateway, anyMixedGateway), (description) => {
      const comment = "site/a:b";
      const comments = designGateway({ ...description, comment }, "gateway", literals).rows.flatMap(
        ({ row }) => ("comment" in row ? [row.comment] : []),
      );
      const foreign = comments.filter((one) => readOwnershipComment(one)?.owner !== comment);
      expect(foreign).toEqual([]);
    }),
    { seed: 20130112, numRuns: runs(60, 300) },
  );
});

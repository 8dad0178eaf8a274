import { ownershipComment, readOwnershipComment } from "../../lib/routeros/ownership-comment";

test.each([
  { owner: "gateway", member: "wlan1", role: "address" },
  { owner: "site/gw:1", member: "wlan1", role: "probe-route:9.9.9.9" },
])("the comment of %j is read as it was written", (ownership) => {
  expect(readOwnershipComment(ownershipComment(ownership))).toEqual(ownership);
});

test.each([undefined, "", "uplink", "gateway/wlan1", "//", "gateway/wlan1/address/"])(
  "%j names no owner",
  (comment) => {
    expect(readOwnershipComment(comment)).toBeUndefined();
  },
);

import { secretMarks, secretsOf } from "../../lib/routeros/secrets";

test("fields are secret by the provider's schema, and by their name", () => {
  expect(secretsOf("/interface/wireguard/peers")).toContain("preshared-key");
  expect(secretsOf("/interface/lte")).toContain("pin");
});

test("secret attributes are marked as Terraform marks sensitive ones", () => {
  expect(secretMarks("routeros_interface_pppoe_client")).toMatchObject({ password: true, private_key: true });
});

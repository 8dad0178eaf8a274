import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../../demo/failures";
import { removeFolders, temporaryFolder } from "./run-demo";

afterAll(removeFolders);

const LOGIN = {
  url: "https://192.0.2.1",
  username: "ops",
  password: "x",
  caCertificate: "/etc/router-ca.pem",
};
const PLAIN = { url: "http://192.0.2.1", username: "ops", password: "x" };

/** An error as Terraform frames it. */
const framed = (...lines: string[]): string =>
  ["╷", ...lines.map((line) => `│ ${line}`), "╵"].map((line) => `\x1b[31m${line}\x1b[0m`).join("\n");

const atLogin = (problem: string): string =>
  framed(
    `Error: Get "https://192.0.2.1/rest/system/resource": ${problem}`,
    "",
    '  with provider["registry.terraform.io/terraform-routeros/routeros"],',
    "  on cdk.tf.json line 50, in provider.routeros[0]:",
  );

describe("what keeps Terraform from a router", () => {
  test.each([
    [
      "GET 'https://192.0.2.1/rest/system/resource' returned response code: 401, message: 'Unauthorized'",
      'https://192.0.2.1 does not let the user "ops" in with this password: check ROS_USERNAME and ROS_PASSWORD.',
    ],
    [
      "GET 'https://192.0.2.1/rest/system/resource' returned response code: 403, message: 'Forbidden'",
      'https://192.0.2.1 does not let the user "ops" use the REST API: give its group the policies read, write and rest-api.',
    ],
    [
      "tls: failed to verify certificate: x509: certificate signed by unknown authority",
      "The certificate of https://192.0.2.1 is not signed by the CA in /etc/router-ca.pem: check ROS_CA_CERTIFICATE.",
    ],
    [
      "tls: failed to verify certificate: x509: certificate is valid for 127.0.0.1, not 192.0.2.1",
      "The certificate of https://192.0.2.1 is for another name: check the host in ROS_HOSTURL, or give the router one that names it.",
    ],
    [
      "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time ...",
      "The certificate of https://192.0.2.1 is not valid today: check it, and the clocks of both sides.",
    ],
    [
      "dial tcp 192.0.2.1:443: connect: connection refused",
      "Nothing listens at https://192.0.2.1: check ROS_HOSTURL, and that the service www-ssl is enabled on the router.",
    ],
    [
      "dial tcp: lookup router.example on 10.0.0.53:53: no such host",
      "The host of https://192.0.2.1 has no address in DNS: check ROS_HOSTURL.",
    ],
    [
      "dial tcp 192.0.2.1:443: i/o timeout",
      "https://192.0.2.1 does not answer: check ROS_HOSTURL, the way to the router, and its firewall.",
    ],
    [
      "http: server gave HTTP response to HTTPS client",
      "https://192.0.2.1 speaks plain HTTP: check the port in ROS_HOSTURL, or write http://.",
    ],
    [
      "json.Unmarshal - invalid character '<' looking for beginning of value",
      "https://192.0.2.1 answers, but not as the REST API of RouterOS 7: check ROS_HOSTURL.",
    ],
  ])("%s", (problem, line) => {
    expect(explain(atLogin(problem), LOGIN).message).toBe(line);
  });

  test("without a CA file it says which variable names one", () => {
    const { caCertificate: _, ...login } = LOGIN;
    expect(explain(atLogin("x509: certificate signed by unknown authority"), login).message).toBe(
      "The certificate of https://192.0.2.1 is not signed by a CA that this machine trusts: set ROS_CA_CERTIFICATE to the PEM file of its CA.",
    );
  });

  test.each([
    ["holds something else", "not a certificate\n"],
    ["holds a broken certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
  ])("a CA file that %s", (_, content) => {
    const file = join(temporaryFolder(), "ca.pem");
    writeFileSync(file, content);
    expect(
      explain(atLogin("x509: certificate signed by unknown authority"), { ...LOGIN, caCertificate: file })
        .message,
    ).toBe(`${file} holds no certificate in PEM form: check ROS_CA_CERTIFICATE.`);
  });

  test("plain HTTP is another service of the router", () => {
    expect(explain(atLogin("connect: connection refused"), PLAIN).message).toContain(
      "the service www is enabled",
    );
  });

  test("a CA file that is not there", () => {
    expect(explain(framed("Error: stat /nope.pem: no such file or directory"), LOGIN).message).toBe(
      "There is no file /nope.pem: check ROS_CA_CERTIFICATE.",
    );
  });
});

describe("what a router or an app refuses", () => {
  const put =
    "Error: PUT 'https://192.0.2.1/rest/ip/address' returned response code: 400, message: 'Bad Request'";

  test("a row is called as the construct tree calls it, where the CLI says so", () => {
    const output = `article  ${put}, details: 'failure: already have such address'

           with routeros_ip_address.gateway_wlan2_address_18293FF7 (gateway/wlan2/address),
           on cdk.tf.json line 99, in resource.routeros_ip_address.gateway_wlan2_address_18293FF7:`;
    expect(explain(output, LOGIN).message).toBe(
      "The router refuses gateway/wlan2/address: failure: already have such address",
    );
  });

  test("of several rows the first is told, and how many more there are", () => {
    const one = framed(
      `${put}, details: 'failure: no'`,
      "",
      "  with routeros_ip_address.a,",
      "  on cdk.tf.json",
    );
    expect(explain(`${one}\n${one}\n${one}`, LOGIN).message).toBe(
      "The router refuses routeros_ip_address.a: failure: no (and 2 more)",
    );
  });

  test("the message of an error in main.ts is kept, its stack is not", () => {
    const output = `[ERROR] default - /x/main.ts:1
ERROR: cdktf encountered an error while synthesizing
Error:         non-zero exit code 1

Command output on stderr:

    GatewayProblemsError: the gateway "article/gateway" has 1 problem:
      - wans[0].address: "10.112.0.300/24" is no CIDR
        at EcmpMasqueradeGateway.refuse (/x/lib/gateway.ts:125:13)
        at new ArticleStack (/x/main.ts:14:21)`;
    const [, alone = ""] = output.split("Command output on stderr:");
    for (const said of [
      output,
      `/x/main.ts:14\n    throw problems;\n    ^\n\n${alone}\n\nNode.js v20.12.0`,
    ]) {
      expect(explain(said, LOGIN).message).toBe(
        'main.ts does not synthesize: the gateway "article/gateway" has 1 problem:\n- wans[0].address: "10.112.0.300/24" is no CIDR',
      );
    }
  });

  test.each([
    [framed("Error: Something new"), "Terraform says: Something new"],
    ["one\ntwo\n", "Terraform failed: two"],
    ["", "Terraform failed: it said nothing"],
  ])("what nobody foresaw is still one line: %j", (output, line) => {
    expect(explain(output, LOGIN).message).toBe(line);
  });
});

import { providerEnvironment, realRouterIn, unusedIn } from "../../demo/real-router";

const named = { ROS_HOSTURL: "https://192.0.2.1", ROS_USERNAME: "ops", ROS_PASSWORD: "secret" };

describe("the login", () => {
  test("nothing named is no router", () => {
    expect(realRouterIn({ ROS_USERNAME: "ops" })).toBeUndefined();
    expect(realRouterIn({ ROS_HOSTURL: "" })).toBeUndefined();
  });

  test.each([
    ["router.example", "https://router.example"],
    ["192.0.2.1:8443", "https://192.0.2.1:8443"],
    ["http://192.0.2.1/", "http://192.0.2.1"],
    ["https://[2001:db8::1]", "https://[2001:db8::1]"],
  ])("%s is %s, as to the provider", (host, url) => {
    expect(realRouterIn({ ...named, ROS_HOSTURL: host })?.url).toBe(url);
  });

  test("the provider's other names count where its first ones are missing", () => {
    const { ROS_HOSTURL } = named;
    expect(
      realRouterIn({ ROS_HOSTURL, MIKROTIK_USER: "m", MIKROTIK_PASSWORD: "p", MIKROTIK_INSECURE: "1" }),
    ).toMatchObject({
      username: "m",
      password: "p",
      insecure: true,
    });
  });

  test("a certificate is looked for where the caller is, not where the provider runs", () => {
    const login = realRouterIn({ ...named, ROS_CA_CERTIFICATE: "ca.pem", INIT_CWD: "/home/ops" });
    expect(login?.caCertificate).toBe("/home/ops/ca.pem");
  });

  test.each([
    [{ ROS_HOSTURL: "apis://192.0.2.1" }, /is not the REST API of a router/],
    [{ ROS_HOSTURL: "https://a b" }, /is not the REST API of a router/],
    [{ ROS_USERNAME: "" }, /^ROS_USERNAME is not set/],
  ])("%j is refused with a line", (env, line) => {
    expect(() => realRouterIn({ ...named, ...env })).toThrow(line);
  });

  test("variables that speak of a router without naming it are told", () => {
    expect(unusedIn({ ROS_USERNAME: "ops", ROS_PASSWORD: "x", ROS_HOSTURL: "", HOME: "/" })).toEqual([
      "ROS_USERNAME",
      "ROS_PASSWORD",
    ]);
  });

  test("the provider gets this router's settings and none of the caller's", () => {
    const caller = { PATH: "/bin", ROS_INSECURE: "true", ROS_VERSION: "6.49", MIKROTIK_HOST: "elsewhere" };
    const login = {
      url: "https://127.0.0.1:1",
      username: "admin",
      password: "lab",
      caCertificate: "/ca.pem",
    };
    expect(providerEnvironment(login, caller)).toEqual({
      PATH: "/bin",
      ROS_HOSTURL: "https://127.0.0.1:1",
      ROS_USERNAME: "admin",
      ROS_PASSWORD: "lab",
      ROS_CA_CERTIFICATE: "/ca.pem",
    });
  });
});

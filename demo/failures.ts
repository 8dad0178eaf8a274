import type { RouterLogin } from "../lib/cli/router-login";
import { Failure } from "../tools/failure";
import { holdsCertificate } from "./certificate-file";

/** What Terraform and the CDKTF CLI say at length, in one line that names what to check. */

interface Explanation {
  readonly when: RegExp;
  readonly say: (login: RouterLogin, found: RegExpExecArray) => string;
}

/** Answers of a router, or of whatever is at its address. The first that fits explains the failure. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    when: /response code: 401/,
    say: ({ url, username }) =>
      `${url} does not let the user "${username}" in with this password: check ROS_USERNAME and ROS_PASSWORD.`,
  },
  {
    when: /response code: 403/,
    say: ({ url, username }) =>
      `${url} does not let the user "${username}" use the REST API: give its group the policies read, write and rest-api.`,
  },
  {
    when: /x509: certificate has expired or is not yet valid/,
    say: ({ url }) => `The certificate of ${url} is not valid today: check it, and the clocks of both sides.`,
  },
  {
    when: /x509: (?:certificate is (?:valid for|not valid for)|cannot validate certificate)/,
    say: ({ url }) =>
      `The certificate of ${url} is for another name: check the host in ROS_HOSTURL, or give the router one that names it.`,
  },
  {
    when: /x509:/,
    say: ({ url, caCertificate }) => {
      if (caCertificate === undefined) {
        return `The certificate of ${url} is not signed by a CA that this machine trusts: set ROS_CA_CERTIFICATE to the PEM file of its CA.`;
      }
      // If the file holds no certificate, the provider trusts no CA and does not say why.
      return holdsCertificate(caCertificate)
        ? `The certificate of ${url} is not signed by the CA in ${caCertificate}: check ROS_CA_CERTIFICATE.`
        : `${caCertificate} holds no certificate in PEM form: check ROS_CA_CERTIFICATE.`;
    },
  },
  {
    when: /mutually exclusive options/,
    say: () => "ROS_CA_CERTIFICATE and ROS_INSECURE exclude each other: unset one of them.",
  },
  {
    when: /Error: (?:stat|open) (.+): no such file or directory/,
    say: (_, [, file]) => `There is no file ${file}: check ROS_CA_CERTIFICATE.`,
  },
  {
    when: /connection refused/,
    say: ({ url }) =>
      `Nothing listens at ${url}: check ROS_HOSTURL, and that the service ${serviceOf(url)} is enabled on the router.`,
  },
  {
    when: /no such host|server misbehaving|Temporary failure in name resolution/,
    say: ({ url }) => `The host of ${url} has no address in DNS: check ROS_HOSTURL.`,
  },
  {
    when: /server gave HTTP response to HTTPS client/,
    say: ({ url }) => `${url} speaks plain HTTP: check the port in ROS_HOSTURL, or write http://.`,
  },
  {
    when: /system\/resource": EOF|malformed HTTP response/,
    say: ({ url }) => `${url} hangs up on plain HTTP: check the port in ROS_HOSTURL, or write https://.`,
  },
  {
    when: /i\/o timeout|deadline exceeded|Client\.Timeout|no route to host|network is unreachable/,
    say: ({ url }) => `${url} does not answer: check ROS_HOSTURL, the way to the router, and its firewall.`,
  },
  {
    when: /json\.Unmarshal|system\/resource' returned response code: \d+|RouterOS version not found/,
    say: ({ url }) => `${url} answers, but not as the REST API of RouterOS 7: check ROS_HOSTURL.`,
  },
];

/** The failure of a command that has said this. */
export function explain(output: string, login: RouterLogin): Failure {
  const text = plain(output);
  for (const { when, say } of EXPLANATIONS) {
    const found = when.exec(text);
    if (found !== null) {
      return new Failure(say(login, found));
    }
  }
  return new Failure(appProblem(text) ?? refusal(text) ?? lastWords(text));
}

/** The text without the CLI's colours, frames and indents. */
const plain = (output: string): string =>
  output
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "")
    .split("\n")
    .map((line) => line.replace(/^[\s│╷╵]*(?:article {2})?\s*/, ""))
    .filter((line) => line !== "")
    .join("\n");

const serviceOf = (url: string): string => (url.startsWith("https:") ? "www-ssl" : "www");

/** What `main.ts` threw: its message, which may have several lines, without its stack. */
function appProblem(text: string): string | undefined {
  // The CDKTF CLI has words of its own before those of the program.
  const [all, said = all] = text.split("Command output on stderr:");
  const found = /^\w*Error: ([\s\S]*?)\nat /m.exec(said ?? "");
  return found?.[1] && `main.ts does not synthesize: ${found[1]}`;
}

/** A row the router did not take: which, and why, in the router's words. */
function refusal(text: string): string | undefined {
  const errors = text.split(/^Error: /m).slice(1);
  const [first] = errors;
  if (first === undefined) {
    return undefined;
  }
  const resource = /^with (?!provider)([\w.-]+?)(?: \((.+?)\))?,$/m.exec(first);
  const details = /details: '(.*)'/.exec(first)?.[1] || first.split("\n")[0];
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const name = resource?.[2] ?? resource?.[1];
  return name === undefined
    ? `Terraform says: ${details}${others}`
    : `The router refuses ${name}: ${details}${others}`;
}

const lastWords = (text: string): string =>
  `Terraform failed: ${text.split("\n").at(-1) || "it said nothing"}`;

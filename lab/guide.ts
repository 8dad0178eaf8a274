import { inOwnUserNamespace } from "./network";
import type { NetworkedLab } from "./networked-lab";
import { operatorUrl } from "./networked-router";
import type { LabRouter } from "./router";
import { shellWord } from "./shell-word";
import { terraformVariables } from "./terraform-variables";
import { type Thing, thingsToTry } from "./things-to-try";

/** What a router without a network prints when it is up. */
export function guideToRouter(router: LabRouter): string {
  const login = shellWord(`${router.username}:${router.password}`);
  return `RouterOS ${router.version}, the API only: rows are stored and checked, no packets flow. Ctrl-C ends it.

  HTTPS     ${router.httpsUrl}
  HTTP      ${router.httpUrl}
  user      ${router.username}
  password  ${router.password}

For Terraform and cdktf:

${indented(terraformVariables(router, router.httpsUrl))}

where the last one is for machines that do not reach the Terraform registry; cdktf then wants a switch as well:

  cdktf deploy ... --skip-provider-lock

To try it:

  curl -u ${login} --cacert ${shellWord(router.caCertificateFile)} ${router.httpsUrl}/rest/ip/route
  curl -u ${login} -X PUT -H 'content-type: application/json' \\
    -d '{"address":"10.112.0.2/24","interface":"${router.rows("/interface").at(-1)?.["name"]}"}' ${router.httpUrl}/rest/ip/address
`;
}

/** What a router in a network prints when it is up. */
export function guideToNetwork(lab: NetworkedLab): string {
  const { network, router } = lab;
  const places = [
    [network.router.name, "the router's data plane"],
    [network.operator.namespace.name, `the operator, who reaches the router at ${operatorUrl(network)}`],
    ...network.lans.map(({ namespace, lan }) => [namespace.name, `hosts behind ${lan.routerAddress}`]),
    ...network.wans.map(({ namespace, gateway }) => [
      namespace.name,
      `an ISP, whose first hop is ${gateway}`,
    ]),
    ...network.wans.map(({ namespace, neighbourNamespace }) => [
      neighbourNamespace.name,
      `other customers, in one network with ${namespace.name}`,
    ]),
    [network.internet.namespace.name, "the Internet"],
  ];
  const width = Math.max(...places.map(([name = ""]) => name.length));
  return `RouterOS ${router.version} in a network: packets go by the Linux kernel. Ctrl-C ends it and removes everything.

  HTTPS     ${router.httpsUrl}, and ${operatorUrl(network)} for the operator
  HTTP      ${router.httpUrl}
  user      ${router.username}
  password  ${router.password}

Its places, each a network namespace:

${indented(places.map(([name = "", what]) => `${name.padEnd(width)}  ${what}`))}

To try it, in another terminal${inOwnUserNamespace() ? "" : ", as root"}:

${[...entering(), ...thingsToTry(lab)].map(shown).join("\n\n")}
`;
}

/** A user namespace must be entered before what is in it can be seen. */
function entering(): readonly Thing[] {
  if (!inOwnUserNamespace()) {
    return [];
  }
  const enter = `nsenter --target ${process.pid} --user --mount --preserve-credentials`;
  return [
    {
      what: "first of all, enter the lab's user namespace",
      commands: [`${enter} env PATH="$PATH:/usr/sbin:/sbin" bash`],
    },
  ];
}

const shown = ({ what, commands }: Thing): string => indented([`# ${what}`, ...commands]);

const indented = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join("\n");
